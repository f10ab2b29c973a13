import Foundation

/// The sentences that stand in the code of the modules: what is told to a person, with a mark where
/// a value comes in.
struct SourceSentences {
    /// What stands for a value in a text.
    static let value = "\u{FFFC}"

    /// A text of the code, with what stands before it in its statement.
    struct Literal {
        let file: String
        let line: Int
        let text: String
        let before: Substring
    }

    private let file: String
    private let code: [Character]
    private var offset = 0

    private init(_ file: String, _ text: String) {
        self.file = file
        code = Array(text)
    }

    /// All texts in the files of a folder below `Sources`.
    static func literals(in folder: String) throws -> [Literal] {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
            .appendingPathComponent("Sources/\(folder)")
        let paths = FileManager.default.enumerator(atPath: root.path)?.compactMap { $0 as? String }
        return try (paths ?? []).filter { $0.hasSuffix(".swift") }.sorted().flatMap { path in
            let url = root.appendingPathComponent(path)
            var reader = SourceSentences(
                "\(folder)/\(path)", try String(contentsOf: url, encoding: .utf8))
            return reader.literals()
        }
    }

    private mutating func literals() -> [Literal] {
        var literals: [Literal] = []
        var start = 0
        while offset < code.count {
            if looksAt("//") {
                while offset < code.count, code[offset] != "\n" { offset += 1 }
            } else if looksAt("#\"") {
                // Raw strings are JSON for programs.
                offset += 2
                while offset < code.count, !looksAt("\"#") { offset += 1 }
                offset += 2
            } else if code[offset] == "\"" {
                let before = offset
                let line = code[..<offset].count { $0 == "\n" } + 1
                literals.append(
                    Literal(
                        file: file, line: line, text: joined(),
                        before: String(code[start..<before])[...]))
            } else {
                if ["{", "}", ";"].contains(code[offset]) { start = offset }
                offset += 1
            }
        }
        return literals
    }

    /// A text and those that are added to it by `+`.
    private mutating func joined() -> String {
        var text = literal()
        while true {
            var next = offset
            while next < code.count, code[next].isWhitespace { next += 1 }
            guard next + 1 < code.count, code[next] == "+", code[next + 1] == " " else {
                return text
            }
            next += 2
            while next < code.count, code[next].isWhitespace { next += 1 }
            guard next < code.count, code[next] == "\"" else { return text + Self.value }
            offset = next
            text += literal()
        }
    }

    private mutating func literal() -> String {
        let quotes = looksAt("\"\"\"") ? 3 : 1
        offset += quotes
        var text = ""
        while offset < code.count, !looksAt(String(repeating: "\"", count: quotes)) {
            if code[offset] != "\\" {
                text.append(code[offset])
                offset += 1
                continue
            }
            offset += 1
            if code[offset] == "(" {
                skipValue()
                text += Self.value
            } else {
                text += ["n": "\n", "t": "\t"][String(code[offset])] ?? String(code[offset])
                offset += 1
            }
        }
        offset += quotes
        return text
    }

    /// What stands between `\(` and its `)`.
    private mutating func skipValue() {
        var depth = 0
        repeat {
            if code[offset] == "\"" {
                _ = literal()
                continue
            }
            if code[offset] == "(" { depth += 1 }
            if code[offset] == ")" { depth -= 1 }
            offset += 1
        } while depth > 0 && offset < code.count
    }

    private func looksAt(_ text: String) -> Bool {
        offset + text.count <= code.count && code[offset..<offset + text.count].elementsEqual(text)
    }
}
