import Instruments
import LedgerModel
import Testing

struct RevenueTests {
    /// The rows of the accounts of a table, as NDJSON.
    private func check(
        _ table: String, asOf: String, _ expected: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let portfolio = try FoldedEvents(table: table).portfolio(asOf: try Instant(asOf))
        var members = JSONMembers()
        portfolio.appendLines(portfolio.rows.indices, to: &members)
        let lines = String(decoding: members.bytes, as: UTF8.self).split(separator: "\n")
        #expect(lines.map { String($0) } == expected, sourceLocation: sourceLocation)
    }

    @Test func `net is placed plus amended less cancelled and returned, each at its own time`()
        throws
    {
        try check(
            """
            A 2023-12-31T23:59:59Z order.placed "order_id":"1","currency":"USD","amount_minor":100
            A 2024-01-01 order.amended "order_id":"1","currency":"USD","change_minor":-30
            A 2024-02-01 order.amended "order_id":"1","currency":"USD","change_minor":7
            A 2024-03-01 order.cancelled "order_id":"1","currency":"USD","amount_minor":20
            A 2025-01-01 order.returned "order_id":"1","currency":"USD","amount_minor":5
            """, asOf: "2025-01-02",
            #"{"abc":"A","abc_incl":"C","account":"A","first_order":"2023-12-31T23:59:59Z","#
                + #""last_order":"2023-12-31T23:59:59Z","net_minor":52,"#
                + #""net_minor_by_year":{"2023":100,"2024":-43,"2025":-5},"orders":1,"rank":1,"#
                + #""recency_days":367,"rfm":"111","t12m_abc":"C","t12m_net_minor":-18}"#)
    }

    @Test func `an account without orders has no keys of revenue`() throws {
        try check(
            """
            A 2024-01-01 account.opened "name":"Ann"
            B 2024-01-01 contact.added "contact_id":"1"
            """, asOf: "2024-01-02", #"{"account":"A"}"#, #"{"account":"B"}"#)
    }

    @Test func `a return without an order is net revenue without a score`() throws {
        try check(
            #"A 2024-01-01 order.returned "order_id":"1","currency":"USD","amount_minor":5"#,
            asOf: "2024-01-02",
            #"{"abc":"C","abc_incl":"C","account":"A","net_minor":-5,"#
                + #""net_minor_by_year":{"2024":-5},"rank":null}"#)
    }

    @Test func `the instant itself does not count and 365 days before it do`() throws {
        try check(
            """
            A 2023-01-01 order.placed "order_id":"1","currency":"USD","amount_minor":1
            A 2023-01-02 order.placed "order_id":"1","currency":"USD","amount_minor":20
            A 2024-01-02 order.placed "order_id":"2","currency":"USD","amount_minor":300
            """, asOf: "2024-01-02",
            #"{"abc":"A","abc_incl":"C","account":"A","first_order":"2023-01-01T00:00:00Z","#
                + #""last_order":"2023-01-02T00:00:00Z","net_minor":21,"#
                + #""net_minor_by_year":{"2023":21},"orders":1,"rank":1,"recency_days":365,"#
                + #""rfm":"111","t12m_abc":"A","t12m_net_minor":20}"#)
    }

    @Test func `an account of which nothing happened yet is not in the portfolio`() throws {
        try check("A 2024-01-02 account.opened", asOf: "2024-01-02")
        try check("A 2024-01-02 account.opened", asOf: "2024-01-02T00:00:01Z", #"{"account":"A"}"#)
    }

    @Test func `a sum that JSON can't carry exactly is missing and says so`() throws {
        let most = "\"currency\":\"USD\",\"amount_minor\":9007199254740991"
        try check(
            """
            A 2024-01-01 cost.allocated \(most)
            B 2024-01-01 cost.allocated \(most)
            B 2024-01-01 cost.allocated "currency":"USD","amount_minor":1
            """, asOf: "2024-01-02", #"{"account":"A","cost_minor":9007199254740991}"#,
            #"{"account":"B","missing":{"cost_minor":"the number is beyond 9007199254740991; "#
                + #"ask for a shorter time or fewer accounts"}}"#)
    }
}
