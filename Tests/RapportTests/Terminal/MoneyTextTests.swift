import Testing

@testable import rapport

struct MoneyTextTests {
    @Test(arguments: [
        (0, "CNY", "0.00", "0"), (5, "CNY", "0.05", "0"), (50, "CNY", "0.50", "1"),
        (49, "EUR", "0.49", "0"), (99_999, "USD", "999.99", "1,000"),
        (100_000, "USD", "1,000.00", "1,000"),
        (5_178_380_049, "CNY", "51,783,800.49", "51,783,800"), (1_234, "JPY", "1,234", "1,234"),
        (1_234_567, "KWD", "1,234.567", "1,235"),
        (12_345, "CLF", "1.2345", "1"), (7, "XXX", "0.07", "0"),
    ])
    func `an amount has the minor digits of its currency`(
        minor: Int64, currency: String, exact: String, rounded: String
    ) {
        let money = MoneyText(currency: currency)
        #expect(money.exact(minor) == exact)
        #expect(money.rounded(minor) == rounded)
        guard minor > 0 else { return }
        #expect(money.exact(-minor) == "-" + exact)
        #expect(money.rounded(-minor) == (rounded == "0" ? "0" : "-" + rounded))
    }

    @Test func `the largest and the smallest amount are written in full`() {
        let money = MoneyText(currency: "CNY")
        #expect(money.exact(.max) == "92,233,720,368,547,758.07")
        #expect(money.exact(.min) == "-92,233,720,368,547,758.08")
        #expect(MoneyText(currency: "JPY").rounded(.min) == "-9,223,372,036,854,775,808")
    }

    @Test func `a labelled amount names its currency first`() {
        #expect(MoneyText(currency: "EUR").labelled(-123_456) == "EUR -1,234.56")
    }
}
