import LedgerModel
import Testing

struct CurrencyCodeTests {
    private func check(
        _ text: String, minorDigits: Int?, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let code = CurrencyCode(text)
        #expect(code?.minorDigits == minorDigits, sourceLocation: sourceLocation)
        #expect(code.map(\.text) == (minorDigits == nil ? nil : text))
    }

    @Test func `three capital letters are a currency and nothing else is`() {
        for text in ["USD", "AAA", "ZZZ", "CNY"] { check(text, minorDigits: 2) }
        for text in ["", "US", "USDT", "usd", "US1", "ÄB"] { check(text, minorDigits: nil) }
    }

    @Test func `minor digits are those of ISO 4217`() {
        check("JPY", minorDigits: 0)
        check("KRW", minorDigits: 0)
        check("KWD", minorDigits: 3)
        check("TND", minorDigits: 3)
        check("CLF", minorDigits: 4)
    }

    @Test func `codes sort alphabetically`() {
        let codes = ["XXX", "EUR", "USD", "EUA"].compactMap { CurrencyCode($0) }
        #expect(codes.sorted().map(\.text) == ["EUA", "EUR", "USD", "XXX"])
        #expect(CurrencyCode.none.text == "XXX")
    }
}
