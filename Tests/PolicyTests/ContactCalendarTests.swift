import CivilCalendar
import JSON
import LedgerModel
import Policy
import Testing

/// Which tier asks for a period, and which events are visits and calls.
struct ContactCalendarTests {
    /// Events in lines of day, type and data; tiers by the day from which each counts.
    private func check(
        _ channel: Cadence.Channel, _ events: [(String, String, String)] = [],
        tiers: [(String, Cadence?)], asOf: String, present: String?, dueBy: String?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        var state = AccountState()
        for (index, (day, type, data)) in events.enumerated() {
            try state.fold(type, data, at: try Instant(day + "T00:00:00Z"), index)
        }
        let from = try tiers.map { (try Instant($0.0 + "T00:00:00Z"), $0.1) }
        let asOf = try Instant(asOf + "T00:00:00Z")
        let calendar = ContactCalendar(
            AccountTimeline(state).touchTimes(asOf: asOf), asOf: asOf, in: .utc
        ) { instant in from.last { $0.0 <= instant }.flatMap(\.1) }
        let coverage = calendar.present(channel).map {
            "\($0.period.text): \($0.done) of \($0.required), \($0.planned) planned"
        }
        #expect(coverage == present, sourceLocation: sourceLocation)
        #expect(calendar.dueBy(channel)?.text == dueBy, sourceLocation: sourceLocation)
    }

    private func cadence(visits: String? = nil, calls: String? = nil) -> Cadence {
        Cadence(
            level: "l", visits: visits.flatMap { Cadence.Frequency($0) },
            calls: calls.flatMap { Cadence.Frequency($0) })
    }

    @Test func `the tier at the start of a period counts, the tier of today for the next`() throws {
        let two = cadence(visits: "2 per quarter")
        let one = cadence(visits: "1 per quarter")
        try check(
            .visits, tiers: [("2024-12-01", two), ("2025-01-02", one)], asOf: "2025-02-01",
            present: "2025-Q1: 0 of 2, 0 planned", dueBy: "2025-02-14")
        try check(
            .visits, tiers: [("2025-01-01", one), ("2025-01-02", two)], asOf: "2025-02-01",
            present: "2025-Q1: 0 of 1, 0 planned", dueBy: "2025-03-31")
        try check(
            .visits, [("2025-01-10", "visit.made", "{}")],
            tiers: [("2025-01-01", one), ("2025-01-02", two)], asOf: "2025-02-01",
            present: "2025-Q1: 1 of 1, 0 planned", dueBy: "2025-05-15")
    }

    @Test func `a tier gained within a period asks from the next one on`() throws {
        let two = cadence(visits: "2 per quarter")
        try check(
            .visits, tiers: [("2025-01-02", two)], asOf: "2025-02-01", present: nil,
            dueBy: "2025-05-15")
        try check(
            .visits, tiers: [("2025-01-01", two), ("2025-01-02", nil)], asOf: "2025-02-01",
            present: "2025-Q1: 0 of 2, 0 planned", dueBy: "2025-02-14")
        try check(
            .visits, tiers: [("2025-01-01", two), ("2025-03-02", nil)], asOf: "2025-04-01",
            present: nil, dueBy: nil)
    }

    @Test func `where lengths change the shortest period for which something is asked counts`()
        throws
    {
        try check(
            .visits,
            tiers: [
                ("2024-12-01", cadence(visits: "1 per quarter")),
                ("2025-01-15", cadence(visits: "1 per month")),
            ], asOf: "2025-02-20", present: "2025-02: 0 of 1, 0 planned", dueBy: "2025-02-28")
        try check(
            .visits,
            tiers: [
                ("2024-12-01", cadence(visits: "1 per quarter")),
                ("2025-01-15", cadence(visits: "1 per month")),
            ], asOf: "2025-01-20", present: "2025-Q1: 0 of 1, 0 planned", dueBy: "2025-03-31")
    }

    @Test func `only interactions by phone are calls, and only visits are visits`() throws {
        let both = cadence(visits: "2 per quarter", calls: "3 per month")
        let events = [
            ("2025-01-10", "visit.made", #"{"channel":"phone"}"#),
            ("2025-01-11", "interaction.logged", #"{"channel":"phone"}"#),
            ("2025-01-11", "interaction.logged", #"{"channel":"phone"}"#),
            ("2025-01-12", "interaction.logged", #"{"channel":"remote"}"#),
            ("2025-01-13", "interaction.logged", #"{"channel":"survey_call"}"#),
            ("2025-01-20", "visit.made", "{}"),
        ]
        try check(
            .visits, events, tiers: [("2025-01-01", both)], asOf: "2025-01-20",
            present: "2025-Q1: 1 of 2, 0 planned", dueBy: "2025-03-31")
        try check(
            .calls, events, tiers: [("2025-01-01", both)], asOf: "2025-01-20",
            present: "2025-01: 1 of 3, 0 planned", dueBy: "2025-01-20")
    }

    @Test func `a planned visit moves, is made or is cancelled by its id`() throws {
        let two = [("2025-01-01", cadence(visits: "2 per quarter") as Cadence?)]
        let plan = { (id: String, day: String) in
            ("2025-01-05", "visit.planned", #"{"visit_id":"\#(id)","planned_for":"\#(day)"}"#)
        }
        try check(
            .visits,
            [plan("a", "2025-02-01"), plan("b", "2025-02-02"), plan("a", "2025-03-01T09:00:00Z")],
            tiers: two, asOf: "2025-02-02", present: "2025-Q1: 0 of 2, 2 planned",
            dueBy: "2025-02-14")
        try check(
            .visits,
            [
                plan("a", "2025-02-01"), plan("b", "2025-02-02"),
                ("2025-01-06", "visit.cancelled", #"{"visit_id":"b"}"#),
                ("2025-01-07", "visit.made", #"{"visit_id":"a"}"#),
                ("2025-01-07", "visit.planned", #"{"planned_for":"2025-02-20"}"#),
                ("2025-01-07", "visit.planned", "{}"),
            ], tiers: two, asOf: "2025-01-20", present: "2025-Q1: 1 of 2, 1 planned",
            dueBy: "2025-03-31")
    }
}

extension AccountState {
    /// Folds one event of a type.
    mutating func fold(_ type: String, _ data: String, at instant: Instant, _ index: Int) throws {
        var tape = JSONTape()
        let bytes = Array(data.utf8)
        let text = bytes.span
        try tape.parse(text)
        fold(
            definition: Catalogue.index(of: type) ?? -1, occurredAt: instant,
            position: Position(UInt64(index)), tape, data: tape.root, in: text)
    }
}
