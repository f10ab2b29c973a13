import CivilCalendar
import Foundation
import LedgerModel
import Policy
import SeededRandom
import Testing

/// What cadence asks in the periods of the calendar, and what was done of it.
struct CoverageTests {
    private static func zone(_ name: String) -> CivilZone {
        guard let zone = TimeZone(identifier: name) else { return .utc }
        return CivilZone(name) { seconds in
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
        }
    }

    private func day(_ text: String) throws -> CivilDate { try #require(CivilDate(text)) }

    /// One line of the coverage of a period: done of required, the planned ones, the day by which
    /// the next one is due, the status.
    private func check(
        _ frequency: String, _ period: String, done: [String] = [], planned: [String] = [],
        today: String, is wanted: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let coverage = try #require(Cadence.Frequency(frequency)).coverage(
            in: try #require(CivilPeriod(period)), done: try done.map(day),
            planned: try planned.map(day), today: try day(today))
        let given =
            "\(coverage.done) of \(coverage.required), \(coverage.planned) planned, "
            + "\(coverage.dueBy?.text ?? "-"), \(coverage.status.rawValue)"
        #expect(given == wanted, sourceLocation: sourceLocation)
    }

    @Test func `what a period asks falls due evenly, the last one on its last day`() throws {
        try check(
            "2 per quarter", "2025-Q1", today: "2025-02-14",
            is: "0 of 2, 0 planned, 2025-02-14, due")
        try check(
            "2 per quarter", "2025-Q1", today: "2025-02-15",
            is: "0 of 2, 0 planned, 2025-02-14, overdue")
        try check(
            "2 per quarter", "2025-Q1", done: ["2025-01-10"], today: "2025-03-31",
            is: "1 of 2, 0 planned, 2025-03-31, due")
        try check(
            "2 per quarter", "2025-Q1", done: ["2025-01-10", "2024-12-31", "2025-04-01"],
            today: "2025-04-01", is: "1 of 2, 0 planned, 2025-03-31, overdue")
        try check(
            "1 per month", "2024-02", today: "2024-02-29",
            is: "0 of 1, 0 planned, 2024-02-29, due")
        try check(
            "3 per month", "2025-02", done: ["2025-02-28"], today: "2025-02-28",
            is: "1 of 3, 0 planned, 2025-02-18, overdue")
        try check(
            "1 per year", "2025", done: ["2025-12-31"], today: "2025-12-31",
            is: "1 of 1, 0 planned, -, covered")
    }

    @Test func `what is arranged for a day to come makes a period planned`() throws {
        try check(
            "2 per quarter", "2025-Q1", done: ["2025-01-10"],
            planned: ["2025-01-10", "2025-03-01"], today: "2025-02-20",
            is: "1 of 2, 1 planned, 2025-03-31, planned")
        try check(
            "2 per quarter", "2025-Q1", planned: ["2025-03-01", "2025-03-01", "2025-04-01"],
            today: "2025-02-20", is: "0 of 2, 1 planned, 2025-02-14, overdue")
        try check(
            "1 per quarter", "2025-Q1", planned: ["2025-03-01"], today: "2025-03-02",
            is: "0 of 1, 0 planned, 2025-03-31, due")
    }

    @Test func `more often than once a day is no frequency`() {
        for text in ["28 per month", "90 per quarter", "365 per year"] {
            #expect(Cadence.Frequency(text) != nil)
        }
        for text in ["29 per month", "91 per quarter", "366 per year", "0 per year", "1 per week"] {
            #expect(Cadence.Frequency(text) == nil)
        }
    }

    @Test func `periods are read as they are written`() {
        for text in ["2025", "0001-Q1", "2025-Q4", "2024-02", "2025-12"] {
            #expect(CivilPeriod(text)?.text == text)
        }
        for text in [
            "", "25", "0000", "2025-Q0", "2025-Q5", "2025-00", "2025-13", "2025-1", "2025-",
        ] {
            #expect(CivilPeriod(text) == nil, "\(text)")
        }
    }

    /// Day by day: a day is done where a touch lies between its first moment and that of the next.
    private func oracle(
        _ touches: [Instant], _ count: Int, _ period: CivilPeriod, asOf: Instant, in zone: CivilZone
    ) -> (done: Int, dueBy: CivilDate?) {
        var (done, length) = (0, 0)
        var day = period.first
        while day < period.end {
            let (start, end) = (zone.start(of: day), zone.start(of: day.advanced(byDays: 1)))
            if touches.contains(where: {
                $0 < asOf && start <= $0.microseconds && $0.microseconds < end
            }) {
                done += 1
            }
            length += 1
            day = day.advanced(byDays: 1)
        }
        guard done < count else { return (done, nil) }
        // The last day that is not beyond the next equal part.
        var dueBy = 0
        while (dueBy + 1) * count <= (done + 1) * length { dueBy += 1 }
        return (done, period.first.advanced(byDays: dueBy - 1))
    }

    @Test(arguments: [
        "UTC", "Asia/Shanghai", "Europe/Berlin", "America/Santiago", "Pacific/Apia",
    ])
    func `random visits are covered as counting day by day says`(_ name: String) throws {
        let seed: UInt64 = 20_250_110
        var random = SeededGenerator(seed: seed)
        let zone = Self.zone(name)
        let base = try Instant("2011-10-01T00:00:00Z").microseconds
        let frequencies = [
            "1 per month", "3 per month", "2 per quarter", "7 per quarter", "5 per year",
        ]
        for round in 0..<150 {
            let frequency = try #require(Cadence.Frequency(frequencies[random.below(5)]))
            let instants = (0..<random.below(12)).map { _ in
                Self.instant(near: base, in: zone, &random)
            }
            let asOf = Self.instant(near: base, in: zone, &random)
            let times = try Self.times(instants, asOf: asOf)
            let day = zone.reading(at: asOf.microseconds).date
            let period = CivilPeriod(frequency.period, around: day)
            let calendar = ContactCalendar(times, asOf: asOf, in: zone) { _ in
                Cadence(
                    level: "l", visits: frequency, calls: nil)
            }
            let found = try #require(calendar.present(.visits))
            let wanted = oracle(instants, frequency.count, period, asOf: asOf, in: zone)
            #expect(
                found.done == wanted.done && found.dueBy == wanted.dueBy && found.period == period,
                "seed \(seed), round \(round), \(name): \(found)")
            if let dueBy = wanted.dueBy {
                #expect(calendar.dueBy(.visits) == dueBy)
                #expect(calendar.isOverdue(.visits) == (dueBy < day))
            } else {
                #expect(calendar.dueBy(.visits).map { period.next.contains($0) } == true)
            }
        }
    }

    /// Half of them within two hours of a midnight, where the zone's days begin and end.
    private static func instant(
        near base: Int64, in zone: CivilZone, _ random: inout SeededGenerator
    ) -> Instant {
        let any = base + Int64(random.below(400 * 86_400)) * 1_000_000
        guard random.below(2) == 0 else { return Instant(microseconds: any) }
        let midnight = zone.start(of: zone.reading(at: any).date)
        return Instant(microseconds: midnight + Int64(random.below(14_400) - 7_200) * 1_000_000)
    }

    private static func times(_ visits: [Instant], asOf: Instant) throws -> TouchTimes {
        var state = AccountState()
        for (index, instant) in visits.enumerated() {
            try state.fold("visit.made", "{}", at: instant, index)
        }
        return AccountTimeline(state).touchTimes(asOf: asOf)
    }
}
