import CivilCalendar
import JSON
import LedgerModel
import Policy
import Testing

/// Why a level changed: each cause in a history that has no other.
struct CauseTests {
    private static let pack = """
        pack: causes
        version: 1
        currency: CNY
        parameters:
          limit: {unit: count, values: {2020-01-01: 100, 2025-09-01: 1000}}
        facts:
          revenue: {event: order.placed, sum: event.amount_minor, window: 90 days, missing: 0}
          place: {population: revenue, rank: true}
        decisions:
          tier:
            levels: [low, high]
            evaluate: {every: month}
            rule:
              match:
                - condition: facts.revenue >= params.limit
                  output: "'high'"
                - output: "'low'"
          first:
            levels: [behind, ahead]
            evaluate: {every: month}
            rule:
              match:
                - condition: facts.place == 1
                  output: "'ahead'"
                - output: "'behind'"
          treatment:
            levels: [plain, special]
            evaluate: {every: month}
            rule:
              match:
                - condition: previous.tier == 'high'
                  output: "'special'"
                - output: "'plain'"
          approved:
            levels: [low, high]
            evaluate: {every: month}
            approval: required
            rule:
              match:
                - condition: facts.revenue >= params.limit
                  output: "'high'"
                - output: "'low'"
        """

    /// An event of the account `a`, or of another one.
    private static func event(
        _ position: Int, _ type: String, _ day: String, _ data: String, account: String = "a",
        known: String? = nil, annulled: String? = nil
    ) -> (account: String, event: EventIntake.Event, data: String) {
        func instant(_ day: String) -> Instant {
            guard let date = CivilDate(day) else { preconditionFailure("no day: \(day)") }
            return Instant(date)
        }
        let span = KnownSpan(from: instant(known ?? day), until: annulled.map { instant($0) })
        return (
            account,
            EventIntake.Event(
                type: type, occurredAt: instant(day), position: Position(UInt64(position)),
                known: span), data
        )
    }

    private static func order(
        _ position: Int, _ day: String, _ amount: Int, account: String = "a",
        known: String? = nil, annulled: String? = nil
    ) -> (account: String, event: EventIntake.Event, data: String) {
        event(
            position, "order.placed", day,
            #"{"order_id":"o","currency":"CNY","amount_minor":\#(amount)}"#, account: account,
            known: known, annulled: annulled)
    }

    private func check(
        _ events: [(account: String, event: EventIntake.Event, data: String)],
        _ decision: String = "tier", asOf: String, is causes: [Cause],
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let pack = try PackReader.read(Self.pack) { _ in .utc }
        let intake = EventIntake(pack)
        var records: [String: AccountReadings] = [:]
        var tape = JSONTape()
        // The instants reach to an event at the end that says nothing.
        let last = Self.order(99, "2026-01-01", 0, account: "z")
        for (account, event, data) in events + [last] {
            let text = Array(data.utf8)
            try tape.parse(text.span)
            intake.take(
                event, tape, data: tape.root, in: text.span,
                into: &records[account, default: AccountReadings(pack)])
        }
        for name in records.keys { records[name]?.sort() }
        let run = HistoryRun(
            pack, records.map { (AccountID($0), $1) }, knowledge: .then)
        let account = try #require(run.accounts.firstIndex(of: AccountID("a")))
        let track = try #require(pack.trackIndex(of: decision))
        let change = run.lastChange(of: account, in: track, through: try Instant(asOf))
        #expect(change?.causes == causes, sourceLocation: sourceLocation)
    }

    @Test func `an order is a new event, and once it is old the window has moved`() throws {
        let events = [Self.order(0, "2025-01-10", 0), Self.order(1, "2025-02-10", 500)]
        try check(events, asOf: "2025-03-01T00:00:00Z", is: [.newEvent])
        try check(events, asOf: "2025-06-01T00:00:00Z", is: [.windowMoved])
    }

    @Test func `a new value of a parameter is a changed rule`() throws {
        let events = [Self.order(0, "2025-07-10", 500), Self.order(1, "2025-08-10", 400)]
        try check(events, asOf: "2025-09-01T00:00:00Z", is: [.ruleChanged])
    }

    @Test func `what was recorded late, and what was annulled, are told from what is new`() throws {
        let late = [
            Self.order(0, "2025-01-02", 0), Self.order(1, "2025-01-20", 500, known: "2025-02-10"),
        ]
        try check(late, asOf: "2025-03-01T00:00:00Z", is: [.lateEvent])
        let annulled = [
            Self.order(0, "2025-01-02", 0),
            Self.order(1, "2025-01-20", 500, annulled: "2025-02-10"),
        ]
        try check(annulled, asOf: "2025-03-01T00:00:00Z", is: [.correction])
    }

    @Test func `an account falls behind when another one buys more`() throws {
        let events = [
            Self.order(0, "2025-01-10", 500),
            Self.order(1, "2025-01-11", 1, account: "b"),
            Self.order(2, "2025-02-10", 900, account: "b"),
        ]
        try check(events, "first", asOf: "2025-03-01T00:00:00Z", is: [.populationMoved])
    }

    @Test func `what follows another level has the cause of that one's change`() throws {
        let events = [Self.order(0, "2025-01-10", 0), Self.order(1, "2025-02-10", 500)]
        try check(events, "treatment", asOf: "2025-04-01T00:00:00Z", is: [.newEvent])
        try check(events, "treatment", asOf: "2025-07-01T00:00:00Z", is: [.windowMoved])
    }

    @Test func `rulings are causes of their own`() throws {
        let events = [
            Self.order(0, "2025-01-10", 500),
            Self.event(1, "tier.approved", "2025-02-10", #"{"decision":"approved","to":"high"}"#),
            Self.event(2, "tier.overridden", "2025-02-20", #"{"decision":"tier","to":"low"}"#),
        ]
        try check(events, "approved", asOf: "2025-02-15T00:00:00Z", is: [.approval])
        try check(events, "tier", asOf: "2025-02-25T00:00:00Z", is: [.override])
    }

    @Test func `where each of two would be enough, both are told`() throws {
        let events = [
            Self.order(0, "2025-01-10", 0), Self.order(1, "2025-03-10", 150),
            Self.order(2, "2025-02-11", 150, known: "2025-03-12"),
        ]
        try check(events, asOf: "2025-04-01T00:00:00Z", is: [.lateEvent, .newEvent])
    }

    @Test func `the first whose reversal alone restores the level is told alone`() throws {
        let events = [
            Self.order(0, "2025-01-10", 0), Self.order(1, "2025-03-10", 60),
            Self.order(2, "2025-02-11", 60, known: "2025-03-12"),
        ]
        try check(events, asOf: "2025-04-01T00:00:00Z", is: [.lateEvent])
    }
}
