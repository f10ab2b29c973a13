/// Whole numbers for people: 1,234,567.
enum GroupedDigits {
    /// The digits in groups of three, with a comma between groups and a minus sign before.
    static func of(_ number: some BinaryInteger) -> String {
        let digits = Array(String(number.magnitude).utf8)
        var text = number.signum() < 0 ? "-" : ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index).isMultiple(of: 3) { text += "," }
            text.unicodeScalars.append(Unicode.Scalar(digit))
        }
        return text
    }
}
