/// Reads one number by the grammar of RFC 8259 §6
/// (https://www.rfc-editor.org/rfc/rfc8259#section-6) into its exact decimal value.
struct NumberScanner {
    /// The byte after the number.
    private(set) var offset: Int
    private(set) var decimal = JSONDecimal()
    /// Whether an exact number is known to be spelled as RFC 8785 writes it: no exponent is.
    private(set) var isCanonical = true
    private var significantDigits = 0
    private var pendingZeros = 0

    init(from start: Int, in text: Span<UInt8>) throws(JSONFault) {
        offset = start
        if text[start] == UInt8(ascii: "-") {
            decimal.isNegative = true
            offset &+= 1
        }
        let first = offset
        try scanDigits(in: text, fractional: false)
        guard offset == first &+ 1 || text[first] != UInt8(ascii: "0") else {
            throw JSONFault(.invalidNumber, at: first)
        }
        if offset < text.count, text[offset] == UInt8(ascii: ".") {
            offset &+= 1
            try scanDigits(in: text, fractional: true)
            // Small magnitudes are written with an exponent, and zeros at the end are dropped.
            let pointPosition = decimal.exponent &+ significantDigits
            isCanonical = significantDigits > 0 && pendingZeros == 0 && pointPosition > -6
        }
        if offset < text.count, text[offset] | 0x20 == UInt8(ascii: "e") {
            isCanonical = false
            offset &+= 1
            try scanExponent(in: text)
        }
        decimal.exponent &+= pendingZeros
        if decimal.coefficient == 0 && !decimal.isTooLong {
            isCanonical = isCanonical && !decimal.isNegative
            decimal = JSONDecimal()
        }
    }

    private static func digit(at offset: Int, in text: Span<UInt8>) -> UInt64? {
        guard offset < text.count else { return nil }
        let value = text[offset] &- UInt8(ascii: "0")
        return value < 10 ? UInt64(value) : nil
    }

    private mutating func scanDigits(in text: Span<UInt8>, fractional: Bool) throws(JSONFault) {
        let first = offset
        while let digit = Self.digit(at: offset, in: text) {
            offset &+= 1
            if fractional { decimal.exponent &-= 1 }
            if digit == 0 {
                pendingZeros &+= significantDigits == 0 ? 0 : 1
            } else {
                take(digit)
            }
        }
        guard offset > first else {
            throw offset < text.count
                ? JSONFault(.invalidNumber, at: offset)
                : JSONFault(.incompleteText, at: offset)
        }
    }

    /// Takes a digit that is not zero, with the zeros before it.
    private mutating func take(_ digit: UInt64) {
        significantDigits &+= pendingZeros &+ 1
        if significantDigits > 18 {
            decimal.isTooLong = true
        } else {
            for _ in 0...pendingZeros { decimal.coefficient &*= 10 }
            decimal.coefficient &+= digit
        }
        pendingZeros = 0
    }

    private mutating func scanExponent(in text: Span<UInt8>) throws(JSONFault) {
        var isNegative = false
        if offset < text.count,
            text[offset] == UInt8(ascii: "-") || text[offset] == UInt8(ascii: "+")
        {
            isNegative = text[offset] == UInt8(ascii: "-")
            offset &+= 1
        }
        let first = offset
        var exponent = 0
        while let digit = Self.digit(at: offset, in: text) {
            offset &+= 1
            // Saturates far beyond what the digits of the longest text could make good.
            exponent = min(exponent &* 10 &+ Int(digit), 1_000_000_000)
        }
        guard offset > first else {
            throw offset < text.count
                ? JSONFault(.invalidNumber, at: offset)
                : JSONFault(.incompleteText, at: offset)
        }
        decimal.exponent &+= isNegative ? -exponent : exponent
    }
}
