import LedgerModel

/// Amounts of one currency for people, from whole minor units (fen, cents). No float is involved.
///
/// A further way of writing, such as Chinese 万 and 亿, is a further function beside these two.
struct MoneyText: Sendable {
    let currency: String
    private let minorDigits: Int
    private let minorUnits: UInt64

    /// The writer for a code of ISO 4217; a code without an exception has two minor digits.
    init(currency: String) {
        self.currency = currency
        minorDigits = (CurrencyCode(currency) ?? .none).minorDigits
        minorUnits = (0..<minorDigits).reduce(1) { units, _ in units * 10 }
    }

    /// The amount to the last minor unit: 51,783.80.
    func exact(_ minor: Int64) -> String {
        let (major, rest) = minor.magnitude.quotientAndRemainder(dividingBy: minorUnits)
        var text = Self.sign(minor < 0) + GroupedDigits.of(major)
        if minorDigits > 0 {
            let digits = String(rest)
            text += "." + String(repeating: "0", count: minorDigits - digits.count) + digits
        }
        return text
    }

    /// The amount in whole major units for tables, half a unit away from zero: 51,784.
    func rounded(_ minor: Int64) -> String {
        let (major, rest) = minor.magnitude.quotientAndRemainder(dividingBy: minorUnits)
        let whole = rest >= minorUnits - rest ? major + 1 : major
        return Self.sign(minor < 0 && whole > 0) + GroupedDigits.of(whole)
    }

    /// The exact amount after its code: CNY 51,783.80.
    func labelled(_ minor: Int64) -> String { "\(currency) \(exact(minor))" }

    private static func sign(_ isNegative: Bool) -> String { isNegative ? "-" : "" }
}
