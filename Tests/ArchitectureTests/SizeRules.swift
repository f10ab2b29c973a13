/// How long files, lines and functions may be.
enum SizeRules {
    static let fileLines = 500
    static let lineCharacters = 100
    static let functionLines = 70
    static let readmeLines = 120

    static func fileLength(_ file: SourceFile) -> [Violation] {
        length(of: file, atMost: fileLines)
    }

    static func readmeLength(_ file: SourceFile) -> [Violation] {
        length(of: file, atMost: readmeLines)
    }

    static func lineLength(_ file: SourceFile) -> [Violation] {
        file.lines.enumerated().filter { $0.element.count > lineCharacters }.map { index, line in
            file.violation(index, "the line has \(line.count) of \(lineCharacters) characters")
        }
    }

    /// A function, initializer or accessor with its signature, from brace to brace.
    static func functionLength(_ file: SourceFile) -> [Violation] {
        let code = file.code.lines
        return code.indices.compactMap { index in
            guard let keyword = keyword(in: file.code, index),
                let end = lastLine(in: code, from: index, keyword)
            else { return nil }
            let lines = end - index + 1
            return lines <= functionLines
                ? nil : file.violation(index, "the function has \(lines) of \(functionLines) lines")
        }
    }

    private static func length(of file: SourceFile, atMost limit: Int) -> [Violation] {
        file.lineCount <= limit
            ? [] : [file.violation(limit, "the file has \(file.lineCount) of \(limit) lines")]
    }

    /// Where on a line the declaration of something with a body begins: a function, an initializer,
    /// a subscript, or a computed property, which has no `=` before its brace.
    private static func keyword(in code: CodeText, _ index: Int) -> Int? {
        let line = code.line(index)
        let words = line.split { !($0.isLetter || $0.isNumber || "_.@`".contains($0)) }
        guard let word = words.first(where: { starters.contains($0) }) else { return nil }
        if word == "var" {
            guard let brace = line.firstIndex(of: "{"), !line[..<brace].contains("=") else {
                return nil
            }
        }
        return line.utf8.distance(from: line.startIndex, to: word.startIndex)
    }

    private static let starters: Set<Substring> = ["func", "init", "deinit", "subscript", "var"]

    /// The line of the brace that closes the body, or nil where there is no body.
    private static func lastLine(in code: [[UInt8]], from first: Int, _ column: Int) -> Int? {
        var parentheses = 0
        var braces = 0
        for index in first..<code.count {
            let line = code[index]
            if index > first, braces == 0, parentheses == 0, endsDeclaration(line) { return nil }
            for byte in line[(index == first ? column : 0)...] {
                switch byte {
                case UInt8(ascii: "("): parentheses += 1
                case UInt8(ascii: ")"): parentheses -= 1
                case UInt8(ascii: "{") where parentheses == 0 || braces > 0: braces += 1
                case UInt8(ascii: "}") where parentheses == 0 || braces > 0:
                    braces -= 1
                    if braces <= 0 { return braces == 0 ? index : nil }
                default: break
                }
            }
        }
        return nil
    }

    /// Whether a line shows that a declaration before it had no body, as in a protocol.
    private static func endsDeclaration(_ line: [UInt8]) -> Bool {
        let text = String(decoding: line, as: UTF8.self)
        return text.split { !($0.isLetter || $0.isNumber) }.contains { starters.contains($0) }
    }
}
