/// Cuts the text of an expression into tokens
/// (https://github.com/google/cel-spec/blob/master/doc/langdef.md#syntax).
struct Lexer {
    let source: SourceText
    var offset = 0
    var bytes: [UInt8] { source.bytes }

    init(_ source: SourceText) { self.source = source }

    /// All tokens, the last of which is the end.
    static func tokens(of source: SourceText) throws(SyntaxError) -> [Token] {
        guard source.bytes.count <= CELLimits.sourceBytes else {
            throw SyntaxError(
                "the expression has \(source.bytes.count) bytes; at most "
                    + "\(CELLimits.sourceBytes) are read", at: 0, in: source)
        }
        var lexer = Lexer(source)
        var tokens: [Token] = []
        repeat { tokens.append(try lexer.next()) } while tokens.last?.kind != .end
        return tokens
    }

    private mutating func next() throws(SyntaxError) -> Token {
        skipSpace()
        let start = offset
        guard let byte = byte(at: 0) else { return Token(kind: .end, offset: start) }
        switch byte {
        case UInt8(ascii: "\""), UInt8(ascii: "'"):
            return Token(kind: try text(prefix: []), offset: start)
        case UInt8(ascii: "`"): return Token(kind: try quotedIdentifier(), offset: start)
        case UInt8(ascii: "0")...UInt8(ascii: "9"):
            return Token(kind: try number(), offset: start)
        case UInt8(ascii: ".") where self.byte(at: 1).map(Self.isDigit) ?? false:
            return Token(kind: try number(), offset: start)
        case _ where Self.beginsWord(byte):
            return Token(kind: try word(), offset: start)
        default: return Token(kind: try symbol(), offset: start)
        }
    }

    func byte(at distance: Int) -> UInt8? {
        offset + distance < bytes.count ? bytes[offset + distance] : nil
    }

    func failure(_ sentence: String, at offset: Int? = nil) -> SyntaxError {
        SyntaxError(sentence, at: min(offset ?? self.offset, bytes.count), in: source)
    }

    private mutating func skipSpace() {
        while let byte = byte(at: 0) {
            switch byte {
            case 0x09, 0x0A, 0x0C, 0x0D, 0x20: offset += 1
            case UInt8(ascii: "/") where self.byte(at: 1) == UInt8(ascii: "/"):
                offset = bytes[offset...].firstIndex(of: 0x0A) ?? bytes.count
            default: return
            }
        }
    }

    private mutating func symbol() throws(SyntaxError) -> Token.Kind {
        for length in [2, 1] where offset + length <= bytes.count {
            let spelling = String(decoding: bytes[offset..<(offset + length)], as: UTF8.self)
            guard let symbol = Token.Symbol(rawValue: spelling) else { continue }
            offset += length
            return .symbol(symbol)
        }
        let character = String(decoding: bytes[offset...].prefix(4), as: UTF8.self).prefix(1)
        throw failure("'\(character)' has no meaning in an expression")
    }

    /// An identifier, or a string with a prefix.
    private mutating func word() throws(SyntaxError) -> Token.Kind {
        let start = offset
        while let byte = byte(at: 0), Self.beginsWord(byte) || Self.isDigit(byte) { offset += 1 }
        let word = bytes[start..<offset]
        if let quote = byte(at: 0), quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'"),
            Self.isTextPrefix(word)
        {
            return try text(prefix: word)
        }
        return .identifier(String(decoding: word, as: UTF8.self))
    }

    private static func isTextPrefix(_ word: ArraySlice<UInt8>) -> Bool {
        ["r", "b", "rb", "br"].contains(String(decoding: word, as: UTF8.self).lowercased())
    }

    private mutating func quotedIdentifier() throws(SyntaxError) -> Token.Kind {
        let start = offset
        guard let end = bytes[(offset + 1)...].firstIndex(of: UInt8(ascii: "`")) else {
            throw failure("the backquote is not closed")
        }
        let name = bytes[(offset + 1)..<end]
        offset = end + 1
        let marks = Array("_.-/ ".utf8)
        guard !name.isEmpty,
            name.allSatisfy({ Self.beginsWord($0) || Self.isDigit($0) || marks.contains($0) })
        else {
            throw failure(
                "a name between backquotes has letters, digits, '_', '.', '-', '/' and blanks",
                at: start)
        }
        return .quotedIdentifier(String(decoding: name, as: UTF8.self))
    }

    static func beginsWord(_ byte: UInt8) -> Bool {
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
            UInt8(ascii: "_"):
            true
        default: false
        }
    }

    static func isDigit(_ byte: UInt8) -> Bool {
        (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
    }

    static func hexDigit(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte - UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte - UInt8(ascii: "a") + 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte - UInt8(ascii: "A") + 10)
        default: nil
        }
    }
}
