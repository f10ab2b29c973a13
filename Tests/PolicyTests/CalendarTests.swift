import CivilCalendar
import Foundation
import LedgerModel
import Policy
import Testing

/// Windows and schedules at the ends of months and where clocks are changed.
struct CalendarTests {
    private static func zone(_ name: String) -> CivilZone {
        guard let zone = TimeZone(identifier: name) else { return .utc }
        return CivilZone(name) { seconds in
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
        }
    }

    private func start(_ window: Window, at instant: String, in zone: String) throws -> String {
        window.range(at: try Instant(instant), in: Self.zone(zone)).lowerBound.text
    }

    @Test func `months end where the shorter one ends`() throws {
        #expect(
            try start(.months(1), at: "2025-03-31T00:00:00Z", in: "UTC") == "2025-02-28T00:00:00Z")
        #expect(
            try start(.months(12), at: "2024-02-29T12:00:00Z", in: "UTC")
                == "2023-02-28T12:00:00Z")
        #expect(
            try start(.months(1), at: "2024-03-30T16:00:00Z", in: "Asia/Shanghai")
                == "2024-02-28T16:00:00Z")
    }

    @Test func `an hour that clocks skip is taken as if they had not been put forward`() throws {
        // Berlin has no 02:30 on 30 March 2025.
        #expect(
            try start(.months(1), at: "2025-04-30T00:30:00Z", in: "Europe/Berlin")
                == "2025-03-30T01:30:00Z")
        // In Santiago the 8th of September 2024 begins at 01:00.
        let slots = Schedule.daily.instants(
            after: try Instant("2024-09-07T12:00:00Z"),
            through: try Instant("2024-09-09T12:00:00Z"),
            in: Self.zone("America/Santiago"))
        #expect(slots.map(\.text) == ["2024-09-08T04:00:00Z", "2024-09-09T03:00:00Z"])
    }

    @Test func `periods of the calendar are those around the instant, in the zone`() throws {
        let rows: [(Window, String, String)] = [
            (.current(.year), "2025-12-31T15:59:59Z", "2024-12-31T16:00:00Z"),
            (.current(.year), "2025-12-31T16:00:00Z", "2025-12-31T16:00:00Z"),
            (.previous(.year), "2025-12-31T16:00:00Z", "2024-12-31T16:00:00Z"),
            (.previous(.quarter), "2026-01-15T00:00:00Z", "2025-09-30T16:00:00Z"),
            (
                .current(.fiscalYear(startMonth: 4, startDay: 1)), "2026-03-31T15:00:00Z",
                "2025-03-31T16:00:00Z"
            ),
        ]
        for (window, instant, wanted) in rows {
            #expect(try start(window, at: instant, in: "Asia/Shanghai") == wanted)
        }
    }

    @Test func `an event leaves a window of months when no window sees it any more`() throws {
        let rows = [
            ("2025-01-31T10:00:00Z", 1, "2025-03-01T00:00:00Z"),
            ("2024-02-29T10:00:00Z", 12, "2025-03-01T00:00:00Z"),
            ("2025-03-15T10:00:00Z", 1, "2025-04-15T10:00:00.000001Z"),
        ]
        for (event, months, leaving) in rows {
            let event = try Instant(event)
            let found = try #require(Window.months(months).leavingTime(of: event, in: .utc))
            #expect(found.text == leaving)
            #expect(Window.months(months).range(at: found, in: .utc).lowerBound > event)
        }
    }

    @Test func `schedules give the instants after one and through another`() throws {
        func texts(_ schedule: Schedule, _ after: String, _ end: String) throws -> [String] {
            schedule.instants(after: try Instant(after), through: try Instant(end), in: .utc).map {
                String($0.text.prefix(10))
            }
        }
        #expect(
            try texts(.yearly(month: 2, day: 29), "2023-03-01T00:00:00Z", "2025-03-01T00:00:00Z")
                == ["2024-02-29", "2025-02-28"])
        #expect(
            try texts(.weekly, "2025-12-28T00:00:00Z", "2026-01-12T00:00:00Z")
                == ["2025-12-29", "2026-01-05", "2026-01-12"])
        #expect(
            try texts(.quarterly, "2025-10-01T00:00:00Z", "2026-01-01T00:00:00Z") == ["2026-01-01"])
        #expect(
            try texts(.monthly, "2025-12-31T23:59:59Z", "2026-02-01T00:00:00Z")
                == ["2026-01-01", "2026-02-01"])
    }
}
