import Instruments
import LedgerModel
import Testing

struct TierHistoryTests {
    /// The quarter ends of a table: first instant, how many are A, B and C, net of 365 days; then
    /// the changes of class.
    private func check(
        _ table: String, asOf: String, _ expected: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let portfolio = try FoldedEvents(table: table).portfolio(asOf: try Instant(asOf))
        let history = TierHistory(of: portfolio)
        let ends = history.quarterEnds.map { end in
            "\(end.asOf.date.text) \(end.counts) \(end.net.figure.value ?? -1)"
        }
        let changes = history.changes.map { "\($0.from.letter)>\($0.to.letter) \($0.count)" }
        #expect(ends + changes == expected, sourceLocation: sourceLocation)
    }

    private static let order =
        "order.placed \"order_id\":\"1\",\"currency\":\"USD\",\"amount_minor\":"

    @Test func `quarters run from the first order to the one after the last event`() throws {
        try check(
            """
            A 2024-02-01 \(Self.order)100
            B 2024-04-01 \(Self.order)400
            A 2024-07-01 visit.made
            """, asOf: "2025-01-01", "2024-04-01 [1, 0, 0] 100", "2024-07-01 [1, 1, 0] 500",
            "2024-10-01 [1, 1, 0] 500", "A>B 1")
        try check("A 2024-02-01 account.opened", asOf: "2025-01-01")
    }

    @Test func `what happens at the instant or later is in no quarter`() throws {
        try check(
            """
            A 2024-02-01 \(Self.order)100
            A 2024-03-01 \(Self.order)100
            """, asOf: "2024-03-01", "2024-04-01 [1, 0, 0] 100")
    }

    @Test func `an account stays with nothing once its orders lie more than 365 days behind`()
        throws
    {
        try check(
            """
            A 2022-12-31 \(Self.order)100
            A 2024-01-02 visit.made
            """, asOf: "2025-01-01", "2023-01-01 [1, 0, 0] 100", "2023-04-01 [1, 0, 0] 100",
            "2023-07-01 [1, 0, 0] 100", "2023-10-01 [1, 0, 0] 100", "2024-01-01 [0, 0, 1] 0",
            "2024-04-01 [0, 0, 1] 0", "A>C 1")
    }
}
