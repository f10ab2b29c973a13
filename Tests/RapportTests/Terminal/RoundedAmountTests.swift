import LedgerModel
import Testing

@testable import rapport

/// Amounts in 万 and 亿 for tables.
struct RoundedAmountTests {
    private func check(
        _ minor: Int64, table: String, labelled: String, _ language: Language = .simplified,
        _ code: String = "CNY", sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let words = Words(language: language)
        let currency = CurrencyCode(code) ?? .none
        #expect(words.rounded(minor, currency) == table, sourceLocation: sourceLocation)
        #expect(words.labelled(minor, currency) == labelled, sourceLocation: sourceLocation)
    }

    @Test func `below a 万 there are whole units`() {
        check(0, table: "0", labelled: "0元")
        check(49, table: "0", labelled: "0元")
        check(-49, table: "0", labelled: "0元")
        check(50, table: "1", labelled: "1元")
        check(-150, table: "-2", labelled: "-2元")
        check(999_949, table: "9,999", labelled: "9,999元")
    }

    @Test func `in 万 there are two digits, in 亿 two or four`() {
        check(999_950, table: "1万", labelled: "1万元")
        check(1_234_500, table: "1.23万", labelled: "1.23万元")
        check(1_235_000, table: "1.24万", labelled: "1.24万元")
        check(-1_235_000, table: "-1.24万", labelled: "-1.24万元")
        check(505_000_000_000, table: "50.5亿", labelled: "50.5亿元")
        check(20_310_167_288, table: "2.03亿", labelled: "2.031亿元")
        check(9_999_999_999, table: "1亿", labelled: "1亿元")
        check(9_999_499_999, table: "9,999.5万", labelled: "9,999.5万元")
    }

    @Test func `the extremes of amounts are written too`() {
        check(.max, table: "922,337,203.69亿", labelled: "922,337,203.6855亿元")
        check(.min, table: "-922,337,203.69亿", labelled: "-922,337,203.6855亿元")
    }

    @Test func `traditional text, other currencies and English have their own ways`() {
        check(1_235_000, table: "1.24萬", labelled: "1.24萬元", .traditional)
        check(20_310_167_288, table: "2.03億", labelled: "2.031億 USD", .traditional, "USD")
        check(12_350_000, table: "1,235万", labelled: "1,235万 JPY", .simplified, "JPY")
        check(1_235_050, table: "12,351", labelled: "CNY 12,350.50", .english)
    }
}
