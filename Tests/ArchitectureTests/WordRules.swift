/// Words that may not stand in code or text, or only in places made for them.
enum WordRules {
    /// Work is finished before it is committed. The words are put together here, because this file
    /// is under the same rule.
    static func unfinishedWork(_ file: SourceFile) -> [Violation] {
        lines(of: file, containingAny: ["TO" + "DO", "FIX" + "ME"]).map { line, word in
            file.violation(line, "\(word): finish it or leave it out")
        }
    }

    /// Nothing names a folder of the machine on which it was written.
    static func machinePath(_ file: SourceFile) -> [Violation] {
        lines(of: file, containingAny: ["/wo" + "rk/", "/ro" + "ot/"])
            .filter { index, path in !isInnerPath(path, of: file.lines[index]) }
            .map { line, path in file.violation(line, "\(path) is a path of one machine") }
    }

    /// A bug traps by a precondition that says why; an import is never handed on.
    static func bannedCall(_ file: SourceFile) -> [Violation] {
        file.code.words.compactMap { word in
            switch (word.text, word.before, word.after) {
            case ("fatalError", _, UInt8(ascii: "(")), ("_exported", UInt8(ascii: "@"), _),
                ("try", _, UInt8(ascii: "!")), ("as", _, UInt8(ascii: "!")):
                file.violation(word.line, "\(word.text) in this form is not used here")
            default: nil
            }
        }
    }

    /// A test runs always, and waits for nothing but what it tests.
    static func idleTest(_ file: SourceFile) -> [Violation] {
        let sleeping: Set<String> = ["sleep", "usleep", "nanosleep"]
        return file.code.words.compactMap { word in
            if sleeping.contains(word.text), word.after == UInt8(ascii: "(") {
                return file.violation(word.line, "a test does not sleep")
            }
            if word.text == "disabled", word.before == UInt8(ascii: "."),
                word.after == UInt8(ascii: "(")
            {
                return file.violation(word.line, "a test is not switched off")
            }
            return nil
        }
    }

    /// An optional is unwrapped by a condition. Cheap: a `!` after a name or a closing bracket.
    static func forcedUnwrapping(_ file: SourceFile) -> [Violation] {
        file.code.lines.enumerated().flatMap { index, line in
            line.indices.filter { isForced(line, at: $0) }.map { _ in
                file.violation(index, "an optional is unwrapped by force")
            }
        }
    }

    /// `unsafe` stands in two places only; raw memory is no concern of the rest.
    static func unsafeCode(_ file: SourceFile) -> [Violation] {
        if file.module == "LMDB" || file.path == "Sources/TransparencyLog/SHA256+RawSpan.swift" {
            return []
        }
        return file.code.words.filter { $0.text == "unsafe" }.map {
            file.violation($0.line, "unsafe code belongs in LMDB")
        }
    }

    /// What is computed from events is computed in whole numbers.
    static func floatingPoint(_ file: SourceFile) -> [Violation] {
        let types: Set<String> = ["Double", "Float", "Float16", "Float32", "Float64", "CGFloat"]
        let modules = ["LedgerModel", "Instruments", "LedgerEngine"]
        guard modules.contains(file.module) else { return [] }
        return file.code.words.filter { types.contains($0.text) }.map {
            file.violation($0.line, "\($0.text) in \(file.module): use whole numbers")
        }
    }

    private static func lines(
        of file: SourceFile, containingAny words: [String]
    ) -> [(line: Int, word: String)] {
        file.lines.enumerated().flatMap { index, line in
            words.filter { line.contains($0) }.map { (index, $0) }
        }
    }

    /// Whether every occurrence of the path continues a longer one, such as `docs/<path>`.
    private static func isInnerPath(_ path: String, of line: Substring) -> Bool {
        line.ranges(of: path).allSatisfy { range in
            guard range.lowerBound > line.startIndex else { return false }
            let before = line[line.index(before: range.lowerBound)]
            return before.isLetter || before.isNumber || "._-".contains(before)
        }
    }

    private static func isForced(_ line: [UInt8], at offset: Int) -> Bool {
        guard line[offset] == UInt8(ascii: "!"), offset > 0 else { return false }
        let before = line[offset - 1]
        let after = offset + 1 < line.count ? line[offset + 1] : 0
        let follows =
            before.isIdentifierPart || before == UInt8(ascii: ")") || before == UInt8(ascii: "]")
        return follows && after != UInt8(ascii: "=")
    }
}
