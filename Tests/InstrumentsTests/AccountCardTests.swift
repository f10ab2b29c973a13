import Instruments
import LedgerModel
import Testing

struct AccountCardTests {
    private func card(_ table: String, asOf: String = "2030-01-01") throws -> AccountCard {
        let card = try FoldedEvents(table: table).card(of: "A", asOf: try Instant(asOf))
        return try #require(card)
    }

    private func check(
        owners expected: String, _ table: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let found = try card(table).owners.map { ownership in
            "\(ownership.since.date.text) \(ownership.owner ?? "-")"
        }
        #expect(found.joined(separator: ", ") == expected, sourceLocation: sourceLocation)
    }

    @Test func `owners are those assigned, else those that the account names`() throws {
        try check(
            owners: "2024-01-01 Li, 2024-02-01 Wang",
            """
            A 2024-01-01 account.opened "owner":"Li"
            A 2024-01-15 account.updated "owner":"Li"
            A 2024-02-01 account.updated "owner":"Wang"
            """)
        try check(
            owners: "2024-01-02 Zhao, 2024-03-01 -, 2024-04-01 Qian",
            """
            A 2024-01-01 account.opened "owner":"Li"
            A 2024-01-02 owner.assigned "owner":"Zhao"
            A 2024-02-01 owner.released "owner":"Sun"
            A 2024-03-01 owner.released "owner":"Zhao"
            A 2024-04-01 owner.assigned "owner":"Qian"
            """)
    }

    @Test func `the profile holds of each field the last value by time`() throws {
        let table = """
            A 2024-05-01 account.updated "name":"New","region":"South"
            A 2024-01-01 account.opened "name":"Old","country":"CN","parent":"P"
            A 2024-06-01 account.closed
            A 2024-07-01 account.merged "into":"B"
            """
        let profile = try card(table).profile
        #expect(profile.name == "New")
        #expect(profile.country == "CN")
        #expect(profile.region == "South")
        #expect(profile.parent == "P")
        #expect(profile.mergedInto == "B")
        #expect(profile.isClosed)
        #expect(try card(table, asOf: "2024-05-01").profile.name == "Old")
    }

    @Test func `an opportunity counts once and its last closing decides`() throws {
        let closing = "opportunity.closed \"opportunity_id\":\"1\",\"currency\":\"USD\""
        let card = try card(
            """
            A 2024-01-01 opportunity.opened "opportunity_id":"1"
            A 2024-01-02 \(closing),"outcome":"lost"
            A 2025-01-02 \(closing),"outcome":"won","amount_minor":70
            A 2024-01-01 opportunity.opened "opportunity_id":"2"
            """)
        #expect(card.opportunities.opened == 2)
        #expect(card.opportunities.closed == 1)
        #expect(card.opportunities.open == 1)
        #expect(card.opportunities.lost == 0)
        #expect(card.opportunities.wonSum.figure == .value(70))
        #expect(card.opportunities.wonByYear.entries.map(\.year) == [2025])
    }

    /// Percent of change and days since the last touch.
    private func check(
        _ trailing: Int64?, against previous: Int64?, _ expected: Int64?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let attention = Attention(
            trailingNet: trailing.map { .value($0) }, previousNet: previous.map { .value($0) },
            lastTouchAt: try Instant("2024-01-01T12:00:00Z"), asOf: try Instant("2024-01-31"))
        #expect(attention.netChangePercent == expected, sourceLocation: sourceLocation)
        #expect(attention.daysSinceLastTouch == 29, sourceLocation: sourceLocation)
        #expect(attention.isSlippingAway(fallPercent: 1_000, silenceDays: 29))
        #expect(!attention.isSlippingAway(fallPercent: 1_000, silenceDays: 30))
        let fell = attention.isSlippingAway(fallPercent: 25, silenceDays: 30)
        #expect(fell == ((expected ?? 0) <= -25), sourceLocation: sourceLocation)
    }

    @Test func `a fall of revenue is a percentage rounded down, and silence is counted in days`()
        throws
    {
        try check(50, against: 100, -50)
        try check(0, against: 3, -100)
        try check(2, against: 3, -34)
        try check(4, against: 3, 33)
        try check(76, against: 101, -25)
        try check(5, against: 0, nil)
        try check(5, against: -5, nil)
        try check(nil, against: 5, nil)
        try check(5, against: nil, nil)
    }

    @Test(arguments: [63, 64, 65, 200])
    func `channels are told apart however many there are`(_ count: Int) throws {
        let lines = (0..<(2 * count)).map {
            "A 2024-01-01 interaction.logged \"channel\":\"c\($0 % count)\""
        }
        let card = try card(lines.joined(separator: "\n"))
        #expect(card.channels.count == count)
        #expect(card.channels.allSatisfy { $0.byYear.entries.map(\.value) == [2] })
    }
}
