package import LedgerModel

/// Amounts for people.
package enum MoneyWords {
    /// An amount as it is read in a language: `en`, `zh-Hans` or `zh-Hant`.
    package static func text(
        _ minor: Int64, in currency: CurrencyCode, language: String
    ) -> String {
        language.hasPrefix("zh")
            ? chinese(minor, in: currency, isTraditional: language == "zh-Hant")
            : text(minor, in: currency)
    }

    /// An amount with separators and its currency: `20,000,000.00 CNY`.
    static func text(_ minor: Int64, in currency: CurrencyCode) -> String {
        let digits = currency.minorDigits
        var text = String(minor.magnitude)
        if text.count <= digits {
            text = String(repeating: "0", count: digits + 1 - text.count) + text
        }
        let whole = text.dropLast(digits)
        let grouped = grouped(whole)
        let fraction = digits == 0 ? "" : "." + text.suffix(digits)
        return (minor < 0 ? "-" : "") + grouped + fraction + " " + currency.text
    }

    /// An amount as it is read in Chinese, in 万 and 亿: `2,400万元`, `1.5亿元`. Whole units only below
    /// a 万.
    static func chinese(
        _ minor: Int64, in currency: CurrencyCode, isTraditional: Bool
    ) -> String {
        var unit: UInt64 = 1
        for _ in 0..<currency.minorDigits { unit *= 10 }
        let name = name(of: currency)
        let sign = minor < 0 ? "-" : ""
        let steps: [(UInt64, String)] = [
            (100_000_000, isTraditional ? "億" : "亿"), (10_000, isTraditional ? "萬" : "万"),
        ]
        for (size, word) in steps where minor.magnitude >= size * unit {
            return sign + scaled(minor.magnitude, by: size * unit) + word + name
        }
        return sign + scaled(minor.magnitude, by: unit) + name
    }

    /// An amount in Chinese as people read it, without its currency: in 万 with at most two digits
    /// behind the point, below a 万 in whole units; half a digit away from zero.
    ///
    /// - Parameter digits: at most so many behind the point of a 亿, 2 to 4.
    package static func rounded(
        _ minor: Int64, in currency: CurrencyCode, language: String, digits: Int
    ) -> String {
        var unit: UInt64 = 1
        for _ in 0..<currency.minorDigits { unit *= 10 }
        let finest = (digits..<4).reduce(10_000 as UInt64) { size, _ in size * 10 }
        let isTraditional = language == "zh-Hant"
        let steps: [(size: UInt64, digit: UInt64, word: String)] = [
            (1, 1, ""), (10_000, 100, isTraditional ? "萬" : "万"),
            (100_000_000, finest, isTraditional ? "億" : "亿"),
        ]
        var text = ""
        for step in steps {
            let (whole, rest) = minor.magnitude.quotientAndRemainder(
                dividingBy: step.digit * unit)
            // What rounds up to the next step is written in it.
            let shown = (rest >= step.digit * unit - rest ? whole + 1 : whole) * step.digit
            guard shown >= step.size || text.isEmpty else { break }
            text = shown == 0 ? "0" : (minor < 0 ? "-" : "") + scaled(shown, by: step.size)
            text += step.word
            if shown < (step.size == 1 ? 10_000 : 100_000_000) { break }
        }
        return text
    }

    /// A currency behind an amount in Chinese.
    package static func name(of currency: CurrencyCode) -> String {
        currency.text == "CNY" ? "元" : " " + currency.text
    }

    /// A quotient with as many digits behind the point as it needs.
    private static func scaled(_ number: UInt64, by unit: UInt64) -> String {
        let (whole, rest) = number.quotientAndRemainder(dividingBy: unit)
        let grouped = grouped(String(whole))
        guard rest > 0 else { return grouped }
        let digits = String(unit + rest).dropFirst()
        return grouped + "." + String(digits.reversed().drop { $0 == "0" }.reversed())
    }

    private static func grouped(_ digits: some StringProtocol) -> String {
        var grouped = ""
        for (index, digit) in digits.enumerated() {
            if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
            grouped.append(digit)
        }
        return grouped
    }
}
