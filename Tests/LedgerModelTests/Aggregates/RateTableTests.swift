import JSON
import LedgerModel
import Testing

struct RateTableTests {
    /// An amount in minor units, converted at a rate quoted before it; nil where it can't be.
    private func check(
        _ minor: Int64, _ from: String, _ to: String, at rate: String, _ expected: Int64?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var table = RateTable()
        let data = Array("{\"from\":\"\(from)\",\"rate\":\"\(rate)\",\"to\":\"\(to)\"}".utf8)
        var tape = JSONTape()
        try tape.parse(data.span)
        table.fold(
            occurredAt: Instant(microseconds: 0), position: Position(0), tape, data: tape.root,
            in: data.span)
        let (source, target) = (try #require(CurrencyCode(from)), try #require(CurrencyCode(to)))
        let figure = table.convert(
            minor, from: source, to: target, at: Instant(microseconds: 0), Position(1))
        #expect(figure.value == expected, sourceLocation: sourceLocation)
    }

    @Test func `a rate applies to whole units, whatever the minor digits of the currencies`() throws
    {
        try check(100_00, "USD", "EUR", at: "0.5", 50_00)
        try check(100_00, "USD", "JPY", at: "150.25", 15_025)
        try check(15_025, "JPY", "USD", at: "0.01", 150_25)
        try check(1_000, "KWD", "USD", at: "3.25", 325)
        try check(325, "USD", "KWD", at: "0.31", 1_008)
        try check(1, "JPY", "KWD", at: "1", 1_000)
    }

    @Test func `half a minor unit goes to the even neighbour, on both sides of zero`() throws {
        for (minor, expected) in [(1, 0), (3, 2), (5, 2), (7, 4), (-1, 0), (-3, -2), (-5, -2)] {
            try check(Int64(minor), "USD", "EUR", at: "0.5", Int64(expected))
        }
        try check(1, "USD", "EUR", at: "0.5000000000000001", 1)
        try check(1, "USD", "EUR", at: "0.4999999999999999", 0)
    }

    @Test func `zeros around a rate change nothing`() throws {
        try check(200, "USD", "EUR", at: "001.50000000000000000000000000", 300)
        try check(200, "USD", "EUR", at: "100", 20_000)
    }

    @Test func `a rate is above zero and has at most 18 digits`() throws {
        try check(1, "USD", "EUR", at: "999999999999999999", 999_999_999_999_999_999)
        try check(1, "USD", "EUR", at: "1000000000000000000", 1_000_000_000_000_000_000)
        try check(1, "USD", "EUR", at: "1000000000000000001", nil)
        try check(1, "USD", "EUR", at: "1234567890.1234567891", nil)
        try check(1, "USD", "EUR", at: "0.000000000000000000000000000001", 0)
        try check(1, "USD", "EUR", at: "0.0000000000000000000000000000001", nil)
        try check(1, "USD", "EUR", at: String(repeating: "9", count: 60), nil)
        try check(1, "USD", "EUR", at: "0.00", nil)
        try check(1, "USD", "EUR", at: "-1", nil)
    }

    @Test func `an amount beyond 64 bits is missing`() throws {
        try check(9_007_199_254_740_991, "USD", "EUR", at: "1024", 9_223_372_036_854_774_784)
        try check(9_007_199_254_740_991, "USD", "EUR", at: "1025", nil)
        try check(9_007_199_254_740_991, "JPY", "UYW", at: "1000000000000000000", nil)
    }
}
