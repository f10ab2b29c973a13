/// The exact decimal value of a number: ±coefficient × 10^exponent.
struct JSONDecimal: Equatable {
    var isNegative = false
    /// Without trailing zeros; 0 for zero.
    var coefficient: UInt64 = 0
    var exponent = 0
    /// More significant digits than a coefficient holds: no double has this value in shortest form.
    var isTooLong = false
}

extension JSONDecimal {
    /// The value where it is an integer within ±(2^53 − 1).
    var integer: Int64? {
        guard !isTooLong, exponent >= 0, exponent <= 16 else {
            return coefficient == 0 && !isTooLong ? 0 : nil
        }
        var magnitude = coefficient
        for _ in 0..<exponent {
            let (product, overflow) = magnitude.multipliedReportingOverflow(by: 10)
            guard !overflow else { return nil }
            magnitude = product
        }
        guard magnitude <= UInt64(JSONLimits.integerMagnitude) else { return nil }
        return isNegative ? -Int64(magnitude) : Int64(magnitude)
    }

    /// Whether the value is an integer of any size.
    var isIntegral: Bool { coefficient == 0 && !isTooLong || exponent >= 0 }

    /// Whether the nearest double has this very decimal value as its shortest form. Fifteen
    /// significant digits always do within the range of normal doubles (DBL_DIG of C).
    var isExactDouble: Bool {
        guard !isTooLong, coefficient < 100_000_000_000_000_000 else { return false }
        if coefficient < 1_000_000_000_000_000, -300...280 ~= exponent { return true }
        let sign = isNegative ? "-" : ""
        guard let double = Double("\(sign)\(coefficient)e\(exponent)") else { return false }
        return JSONDecimal(double) == self
    }

    /// The shortest decimal that reads back as the same double; nil for infinities and NaN,
    /// which JSON cannot write.
    init?(_ double: Double) {
        guard double.isFinite else { return nil }
        let digits = Array(double.description.utf8)
        guard let scanner = try? NumberScanner(from: 0, in: digits.span) else { return nil }
        self = scanner.decimal
    }

    /// Writes the number as ECMAScript's Number::toString does (RFC 8785 §3.2.2.3,
    /// https://www.rfc-editor.org/rfc/rfc8785#section-3.2.2.3). The names are those of the
    /// specification: k digits, and the point after the n-th.
    func append(to output: inout [UInt8]) {
        guard coefficient != 0 else { return output.append(UInt8(ascii: "0")) }
        if isNegative { output.append(UInt8(ascii: "-")) }
        let first = output.count
        JSONWriter.appendDigits(coefficient, to: &output)
        let k = output.count - first
        let n = exponent + k
        switch n {
        case k...21: output.append(contentsOf: repeatElement(UInt8(ascii: "0"), count: n - k))
        case 1...21: output.insert(UInt8(ascii: "."), at: first + n)
        case -5...0:
            let zeros = repeatElement(UInt8(ascii: "0"), count: -n)
            output.insert(contentsOf: Array("0.".utf8) + zeros, at: first)
        default:
            if k > 1 { output.insert(UInt8(ascii: "."), at: first + 1) }
            output.append(contentsOf: n > 0 ? "e+".utf8 : "e-".utf8)
            JSONWriter.appendDigits(UInt64((n - 1).magnitude), to: &output)
        }
    }
}
