/// Finds the end of a string and refuses what I-JSON forbids in one
/// (RFC 8259 §7, RFC 7493 §2.1: https://www.rfc-editor.org/rfc/rfc7493#section-2.1).
struct StringScanner {
    private(set) var offset: Int
    private(set) var flags: JSONNode.Flags = .isCanonical

    /// `start` is the byte after the opening quote; afterwards `offset` is the closing quote.
    init(from start: Int, in text: Span<UInt8>) throws(JSONFault) {
        offset = start
        while true {
            offset = Self.skippingPlain(from: offset, in: text)
            guard offset < text.count else { throw JSONFault(.incompleteText, at: text.count) }
            let byte = text[offset]
            if byte == UInt8(ascii: "\"") { return }
            switch byte {
            case UInt8(ascii: "\\"): try scanEscape(in: text)
            case 0..<0x20: throw JSONFault(.controlCharacter, at: offset)
            case 0x80...: try scanMultibyte(in: text)
            default: preconditionFailure("a plain byte does not end a run")
            }
        }
    }

    /// Moves on to the next byte that is not plain, or to the end of the text: eight bytes at a
    /// time, and one by one among the last seven of the text.
    private static func skippingPlain(from start: Int, in text: Span<UInt8>) -> Int {
        var offset = start
        while offset &+ 8 <= text.count {
            let stops = text.word(at: offset).stringStops
            guard stops == 0 else { return offset &+ stops.trailingZeroBitCount >> 3 }
            offset &+= 8
        }
        while offset < text.count, UInt64(text[offset]).stringStops & 0x80 == 0 { offset &+= 1 }
        return offset
    }

    private mutating func scanEscape(in text: Span<UInt8>) throws(JSONFault) {
        flags.insert(.hasEscapes)
        guard offset &+ 1 < text.count else { throw JSONFault(.incompleteText, at: text.count) }
        switch text[offset &+ 1] {
        case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "b"), UInt8(ascii: "f"),
            UInt8(ascii: "n"), UInt8(ascii: "r"), UInt8(ascii: "t"):
            offset &+= 2
        case UInt8(ascii: "/"):
            flags.remove(.isCanonical)
            offset &+= 2
        case UInt8(ascii: "u"): try scanUnicodeEscape(in: text)
        default: throw JSONFault(.invalidEscape, at: offset)
        }
    }

    private mutating func scanUnicodeEscape(in text: Span<UInt8>) throws(JSONFault) {
        let unit = try Self.hexUnit(at: offset, in: text)
        var scalar = unit
        var length = 6
        switch unit {
        case 0xD800..<0xDC00:
            let low = offset &+ 6
            guard low &+ 1 < text.count, text[low] == UInt8(ascii: "\\"),
                text[low &+ 1] == UInt8(ascii: "u")
            else { throw JSONFault(.loneSurrogate, at: offset) }
            let lowUnit = try Self.hexUnit(at: low, in: text)
            guard 0xDC00..<0xE000 ~= lowUnit else { throw JSONFault(.loneSurrogate, at: offset) }
            scalar = 0x10000 + (unit - 0xD800) << 10 + (lowUnit - 0xDC00)
            length = 12
        case 0xDC00..<0xE000: throw JSONFault(.loneSurrogate, at: offset)
        default: break
        }
        guard !Self.isNoncharacter(scalar) else { throw JSONFault(.noncharacter, at: offset) }
        if !Self.isCanonicalEscape(unit, lastDigit: text[offset &+ 5]) {
            flags.remove(.isCanonical)
        }
        offset &+= length
    }

    /// RFC 8785 §3.2.2.2 keeps `\u00xx`, in lower case, for controls without a short escape only.
    private static func isCanonicalEscape(_ unit: UInt32, lastDigit: UInt8) -> Bool {
        switch unit {
        case 0x08, 0x09, 0x0A, 0x0C, 0x0D: false
        case 0..<0x20: !(UInt8(ascii: "A")...UInt8(ascii: "F") ~= lastDigit)
        default: false
        }
    }

    private static func hexUnit(at escape: Int, in text: Span<UInt8>) throws(JSONFault) -> UInt32 {
        guard escape &+ 6 <= text.count else { throw JSONFault(.incompleteText, at: text.count) }
        var unit: UInt32 = 0
        for offset in (escape &+ 2)..<(escape &+ 6) {
            guard let digit = hexValue(text[offset]) else {
                throw JSONFault(.invalidEscape, at: escape)
            }
            unit = unit << 4 | digit
        }
        return unit
    }

    static func hexValue(_ byte: UInt8) -> UInt32? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(byte &- UInt8(ascii: "0"))
        case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(byte &- UInt8(ascii: "a") &+ 10)
        case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(byte &- UInt8(ascii: "A") &+ 10)
        default: nil
        }
    }

    /// U+FDD0…U+FDEF and the last two code points of each plane.
    static func isNoncharacter(_ scalar: UInt32) -> Bool {
        0xFDD0...0xFDEF ~= scalar || scalar & 0xFFFE == 0xFFFE
    }

    /// Reads well-formed UTF-8 (Unicode table 3-7) for as long as bytes are not ASCII.
    private mutating func scanMultibyte(in text: Span<UInt8>) throws(JSONFault) {
        flags.insert(.hasNonASCII)
        while offset < text.count, text[offset] >= 0x80 {
            let (scalar, length) = try Self.multibyte(at: offset, in: text)
            guard !Self.isNoncharacter(scalar) else { throw JSONFault(.noncharacter, at: offset) }
            offset &+= length
        }
    }

    private static func multibyte(
        at offset: Int, in text: Span<UInt8>
    ) throws(JSONFault) -> (scalar: UInt32, length: Int) {
        let lead = text[offset]
        let (length, smallest): (Int, UInt32) =
            switch lead {
            case 0xC2...0xDF: (2, 0x80)
            case 0xE0...0xEF: (3, 0x800)
            case 0xF0...0xF4: (4, 0x10000)
            default: throw JSONFault(.invalidUTF8, at: offset)
            }
        guard offset &+ length <= text.count else { throw JSONFault(.invalidUTF8, at: offset) }
        var scalar = UInt32(lead) & (UInt32(0xFF) >> UInt32(length &+ 1))
        for next in (offset &+ 1)..<(offset &+ length) {
            guard text[next] & 0xC0 == 0x80 else { throw JSONFault(.invalidUTF8, at: offset) }
            scalar = scalar << 6 | UInt32(text[next] & 0x3F)
        }
        guard scalar >= smallest, scalar <= 0x10FFFF, !(0xD800..<0xE000 ~= scalar) else {
            throw JSONFault(.invalidUTF8, at: offset)
        }
        return (scalar, length)
    }
}
