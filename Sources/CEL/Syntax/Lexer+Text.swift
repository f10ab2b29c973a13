extension Lexer {
    /// A string or bytes literal from its opening quote on, after a prefix of `r`, `b` or both.
    mutating func text(prefix: ArraySlice<UInt8>) throws(SyntaxError) -> Token.Kind {
        let isRaw = prefix.contains { $0 | 0x20 == UInt8(ascii: "r") }
        let isBytes = prefix.contains { $0 | 0x20 == UInt8(ascii: "b") }
        let start = offset
        let quote = bytes[offset]
        let isTriple = byte(at: 1) == quote && byte(at: 2) == quote
        let width = isTriple ? 3 : 1
        offset += width
        var content: [UInt8] = []
        while !closes(quote, width) {
            guard let byte = byte(at: 0) else {
                throw failure("the quote is not closed", at: start)
            }
            if !isTriple, byte == 0x0A || byte == 0x0D {
                throw failure("the quote is not closed on its line; use three quotes", at: start)
            }
            if byte == UInt8(ascii: "\\"), !isRaw {
                try appendEscape(isBytes: isBytes, to: &content)
            } else {
                content.append(byte)
                offset += 1
            }
        }
        offset += width
        if isBytes { return .bytes(content) }
        guard let string = String(validating: content, as: UTF8.self) else {
            throw failure("the string is not valid UTF-8", at: start)
        }
        return .string(string)
    }

    private func closes(_ quote: UInt8, _ width: Int) -> Bool {
        (0..<width).allSatisfy { byte(at: $0) == quote }
    }

    /// Reads one escape; in bytes a number is a byte, in strings a code point.
    private mutating func appendEscape(
        isBytes: Bool, to content: inout [UInt8]
    ) throws(SyntaxError) {
        let start = offset
        guard let letter = byte(at: 1) else { throw failure("the escape has no end") }
        offset += 2
        switch letter {
        case UInt8(ascii: "x"), UInt8(ascii: "X"):
            try append(try digits(2, radix: 16, start), isBytes, start, to: &content)
        case UInt8(ascii: "u") where !isBytes:
            try append(try digits(4, radix: 16, start), false, start, to: &content)
        case UInt8(ascii: "U") where !isBytes:
            try append(try digits(8, radix: 16, start), false, start, to: &content)
        case UInt8(ascii: "0")...UInt8(ascii: "3"):
            offset -= 1
            try append(try digits(3, radix: 8, start), isBytes, start, to: &content)
        default:
            guard let value = Self.escapes[letter] else {
                throw failure("there is no such escape; a backslash is written \\\\", at: start)
            }
            content.append(value)
        }
    }

    private static let escapes: [UInt8: UInt8] = [
        UInt8(ascii: "a"): 0x07, UInt8(ascii: "b"): 0x08, UInt8(ascii: "f"): 0x0C,
        UInt8(ascii: "n"): 0x0A, UInt8(ascii: "r"): 0x0D, UInt8(ascii: "t"): 0x09,
        UInt8(ascii: "v"): 0x0B, UInt8(ascii: "\\"): UInt8(ascii: "\\"),
        UInt8(ascii: "?"): UInt8(ascii: "?"), UInt8(ascii: "\""): UInt8(ascii: "\""),
        UInt8(ascii: "'"): UInt8(ascii: "'"), UInt8(ascii: "`"): UInt8(ascii: "`"),
    ]

    private mutating func digits(
        _ count: Int, radix: UInt32, _ start: Int
    ) throws(SyntaxError) -> UInt32 {
        var value: UInt32 = 0
        for _ in 0..<count {
            guard let byte = byte(at: 0), let digit = Self.hexDigit(byte), digit < radix else {
                throw failure("the escape needs \(count) digits", at: start)
            }
            value = value &* radix &+ digit
            offset += 1
        }
        return value
    }

    private func append(
        _ value: UInt32, _ isBytes: Bool, _ start: Int, to content: inout [UInt8]
    ) throws(SyntaxError) {
        if isBytes {
            content.append(UInt8(truncatingIfNeeded: value))
        } else if let scalar = Unicode.Scalar(value) {
            content.append(contentsOf: Array(String(Character(scalar)).utf8))
        } else {
            throw failure("the escape is no Unicode code point", at: start)
        }
    }
}
