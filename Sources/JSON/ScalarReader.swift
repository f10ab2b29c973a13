/// Reads the code points of a string that the scanner has accepted: one that is broken is a bug.
struct ScalarReader {
    private(set) var offset: Int
    private let end: Int
    private let hasEscapes: Bool

    /// Reads the value of a string node.
    init(_ node: JSONNode) {
        offset = node.start
        end = node.end
        hasEscapes = node.hasEscapes
    }

    /// Reads plain UTF-8 in which a backslash is a backslash.
    init(_ bytes: Span<UInt8>) {
        offset = 0
        end = bytes.count
        hasEscapes = false
    }

    /// Reads the bytes between the quotes of a string that has escapes.
    init(escaping bytes: Span<UInt8>) {
        offset = 0
        end = bytes.count
        hasEscapes = true
    }

    mutating func next(in text: Span<UInt8>) -> UInt32? {
        guard offset < end else { return nil }
        let lead = text[offset]
        switch lead {
        case UInt8(ascii: "\\") where hasEscapes: return escape(in: text)
        case 0..<0x80:
            offset &+= 1
            return UInt32(lead)
        default: return multibyte(lead, in: text)
        }
    }

    private mutating func multibyte(_ lead: UInt8, in text: Span<UInt8>) -> UInt32 {
        let length = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4
        var scalar = UInt32(lead) & (UInt32(0xFF) >> UInt32(length &+ 1))
        for next in (offset &+ 1)..<(offset &+ length) {
            scalar = scalar << 6 | UInt32(text[next] & 0x3F)
        }
        offset &+= length
        return scalar
    }

    private mutating func escape(in text: Span<UInt8>) -> UInt32 {
        let letter = text[offset &+ 1]
        guard letter == UInt8(ascii: "u") else {
            offset &+= 2
            return switch letter {
            case UInt8(ascii: "b"): 0x08
            case UInt8(ascii: "t"): 0x09
            case UInt8(ascii: "n"): 0x0A
            case UInt8(ascii: "f"): 0x0C
            case UInt8(ascii: "r"): 0x0D
            default: UInt32(letter)
            }
        }
        let unit = hexUnit(in: text)
        guard 0xD800..<0xDC00 ~= unit else { return unit }
        return 0x10000 + (unit - 0xD800) << 10 + (hexUnit(in: text) - 0xDC00)
    }

    private mutating func hexUnit(in text: Span<UInt8>) -> UInt32 {
        var unit: UInt32 = 0
        for digit in (offset &+ 2)..<(offset &+ 6) {
            guard let value = StringScanner.hexValue(text[digit]) else {
                preconditionFailure("the tape belongs to another text")
            }
            unit = unit << 4 | value
        }
        offset &+= 6
        return unit
    }
}

extension UInt32 {
    /// Sorts code points like their UTF-16 code units: supplementary planes, which begin with a
    /// surrogate, come before U+E000…U+FFFF.
    var orderInUTF16: UInt32 { 0xE000...0xFFFF ~= self ? self + 0x20_0000 : self }
}
