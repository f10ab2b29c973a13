import Instruments
import LedgerModel
import Testing

struct ComplaintTests {
    /// The complaints of account A: id, `open` or the seconds to resolve, reopenings, age in days.
    private func check(
        _ table: String, asOf: String, _ expected: String...,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let card = try FoldedEvents(table: table).card(of: "A", asOf: try Instant(asOf))
        let found = card?.complaints.map { line in
            let state = line.complaint.resolutionSeconds.map { "\($0) s" } ?? "open"
            return "\(line.id): \(state), \(line.complaint.reopenings), \(line.ageDays) d"
        }
        #expect(found == expected, sourceLocation: sourceLocation)
    }

    private static let reopened = """
        A 2024-01-01 complaint.opened "complaint_id":"x","category":"late"
        A 2024-01-03 complaint.resolved "complaint_id":"x"
        A 2024-02-01 complaint.reopened "complaint_id":"x"
        A 2025-01-01 complaint.resolved "complaint_id":"x"
        """

    @Test func `a reopened complaint is open again until its last resolution`() throws {
        try check(Self.reopened, asOf: "2024-01-03", "x: open, 0, 2 d")
        try check(Self.reopened, asOf: "2024-01-31", "x: 172800 s, 0, 2 d")
        try check(Self.reopened, asOf: "2024-02-02", "x: open, 1, 32 d")
        try check(Self.reopened, asOf: "2026-01-01", "x: 31622400 s, 1, 366 d")
    }

    @Test func `at one instant the position decides`() throws {
        try check(
            """
            A 2024-01-01 complaint.opened "complaint_id":"x"
            A 2024-01-01 complaint.resolved "complaint_id":"x"
            A 2024-01-01 complaint.resolved "complaint_id":"y"
            A 2024-01-01 complaint.opened "complaint_id":"y"
            """, asOf: "2024-01-02", "x: 0 s, 0, 0 d", "y: open, 0, 1 d")
    }

    @Test func `what has no opening is no complaint, and a second resolution changes nothing`()
        throws
    {
        try check(
            """
            A 2024-01-01 complaint.resolved "complaint_id":"ghost"
            A 2024-01-01 complaint.reopened "complaint_id":"ghost"
            A 2024-01-01 complaint.opened "complaint_id":"x"
            A 2024-01-02 complaint.acknowledged "complaint_id":"x"
            A 2024-01-03 complaint.resolved "complaint_id":"x"
            A 2024-01-04 complaint.resolved "complaint_id":"x"
            """, asOf: "2025-01-01", "x: 172800 s, 0, 2 d")
    }

    @Test func `ids are scoped to the account and compared by their value`() throws {
        try check(
            """
            A 2024-01-01 complaint.opened "complaint_id":"é"
            B 2024-01-02 complaint.resolved "complaint_id":"é"
            A 2024-01-02 complaint.resolved "complaint_id":"\\u00e9"
            A 2024-01-03 complaint.opened "complaint_id":"e\\u0301"
            """, asOf: "2024-01-04", "é: 86400 s, 0, 1 d", "e\u{301}: open, 0, 1 d")
    }

    @Test func `open at the end of a year follows reopenings`() throws {
        let table = Self.reopened + "\nA 2026-06-01 visit.made"
        let portfolio = try FoldedEvents(table: table).portfolio(asOf: try Instant("2027-01-01"))
        let open = PortfolioTotals(of: portfolio).openAtYearEnd.entries.map(\.value)
        #expect(open == [1, 0, 0])
    }
}
