import LedgerModel
import Policy
import Testing

/// What levels bring and ask for, by hand.
struct PackLoadTests {
    private static func pack(_ cadence: String) throws -> Pack {
        try PackReader.read(
            """
            pack: p
            version: 1
            facts:
              orders: {event: order.placed, count: true, window: 365 days}
            decisions:
              tier:
                levels: [low, middle, high]
                evaluate: {every: month}
                rule: {match: [{condition: facts.orders > 3, output: "'high'"}, {output: "'low'"}]}
              other:
                levels: [low]
                evaluate: {every: month}
                rule: {match: [{output: "'low'"}]}
            \(cadence)
            """, zones: { _ in nil })
    }

    private static let cadence = """
        cadence:
          high: {visits: 2 per quarter, calls: 1 per month, minutes: {visit: 90, call: 10}}
          middle: {visits: 1 per year}
          staffing: {accounts_per_manager: 3}
        """

    /// Two high, three middle, one low, one without a level, and one that doesn't count.
    private static let outcomes: [Outcome?] = [
        .level(2), .level(1), .level(2), .level(1), nil, .level(0), .none(.nothingApplies),
        .level(1),
    ]

    private func load(_ cadence: String, track: Int = 0) throws -> PackLoad {
        PackLoad(
            try Self.pack(cadence), track: track, Self.outcomes,
            revenue: [1, 2, 4, 8, 16, 32, 64, 128].map { .value($0) },
            events: [1, 10, 100, 1_000, 9, 10_000, 100_000, 1_000_000])
    }

    @Test func `visits, calls, time and managers follow from the accounts of each level`() throws {
        let load = try load(Self.cadence)
        #expect(load.levels.map(\.accounts) == [1, 3, 2, 1, 0])
        #expect(load.levels.map(\.events) == [10_000, 1_001_010, 101, 100_000, 0])
        #expect(load.levels.map(\.revenue.figure.value) == [32, 138, 5, 64, 0])
        #expect(load.levels.map(\.visitsPerYear) == [0, 3, 16, 0, 0])
        #expect(load.levels.map(\.callsPerYear) == [0, 0, 24, 0, 0])
        #expect(load.visitsPerYear == 19 && load.callsPerYear == 24)
        #expect(load.minutesPerYear == 16 * 90 + 24 * 10)
        #expect(load.managers == 2)
    }

    @Test func `a pack without a cadence asks for nothing that can be counted`() throws {
        let load = try load("")
        #expect(!load.hasCadence && load.visitsPerYear == nil && load.callsPerYear == nil)
        #expect(load.minutesPerYear == nil && load.managers == nil)
        #expect(load.levels[2].accounts == 2)
    }

    @Test func `the cadence is of the tier alone`() throws {
        let outcomes: [Outcome?] = [.level(0)]
        let load = PackLoad(
            try Self.pack(Self.cadence), track: 1, outcomes, revenue: [.value(1)], events: [1])
        #expect(!load.hasCadence && load.managers == nil)
    }

    @Test func `without lengths of visits and without staffing both are left open`() throws {
        let load = try load("cadence: {high: {visits: 1 per month}}")
        #expect(load.visitsPerYear == 24)
        #expect(load.minutesPerYear == nil && load.managers == nil)
    }

    @Test func `one missing amount makes the revenue of its level missing`() throws {
        let load = PackLoad(
            try Self.pack(""), track: 0, [.level(0), .level(1)],
            revenue: [.missing(.outOfRange), .value(5)], events: [0, 0])
        #expect(load.levels[0].revenue.figure == .missing(.outOfRange))
        #expect(load.levels[1].revenue.figure == .value(5))
    }
}
