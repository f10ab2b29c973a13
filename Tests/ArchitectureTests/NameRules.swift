/// What types and files may be called.
enum NameRules {
    /// Parts that say nothing about what a thing does.
    private static let emptyParts: Set<String> = [
        "Manager", "Helper", "Util", "Utility", "Utilities", "Service", "Handler", "Core", "Kit",
        "Impl", "Common",
    ]

    /// Words for which the glossary has another one; only those that would mislead in a type.
    private static let misleadingParts: [String: String] = [
        "Store": "Ledger", "Database": "Ledger", "Timestamp": "Instant", "Entity": "Account",
        "Customer": "Account", "Aggregate": "Account", "User": "Actor", "Author": "Actor",
        "Message": "Event", "Sequence": "Position", "Ack": "Receipt",
        "Undo": "Annulment", "Memtable": "Tail", "Chunk": "Segment", "Cache": "Column",
        "Metric": "Fact", "Ranking": "PopulationFact", "Lookback": "Window", "Setting": "Parameter",
        "Config": "PolicyPack", "Debounce": "Hold", "Workflow": "Machine", "Funnel": "Machine",
        "Verdict": "Decision", "Evaluation": "Decision", "Widget": "Instrument",
        "Snapshot": "asOf/knownAt", "Delta": "Comparison", "Bookmark": "Cursor",
        "Connector": "Sink", "Ingest": "Import", "Migration": "Upcast",
    ]

    /// Words that mislead as what a type is, so at its end: an `AccountRecord` is an event, while a
    /// `RecordComposer` composes recorded events.
    private static let misleadingNouns: [String: String] = ["Record": "Event"]

    private static let declarationKeywords: Set<String> = [
        "struct", "class", "enum", "actor", "protocol", "typealias",
    ]

    /// A name says what the thing is for.
    static func emptyName(_ file: SourceFile) -> [Violation] {
        let inFile = parts(of: file.stem).filter(emptyParts.contains).map {
            file.violation(0, "the file's name has the empty part \($0)")
        }
        return inFile
            + declaredTypes(of: file).flatMap { line, name in
                parts(of: name).filter(emptyParts.contains).map {
                    file.violation(line, "\(name) has the empty part \($0)")
                }
            }
    }

    /// A type has the glossary's word. Modules that know nothing of ledgers have their own.
    static func glossaryName(_ file: SourceFile) -> [Violation] {
        guard file.isSource, !["LMDB", "JSON", "CEL"].contains(file.module) else { return [] }
        return declaredTypes(of: file).flatMap { line, name in
            let parts = parts(of: name)
            let misleading =
                parts.map { ($0, misleadingParts[$0]) }
                + parts.suffix(1).map { ($0, misleadingNouns[$0]) }
            return misleading.compactMap { part, word in
                word.map {
                    file.violation(line, "\(name): the glossary's word for \(part) is \($0)")
                }
            }
        }
    }

    /// A file is named after its primary type; `Type+Concern.swift` extends that type.
    static func primaryType(_ file: SourceFile) -> [Violation] {
        let extended = file.name.contains("+")
        let words = file.code.words
        let found = words.indices.contains { index in
            guard words[index].text == file.stem, index > 0 else { return false }
            var keyword = index - 1
            // `extension Outer.Stem`
            while keyword > 0, words[keyword].after == UInt8(ascii: ".") { keyword -= 1 }
            if words[keyword].text == "extension" { return true }
            return !extended && declarationKeywords.contains(words[keyword].text)
        }
        if found { return [] }
        let verb = extended ? "extends" : "declares"
        return [file.violation(0, "the file \(verb) no type \(file.stem)")]
    }

    /// The words of a camel-case name; an acronym is one word.
    static func parts(of name: String) -> [String] {
        var parts: [String] = []
        let letters = Array(name)
        for (index, letter) in letters.enumerated() {
            let afterLower = index > 0 && !letters[index - 1].isUppercase
            let beforeLower = index + 1 < letters.count && letters[index + 1].isLowercase
            if letter.isUppercase, afterLower || beforeLower || parts.isEmpty {
                parts.append(String(letter))
            } else if parts.isEmpty {
                parts = [String(letter)]
            } else {
                parts[parts.count - 1].append(letter)
            }
        }
        return parts
    }

    private static func declaredTypes(of file: SourceFile) -> [(line: Int, name: String)] {
        let words = file.code.words
        return words.indices.dropLast().compactMap { index in
            let name = words[index + 1]
            let keyword = words[index].text
            guard declarationKeywords.contains(keyword), name.text.first?.isUppercase == true,
                file.code.line(name.line).contains("\(keyword) \(name.text)")
            else { return nil }
            return (name.line, name.text)
        }
    }
}
