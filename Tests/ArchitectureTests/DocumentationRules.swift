/// What crosses a module's edge says what it is.
enum DocumentationRules {
    private static let modifiers: Set<String> = [
        "package", "public", "static", "final", "mutating", "nonmutating", "consuming", "borrowing",
        "indirect", "nonisolated", "override", "convenience", "required", "lazy", "weak", "class",
        "isolated", "set", "prefix", "postfix",
    ]

    private static let kinds: Set<String> = [
        "struct", "class", "enum", "actor", "protocol", "typealias", "func", "var", "let",
        "subscript", "associatedtype", "macro",
    ]

    /// Witnesses of protocols everybody knows.
    private static let witnesses: Set<String> = [
        "hash", "description", "debugDescription", "rawValue", "id", "makeIterator", "next",
        "encode", "startIndex", "endIndex", "allCases", "advanced", "distance", "errorDescription",
    ]

    /// A `package` or `public` declaration has a comment of documentation. Free of it are
    /// initializers, operators, extensions, imports and the witnesses everybody knows.
    static func documentation(_ file: SourceFile) -> [Violation] {
        file.code.lines.indices.compactMap { index in
            guard let name = declared(on: file.code.line(index)), !isDocumented(file, index) else {
                return nil
            }
            return file.violation(index, "\(name) crosses the module's edge without a comment")
        }
    }

    /// The name that a line declares for other modules, if it needs a comment.
    private static func declared(on line: String) -> String? {
        var words = line.split { !($0.isLetter || $0.isNumber || $0 == "_" || $0 == "@") }
            .map(String.init)[...]
        words = words.drop { $0.hasPrefix("@") }
        guard words.first == "package" || words.first == "public" else { return nil }
        while let word = words.first, modifiers.contains(word) {
            if word == "class", words.dropFirst().first.map(isTypeName) == true { break }
            words.removeFirst()
        }
        guard let kind = words.popFirst(), kinds.contains(kind) else { return nil }
        if kind == "subscript" { return kind }
        guard let name = words.first, !witnesses.contains(name) else { return nil }
        return kind == "func" && isOperator(line) ? nil : name
    }

    private static func isTypeName(_ word: String) -> Bool { word.first?.isUppercase == true }

    private static func isOperator(_ line: String) -> Bool {
        guard let range = line.firstRange(of: "func ") else { return false }
        return line[range.upperBound...].first.map { "=<>+-*/!&|^~%".contains($0) } ?? false
    }

    private static func isDocumented(_ file: SourceFile, _ index: Int) -> Bool {
        for above in file.lines[..<index].reversed() {
            let text = above.drop { $0 == " " }
            if text.hasPrefix("@") { continue }
            return text.hasPrefix("///")
        }
        return false
    }
}
