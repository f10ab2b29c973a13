/// Doubles as text, by the shortest digits that read back as the same number.
package enum DoubleText {
    /// As `string(double)` gives them: an exponent below 1e-4 and from 1e21 on.
    static func shortest(_ value: Double) -> String {
        text(of: value, exponentFrom: 21, special: ("+Inf", "-Inf", "NaN"), wholeEnding: "")
    }

    /// As typed values in JSON have them: always with a point or an exponent, which begins at 1e16.
    package static func typed(_ value: Double) -> String {
        text(of: value, exponentFrom: 16, special: ("inf", "-inf", "nan"), wholeEnding: ".0")
    }

    private static func text(
        of value: Double, exponentFrom limit: Int, special: (String, String, String),
        wholeEnding: String
    ) -> String {
        guard !value.isNaN else { return special.2 }
        guard value.isFinite else { return value > 0 ? special.0 : special.1 }
        let sign = value.sign == .minus ? "-" : ""
        guard value != 0 else { return sign + "0" + wholeEnding }
        let (digits, exponent) = decimal(value.magnitude)
        if exponent < -4 || exponent >= limit {
            let rest = digits.dropFirst()
            let mantissa = digits.prefix(1) + (rest.isEmpty ? "" : "." + rest)
            let magnitude = "\(abs(exponent))"
            let padded = magnitude.count < 2 ? "0" + magnitude : magnitude
            return "\(sign)\(mantissa)e\(exponent < 0 ? "-" : "+")\(padded)"
        }
        if exponent < 0 {
            return sign + "0." + String(repeating: "0", count: -exponent - 1) + digits
        }
        let whole = digits.prefix(exponent + 1)
        let zeros = String(repeating: "0", count: max(0, exponent + 1 - digits.count))
        let rest = digits.dropFirst(exponent + 1)
        return sign + whole + zeros + (rest.isEmpty ? wholeEnding : "." + rest)
    }

    /// The significant digits and the power of ten of the first, from Swift's own shortest text.
    private static func decimal(_ value: Double) -> (digits: String, exponent: Int) {
        let parts = "\(value)".split(separator: "e")
        let point = parts[0].split(separator: ".", omittingEmptySubsequences: false)
        let whole = point[0]
        let fraction = point.count > 1 ? point[1] : ""
        let all = whole + fraction
        let leading = all.prefix { $0 == "0" }.count
        var digits = all.dropFirst(leading)
        while digits.last == "0", digits.count > 1 { digits.removeLast() }
        let exponent = (parts.count > 1 ? Int(parts[1]) ?? 0 : 0) + whole.count - 1 - leading
        return (String(digits), exponent)
    }
}
