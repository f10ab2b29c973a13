/// Swift source with the inside of comments and strings blanked, line by line, so that a rule about
/// code does not fire on prose. What `\( )` interpolates is code.
struct CodeText {
    /// The code of each line, as bytes; raw identifiers have their blanks joined by underscores.
    let lines: [[UInt8]]

    init(_ text: String) {
        var masker = Masker(Array(text.utf8))
        masker.run()
        lines = masker.masked.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
            .map(Array.init)
    }

    /// A line of code as text.
    func line(_ index: Int) -> String { String(decoding: lines[index], as: UTF8.self) }

    /// An identifier or keyword, with the bytes that touch it (0 at the edges of a line).
    struct Word {
        let text: String
        let line: Int
        let before: UInt8
        let after: UInt8
    }

    var words: [Word] {
        lines.enumerated().flatMap { index, line in Self.words(of: line, index) }
    }

    private static func words(of line: [UInt8], _ index: Int) -> [Word] {
        var words: [Word] = []
        var start: Int?
        for offset in 0...line.count {
            let byte = offset < line.count ? line[offset] : 0
            if byte.isIdentifierPart {
                start = start ?? offset
            } else if let first = start {
                words.append(
                    Word(
                        text: String(decoding: line[first..<offset], as: UTF8.self), line: index,
                        before: first > 0 ? line[first - 1] : 0, after: byte))
                start = nil
            }
        }
        return words
    }
}

extension UInt8 {
    var isIdentifierPart: Bool {
        switch self {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"), 0x80...:
            true
        default: false
        }
    }
}

/// A state machine over the bytes of a source file.
private struct Masker {
    private enum State {
        /// Code inside so many open parentheses of an interpolation; nil at the top.
        case code(parentheses: Int?)
        case string(hashes: Int, quotes: Int)
        case lineComment
        case blockComment(depth: Int)
        case rawIdentifier
    }

    private let bytes: [UInt8]
    private(set) var masked: [UInt8] = []
    private var states: [State] = [.code(parentheses: nil)]
    private var offset = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    mutating func run() {
        while offset < bytes.count {
            switch states[states.count - 1] {
            case .code(let parentheses): code(parentheses)
            case .string(let hashes, let quotes): string(hashes, quotes)
            case .lineComment: lineComment()
            case .blockComment(let depth): blockComment(depth)
            case .rawIdentifier: rawIdentifier()
            }
        }
    }

    private mutating func code(_ parentheses: Int?) {
        if starts(with: "//") {
            blank(2)
            states.append(.lineComment)
        } else if starts(with: "/*") {
            blank(2)
            states.append(.blockComment(depth: 1))
        } else if let (hashes, quotes) = stringOpening() {
            blank(hashes + quotes)
            states.append(.string(hashes: hashes, quotes: quotes))
        } else if starts(with: "`") {
            blank(1)
            states.append(.rawIdentifier)
        } else {
            if let parentheses { count(parentheses) }
            keep()
        }
    }

    /// Follows the parentheses of an interpolation to its end.
    private mutating func count(_ parentheses: Int) {
        if starts(with: "(") {
            states[states.count - 1] = .code(parentheses: parentheses + 1)
        } else if starts(with: ")") {
            states.removeLast()
            if parentheses > 1 { states.append(.code(parentheses: parentheses - 1)) }
        }
    }

    private mutating func string(_ hashes: Int, _ quotes: Int) {
        let marks = String(repeating: "#", count: hashes)
        if starts(with: "\\" + marks + "(") {
            blank(1 + hashes)
            keep()
            states.append(.code(parentheses: 1))
        } else if starts(with: "\\" + marks) {
            blank(2 + hashes)
        } else if starts(with: String(repeating: "\"", count: quotes) + marks) {
            blank(quotes + hashes)
            states.removeLast()
        } else {
            if quotes == 1, starts(with: "\n") { states.removeLast() }
            blank(1)
        }
    }

    private mutating func lineComment() {
        if starts(with: "\n") { states.removeLast() }
        blank(1)
    }

    private mutating func blockComment(_ depth: Int) {
        if starts(with: "/*") {
            blank(2)
            states[states.count - 1] = .blockComment(depth: depth + 1)
        } else if starts(with: "*/") {
            blank(2)
            states.removeLast()
            if depth > 1 { states.append(.blockComment(depth: depth - 1)) }
        } else {
            blank(1)
        }
    }

    private mutating func rawIdentifier() {
        if starts(with: "`") {
            states.removeLast()
            return blank(1)
        }
        masked.append(UInt8(ascii: "_"))
        offset += 1
    }

    private func stringOpening() -> (hashes: Int, quotes: Int)? {
        let hashes = bytes[offset...].prefix { $0 == UInt8(ascii: "#") }.count
        let quotes = bytes[(offset + hashes)...].prefix { $0 == UInt8(ascii: "\"") }.count
        guard quotes > 0 else { return nil }
        return (hashes, quotes >= 3 ? 3 : 1)
    }

    private func starts(with text: String) -> Bool { bytes[offset...].starts(with: text.utf8) }

    private mutating func keep() {
        masked.append(bytes[offset])
        offset += 1
    }

    private mutating func blank(_ count: Int) {
        for byte in bytes[offset...].prefix(count) {
            masked.append(byte == UInt8(ascii: "\n") ? byte : UInt8(ascii: " "))
        }
        offset += count
    }
}
