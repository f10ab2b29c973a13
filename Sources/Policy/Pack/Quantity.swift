package import LedgerModel

/// A value as people write it in packs, with its unit: `2000万 CNY`, `20,000,000.00 CNY`,
/// `90 days`, `80 %`, `12`, `true`, or a text.
package struct Quantity: Equatable, Sendable {
    /// What a value counts.
    package enum Unit: String, CaseIterable, Sendable {
        /// Minor units of the pack's currency.
        case money
        /// Parts per million.
        case share
        case days
        case count
        case text
        case truth
    }

    /// The number, truth or text.
    package let value: FactValue
    /// What it counts.
    package let unit: Unit
    /// Of money only.
    package let currency: CurrencyCode?

    /// Reads a text; what is no number, length or amount is a text.
    package init(_ node: DocumentNode) {
        switch node.plain {
        case .bool(let truth)?: self.init(.truth(truth), .truth)
        case .number(let number)?: self.init(.number(number), .count)
        default: self.init(text: node.text ?? "")
        }
    }

    private init(_ value: FactValue, _ unit: Unit, _ currency: CurrencyCode? = nil) {
        self.value = value
        self.unit = unit
        self.currency = currency
    }

    private init(text: String) {
        let words = text.split(separator: " ")
        if words.count == 2 {
            if let currency = CurrencyCode(String(words[1])),
                let minor = Decimal(words[0])?.scaled(by: currency.minorDigits)
            {
                self.init(.number(minor), .money, currency)
                return
            }
            if words[1] == "%", let parts = Decimal(words[0])?.scaled(by: 4) {
                self.init(.number(parts), .share)
                return
            }
            if words[1] == "days" || words[1] == "day", let days = Int64(words[0]) {
                self.init(.number(days), .days)
                return
            }
        }
        if text.hasSuffix("%"), let parts = Decimal(text.dropLast())?.scaled(by: 4) {
            self.init(.number(parts), .share)
            return
        }
        if let number = Decimal(Substring(text))?.scaled(by: 0) {
            self.init(.number(number), .count)
            return
        }
        self.init(.text(text), .text)
    }
}

extension Quantity {
    /// A number in a unit, where an amount need not name its currency; nil for another text.
    static func number(_ text: String, in unit: Unit, _ currency: CurrencyCode?) -> Int64? {
        let quantity = Quantity(text: text)
        if quantity.unit == unit { return quantity.value.number }
        guard unit == .money, let currency, quantity.unit == .count || quantity.unit == .text
        else { return nil }
        let amount = Quantity(text: text + " " + currency.text)
        return amount.unit == .money ? amount.value.number : nil
    }
}

/// A decimal number as people write it: with separators, a fraction, and 万 or 亿.
private struct Decimal {
    /// The number is `digits` × 10^`exponent`.
    private let digits: Int64
    private let exponent: Int

    init?(_ text: Substring) {
        var text = text
        var exponent = 0
        if text.hasSuffix("万") || text.hasSuffix("萬") { exponent = 4 }
        if text.hasSuffix("亿") || text.hasSuffix("億") { exponent = 8 }
        if exponent > 0 { text = text.dropLast() }
        let isNegative = text.hasPrefix("-")
        if isNegative { text = text.dropFirst() }
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Self.ungrouped(parts[0]), !whole.isEmpty else {
            return nil
        }
        let fraction = parts.count == 2 ? String(parts[1]) : ""
        guard parts.count == 1 || !fraction.isEmpty,
            (whole + fraction).utf8.allSatisfy({ (0x30...0x39).contains($0) }),
            let digits = Int64(whole + fraction)
        else { return nil }
        self.digits = isNegative ? -digits : digits
        self.exponent = exponent - fraction.utf8.count
    }

    /// Digits without their separators; nil where separators stand elsewhere than between groups
    /// of three.
    private static func ungrouped(_ text: Substring) -> String? {
        let groups = text.split(separator: ",", omittingEmptySubsequences: false)
        guard groups.count > 1 else { return String(text) }
        guard (1...3).contains(groups[0].count), groups.dropFirst().allSatisfy({ $0.count == 3 })
        else { return nil }
        return groups.joined()
    }

    /// The number × 10^`places`; nil where that is not whole or too large.
    func scaled(by places: Int) -> Int64? {
        var value = digits
        let power = exponent + places
        for _ in 0..<max(0, power) {
            let (product, overflows) = value.multipliedReportingOverflow(by: 10)
            guard !overflows else { return nil }
            value = product
        }
        for _ in 0..<max(0, -power) {
            guard value % 10 == 0 else { return nil }
            value /= 10
        }
        return value
    }
}
