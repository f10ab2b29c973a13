import LedgerModel

extension Quantity.Unit {
    /// A number in the unit as people write it: `20,000,000.00 CNY`, `80 %`, `90 days`, `12`.
    func text(_ number: Int64, in currency: CurrencyCode?) -> String {
        switch self {
        case .money: MoneyWords.text(number, in: currency ?? .none)
        case .share: Self.percent(number) + " %"
        case .days: "\(number) days"
        case .count, .text, .truth: String(number)
        }
    }

    /// Parts per million as percent, with as many digits behind the point as it needs.
    private static func percent(_ parts: Int64) -> String {
        let (whole, rest) = parts.magnitude.quotientAndRemainder(dividingBy: 10_000)
        let sign = parts < 0 ? "-" : ""
        guard rest > 0 else { return sign + String(whole) }
        let digits = String(10_000 + rest).dropFirst()
        return "\(sign)\(whole)." + String(digits.reversed().drop { $0 == "0" }.reversed())
    }
}
