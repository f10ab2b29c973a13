/// A finite double as its exact decimal number, for rounding it to a number of decimals.
struct ExactDecimal {
    /// The digits, the most significant first, without zeros in front.
    private var digits: [UInt8]
    /// How many of them stand behind the point.
    private var decimals: Int
    private let isNegative: Bool

    init(_ value: Double) {
        isNegative = value.sign == .minus
        let magnitude = value.magnitude
        guard magnitude != 0 else {
            (digits, decimals) = ([], 0)
            return
        }
        // magnitude = whole × 2^power, and ×2⁻¹ is ×5 with one more decimal.
        let power = Int(magnitude.exponent) - 52
        let whole = UInt64(magnitude.significand * 0x1p52)
        let trailing = whole.trailingZeroBitCount
        var number = LongNumber(whole >> UInt64(trailing))
        let shift = power + trailing
        number.multiply(by: shift >= 0 ? 2 : 5, times: abs(shift))
        (digits, decimals) = (number.digits, max(0, -shift))
    }

    /// Rounds half to even, to a number of digits behind the point (or before it, if negative).
    private mutating func round(toDecimals count: Int) {
        let dropped = decimals - count
        guard dropped > 0 else { return }
        decimals = count
        guard dropped <= digits.count else {
            digits = []
            return
        }
        let rest = digits.suffix(dropped)
        digits.removeLast(dropped)
        let isOdd = (digits.last ?? 0) % 2 == 1
        let beyondHalf = rest.dropFirst().contains { $0 != 0 }
        guard let first = rest.first, first > 5 || first == 5 && (beyondHalf || isOdd) else {
            return
        }
        increment()
    }

    private mutating func increment() {
        for index in digits.indices.reversed() {
            if digits[index] < 9 {
                digits[index] += 1
                return
            }
            digits[index] = 0
        }
        digits.insert(1, at: 0)
    }

    /// `-12.50`, with so many decimals.
    func fixed(_ count: Int) -> String {
        var rounded = self
        rounded.round(toDecimals: count)
        var text = rounded.digits.map { String($0) }.joined()
        text += String(repeating: "0", count: count - rounded.decimals)
        text = String(repeating: "0", count: max(0, count + 1 - text.count)) + text
        let point = text.index(text.endIndex, offsetBy: -count)
        return (isNegative ? "-" : "") + text[..<point] + (count == 0 ? "" : "." + text[point...])
    }

    /// `1.25e+03`, with so many decimals.
    func scientific(_ count: Int) -> String {
        var rounded = self
        rounded.round(toDecimals: decimals - digits.count + 1 + count)
        let exponent = rounded.digits.isEmpty ? 0 : rounded.digits.count - 1 - rounded.decimals
        var text = rounded.digits.prefix(count + 1).map { String($0) }.joined()
        text += String(repeating: "0", count: max(0, count + 1 - text.count))
        let magnitude = abs(exponent) < 10 ? "0\(abs(exponent))" : "\(abs(exponent))"
        return (isNegative ? "-" : "") + text.prefix(1) + (count == 0 ? "" : "." + text.dropFirst())
            + "e\(exponent < 0 ? "-" : "+")\(magnitude)"
    }
}

/// A whole number of any length, in pieces of nine decimal digits, the least significant first.
private struct LongNumber {
    private var pieces: [UInt64]
    private static let base: UInt64 = 1_000_000_000

    init(_ value: UInt64) {
        pieces = []
        var rest = value
        while rest > 0 {
            pieces.append(rest % Self.base)
            rest /= Self.base
        }
    }

    mutating func multiply(by factor: UInt64, times: Int) {
        for _ in 0..<times {
            var carry: UInt64 = 0
            for index in pieces.indices {
                let product = pieces[index] * factor + carry
                pieces[index] = product % Self.base
                carry = product / Self.base
            }
            if carry > 0 { pieces.append(carry) }
        }
    }

    var digits: [UInt8] {
        var digits: [UInt8] = []
        for piece in pieces.reversed() {
            let text = String(piece)
            let zeros = digits.isEmpty ? 0 : 9 - text.count
            digits += Array(repeating: 0, count: zeros)
            digits += text.utf8.map { $0 - UInt8(ascii: "0") }
        }
        return digits
    }
}
