/// A file of the repository with its path from the root; the code without comments and strings is
/// made when it is Swift.
struct SourceFile {
    let path: String
    let lines: [Substring]
    let code: CodeText

    init(_ path: String, _ text: String) {
        self.path = path
        lines = text.split(separator: "\n", omittingEmptySubsequences: false)
        code = CodeText(path.hasSuffix(".swift") ? text : "")
    }

    /// The folder below `Sources` or `Tests`.
    var module: String {
        let parts = path.split(separator: "/")
        return parts.count > 1 ? String(parts[1]) : ""
    }

    var name: String { String(path.split(separator: "/").last ?? "") }

    /// The name before the concern and the extension: `JSONTape` of `JSONTape+Pointer.swift`.
    var stem: String { String(name.prefix { $0 != "+" && $0 != "." }) }

    var isSwift: Bool { path.hasSuffix(".swift") }
    var isSource: Bool { path.hasPrefix("Sources/") && isSwift }
    var isTest: Bool { path.hasPrefix("Tests/") && isSwift }

    /// The number of lines; a final line feed ends the last one.
    var lineCount: Int { lines.last == "" ? lines.count - 1 : lines.count }

    /// A violation at a line counted from 0.
    func violation(_ line: Int, _ sentence: String) -> Violation {
        Violation(path: path, line: line + 1, sentence: sentence)
    }
}

/// One breach of a rule, as a compiler would print it.
struct Violation: CustomStringConvertible {
    let path: String
    let line: Int
    let sentence: String

    var description: String { "\(path):\(line): \(sentence)" }
}
