import Instruments
import LedgerModel
import Testing

struct CurrencyTests {
    private static let order =
        "order.placed \"order_id\":\"1\",\"currency\":\"EUR\",\"amount_minor\":"

    /// Net revenue of account A in a currency, or why it is missing.
    private func check(
        _ table: String, in currency: String, _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let folded = try FoldedEvents(table: table)
        let code = try #require(CurrencyCode(currency))
        let valuation = Valuation(currency: code, rates: folded.rates)
        let portfolio = folded.portfolio(asOf: try Instant("2030-01-01"), in: valuation)
        let found =
            switch portfolio.rows.first?.orders?.net {
            case .value(let value): "\(value)"
            case .missing(let reason): reason.sentence
            case nil: "-"
            }
        #expect(found == expected, sourceLocation: sourceLocation)
    }

    private func rate(_ time: String, _ from: String, _ to: String, _ rate: String) -> String {
        "~ledger \(time) rate.quoted \"from\":\"\(from)\",\"to\":\"\(to)\",\"rate\":\"\(rate)\"\n"
    }

    @Test func `an amount converts by the last quote before its event`() throws {
        try check(
            rate("2024-01-01", "EUR", "USD", "1.5") + rate("2024-02-01", "EUR", "USD", "2")
                + rate("2024-03-01", "EUR", "USD", "3") + "A 2024-02-02 \(Self.order)100\n",
            in: "USD", "200")
        try check(
            rate("2024-03-01", "EUR", "USD", "3") + rate("2024-01-01", "EUR", "USD", "1.5")
                + "A 2024-02-02 \(Self.order)100\n", in: "USD", "150")
    }

    @Test func `of quotes and events at one instant the position decides`() throws {
        try check(
            rate("2024-01-01", "EUR", "USD", "2") + "A 2024-01-01 \(Self.order)100\n"
                + rate("2024-01-01", "EUR", "USD", "3"), in: "USD", "200")
    }

    @Test func `without a quote before the event the figure is missing with its reason`() throws {
        try check(
            "A 2024-01-01 \(Self.order)100\n" + rate("2024-01-01", "EUR", "USD", "2"), in: "USD",
            "no rate.quoted from EUR to USD comes before the event at 2024-01-01T00:00:00Z; "
                + "append one, or report in another currency")
        try check(
            rate("2023-01-01", "USD", "EUR", "2") + "A 2024-01-01 \(Self.order)100\n", in: "USD",
            "no rate.quoted from EUR to USD comes before the event at 2024-01-01T00:00:00Z; "
                + "append one, or report in another currency")
    }

    @Test func `the last quote counts even where it can't be used`() throws {
        try check(
            rate("2023-01-01", "EUR", "USD", "2") + rate("2023-01-02", "EUR", "USD", "0")
                + "A 2024-01-01 \(Self.order)100\n", in: "USD",
            "the last rate.quoted from EUR to USD before the event at 2024-01-01T00:00:00Z "
                + "can't be used; quote a positive rate of at most 18 digits")
    }

    @Test func `amounts in the reporting currency need no quote, nor does zero`() throws {
        try check("A 2024-01-01 \(Self.order)100\n", in: "EUR", "100")
        try check("A 2024-01-01 \(Self.order)0\n", in: "USD", "0")
    }

    @Test func `a missing figure is left out of the row and the others are ranked without it`()
        throws
    {
        let folded = try FoldedEvents(
            table: """
                A 2024-01-01 order.placed "order_id":"1","currency":"USD","amount_minor":5
                B 2024-01-01 order.placed "order_id":"1","currency":"CNY","amount_minor":900
                C 2024-01-01 order.placed "order_id":"1","currency":"USD","amount_minor":7
                """)
        let portfolio = folded.portfolio(asOf: try Instant("2024-01-02"))
        var members = JSONMembers()
        portfolio.rows[1].append(to: &members)
        let reason =
            "no rate.quoted from CNY to USD comes before the event at "
            + "2024-01-01T00:00:00Z; append one, or report in another currency"
        let names = ["net_minor", "net_minor_by_year", "t12m_net_minor"]
        let reasons = names.map { "\"\($0)\":\"\(reason)\"" }.joined(separator: ",")
        #expect(
            String(decoding: members.bytes, as: UTF8.self)
                == #"{"account":"B","first_order":"2024-01-01T00:00:00Z","#
                + #""last_order":"2024-01-01T00:00:00Z","missing":{"# + reasons
                + #"},"net_minor_by_year":{},"orders":1,"recency_days":1}"#)
        #expect(portfolio.rows.map { $0.orders?.place?.rank } == [2, nil, 1])
        #expect(PortfolioTotals(of: portfolio).tally.orders.net.figure.value == nil)
    }

    /// What a table's amounts propose as currency of reports.
    private func check(
        proposed expected: String, _ table: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let found = try FoldedEvents(table: table).valuation.currency.text
        #expect(found == expected, sourceLocation: sourceLocation)
    }

    @Test func `the currency of the most orders is proposed, of equals the first`() throws {
        try check(proposed: "XXX", "A 2024-01-01 account.opened")
        try check(
            proposed: "KWD", #"A 2024-01-01 cost.allocated "currency":"KWD","amount_minor":5"#)
        let orders = ["USD", "EUR"].map {
            #"A 2024-01-01 order.placed "order_id":"1","currency":"\#($0)","amount_minor":1"# + "\n"
        }
        try check(proposed: "EUR", orders.joined())
        try check(proposed: "USD", orders.joined() + orders[0])
    }
}
