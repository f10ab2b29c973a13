import Testing

@testable import rapport

/// No sentence that the code has for a person lacks its Chinese.
struct SourceSentenceTests {
    private static let modules = [
        "CEL", "Instruments", "JSON", "LMDB", "LedgerEngine", "LedgerModel", "Policy",
    ]

    /// Whether the book has the text as it is, or behind the name of what it is about.
    private func isKnown(_ literal: SourceSentences.Literal) -> Bool {
        let (book, text) = (Phrasebook.embedded, literal.text)
        // What fits nearly everything counts only where it is meant.
        let wide = ["gap": "Policy/Lint", "test": "Policy/Testing"]
        let chapters = book.chapters.keys.sorted().filter {
            wide[$0].map { literal.file.hasPrefix($0) } ?? true
        }
        // A place may take only what has words of its own.
        return ["x", "line 3", "the ledger", "a string"].contains { value in
            let text = text.replacing(SourceSentences.value, with: value)
            return chapters.contains { chapter in
                book.sentence(text, .simplified, chapter: chapter) != nil
                    || book.sentence("x " + text, .simplified, chapter: chapter) != nil
            }
        }
    }

    /// A sentence has several words, of which most begin with a small letter.
    private func isSentence(_ text: String) -> Bool {
        let words = text.split(separator: " ")
        return words.count > 2 && words.count { $0.first?.isLowercase ?? false } > 1
    }

    private func check(
        _ literals: [SourceSentences.Literal], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let missing = literals.filter {
            isSentence($0.text) && !$0.before.contains("precondition")
                && !Self.untold.contains($0.text.replacing(SourceSentences.value, with: "x"))
                && !isKnown($0)
        }
        #expect(
            missing.isEmpty,
            "\(missing.map { "\($0.file):\($0.line): \($0.text)" }.joined(separator: "\n"))",
            sourceLocation: sourceLocation)
    }

    @Test func `the sentences of all modules have their Chinese`() throws {
        // What the trap says is written while the process goes down.
        let literals = try Self.modules.flatMap { try SourceSentences.literals(in: $0) }
            .filter { $0.file != "LMDB/DamageTrap.swift" }
        #expect(literals.count { isSentence($0.text) } > 300)
        check(literals)
    }

    @Test func `what the verbs say of errors has its Chinese`() throws {
        let folders = ["Backtest", "Compare", "Packs", "Sweep", "Terminal", "Verbs"].map {
            "rapport/\($0)"
        }
        let told = try folders.flatMap { try SourceSentences.literals(in: $0) }.filter { literal in
            ["Error(", "sentence", "caveat", "Diagnostic.write"].contains {
                literal.before.contains($0)
            } && !literal.before.contains("discussion")
        }
        #expect(told.count { isSentence($0.text) } > 20)
        check(told)
    }

    /// Texts that no person reads, and parts that are put together with others.
    private static let untold: Set<String> = [
        "columns differ in length", " has the ledger open for writing; wait for it or try again",
        "; did you mean 'x'?", "; it may have x", "x has no 'x'x", ", with x", "no row appliesx",
        "a coverage names x", "rows before it", "rows of no lower level", "x are x, not x",
        "there is no 'x'x", "there is no fact 'x'x", "it is false",
        "is not known: no contact has a x", "x: x", "x:x:x: x: x", "x (x): x.", "x x x",
        "x ? x : x", "x == x", "x <= x", "x >= x",
        "bytes of x", "an expectation names the level of x", ", a coverage, or facts",
        "x more violations; x",
    ]
}
