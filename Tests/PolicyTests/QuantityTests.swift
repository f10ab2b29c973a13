import LedgerModel
import Policy
import Testing

/// Amounts, shares and lengths as people write them.
struct QuantityTests {
    private func check(_ text: String, is value: FactValue, _ unit: Quantity.Unit) throws {
        let quantity = Quantity(try DocumentNode.parse(text))
        #expect(quantity.value == value && quantity.unit == unit, "\(text): \(quantity)")
    }

    @Test func `amounts are exact minor units`() throws {
        let rows: [(String, Int64)] = [
            ("2000万 CNY", 2_000_000_000), ("5亿 CNY", 50_000_000_000),
            ("20,000,000.00 CNY", 2_000_000_000), ("0.5万 CNY", 500_000), ("3000 CNY", 300_000),
            ("-12.34 CNY", -1_234), ("1.5亿 JPY", 150_000_000), ("2萬 TWD", 2_000_000),
            ("1.234 KWD", 1_234),
        ]
        for (text, minor) in rows { try check(text, is: .number(minor), .money) }
    }

    @Test func `what can't be whole minor units is no amount`() throws {
        for text in ["1.234 CNY", "1,00 CNY", "1.5 JPY", ". CNY", "12 cny", "99999999999亿 CNY"] {
            try check(text, is: .text(text), .text)
        }
    }

    @Test func `shares are parts per million, counts are whole`() throws {
        try check("80 %", is: .number(800_000), .share)
        try check("0.0001 %", is: .number(1), .share)
        try check("12.5%", is: .number(125_000), .share)
        try check("90 days", is: .number(90), .days)
        try check("12", is: .number(12), .count)
        try check("\"12\"", is: .number(12), .count)
        try check("true", is: .truth(true), .truth)
        try check("leading", is: .text("leading"), .text)
    }

    @Test func `money is read in Chinese in 万 and 亿, without losing a fen`() {
        let rows: [(Int64, String, String)] = [
            (2_400_000_000, "2,400万元", "24,000,000.00 CNY"),
            (15_000_000_000, "1.5亿元", "150,000,000.00 CNY"),
            (999_900, "9,999元", "9,999.00 CNY"), (1_000_001, "1.000001万元", "10,000.01 CNY"),
            (-5, "-0.05元", "-0.05 CNY"), (0, "0元", "0.00 CNY"),
        ]
        guard let currency = CurrencyCode("CNY") else { return }
        for (minor, chinese, english) in rows {
            #expect(
                MoneyWords.text(minor, in: currency, language: "zh-Hans") == chinese)
            #expect(MoneyWords.text(minor, in: currency, language: "en") == english)
        }
    }
}
