import Foundation

/// A window of a random pack, and what lies in it by Foundation's calendar.
enum PlannedWindow: CaseIterable {
    case whole
    case days90
    case days365
    case months1
    case months12
    case calendarYear
    case previousYear
    case previousQuarter
    case fiscalYear

    var yaml: String {
        switch self {
        case .whole: ""
        case .days90: ", window: 90 days"
        case .days365: ", window: 365 days"
        case .months1: ", window: 1 month"
        case .months12: ", window: 12 months"
        case .calendarYear: ", window: calendar_year"
        case .previousYear: ", window: previous_calendar_year"
        case .previousQuarter: ", window: previous_calendar_quarter"
        case .fiscalYear: ", window: fiscal_year 04-01"
        }
    }

    func contains(_ event: Int64, at instant: Int64, _ clock: WallClock) -> Bool {
        switch self {
        case .whole: return event < instant
        case .days90: return event < instant && event >= instant - 90 * 86_400_000_000
        case .days365: return event < instant && event >= instant - 365 * 86_400_000_000
        case .months1: return event < instant && event >= clock.adding(months: -1, to: instant)
        case .months12: return event < instant && event >= clock.adding(months: -12, to: instant)
        case .calendarYear:
            return event < instant && clock.year(event) == clock.year(instant)
        case .previousYear: return clock.year(event) == clock.year(instant) - 1
        case .previousQuarter: return clock.quarter(event) == clock.quarter(instant) - 1
        case .fiscalYear:
            return event < instant && clock.fiscalYear(event) == clock.fiscalYear(instant)
        }
    }

    /// The same where the window is still the one of an earlier instant.
    func contains(
        _ event: Int64, at instant: Int64, asWindowOf anchor: Int64?, _ clock: WallClock
    ) -> Bool {
        guard let anchor else { return contains(event, at: instant, clock) }
        switch self {
        case .previousYear, .previousQuarter: return contains(event, at: anchor, clock)
        default: return event < instant && (event >= anchor || contains(event, at: anchor, clock))
        }
    }

    /// The first of the instants in question at which a window of months no longer holds an event.
    private static func leaving(_ event: Int64, _ months: Int, _ clock: WallClock) -> Int64 {
        let next = clock.adding(months: months, to: event) + 1
        let (year, month) = (clock.year(next), clock.month(next))
        let after = clock.start(year: month == 12 ? year + 1 : year, month: month % 12 + 1)
        return clock.adding(months: -months, to: next) > event ? next : after
    }

    /// When an event leaves, where that is not at the change of a period.
    func leaving(_ event: Int64, _ clock: WallClock) -> Int64? {
        switch self {
        case .whole: nil
        case .days90: event + 90 * 86_400_000_000 + 1
        case .days365: event + 365 * 86_400_000_000 + 1
        case .months1: Self.leaving(event, 1, clock)
        case .months12: Self.leaving(event, 12, clock)
        case .calendarYear: clock.start(year: clock.year(event) + 1, month: 1)
        case .previousYear: clock.start(year: clock.year(event) + 2, month: 1)
        case .previousQuarter: clock.start(quarter: clock.quarter(event) + 2)
        case .fiscalYear: clock.start(year: clock.fiscalYear(event) + 1, month: 4)
        }
    }
}

/// The calendar of a zone as Foundation reckons it.
struct WallClock {
    let calendar: Calendar

    init(_ zone: String) {
        var calendar = Calendar(identifier: .gregorian)
        calendar.timeZone = TimeZone(identifier: zone) ?? .gmt
        self.calendar = calendar
    }

    private func date(_ instant: Int64) -> Date {
        Date(timeIntervalSince1970: Double(Self.seconds(instant)))
    }

    private static func seconds(_ instant: Int64) -> Int64 {
        Int64((Double(instant) / 1_000_000).rounded(.down))
    }

    func year(_ instant: Int64) -> Int { calendar.component(.year, from: date(instant)) }

    func month(_ instant: Int64) -> Int { calendar.component(.month, from: date(instant)) }

    /// Quarters since the year 0.
    func quarter(_ instant: Int64) -> Int { year(instant) * 4 + (month(instant) - 1) / 3 }

    func fiscalYear(_ instant: Int64) -> Int {
        month(instant) >= 4 ? year(instant) : year(instant) - 1
    }

    func start(year: Int, month: Int) -> Int64 { start(year: year, month: month, day: 1) }

    func start(quarter: Int) -> Int64 { start(year: quarter / 4, month: quarter % 4 * 3 + 1) }

    func start(year: Int, month: Int, day: Int) -> Int64 {
        let noon = calendar.date(from: DateComponents(year: year, month: month, day: day, hour: 12))
        guard let noon else { preconditionFailure("no such day") }
        return Int64(calendar.startOfDay(for: noon).timeIntervalSince1970) * 1_000_000
    }

    /// Whole seconds are moved by the calendar, the rest stays.
    func adding(months: Int, to instant: Int64) -> Int64 {
        moved(instant) { calendar.date(byAdding: .month, value: months, to: $0) }
    }

    func adding(days: Int, to instant: Int64) -> Int64 {
        moved(instant) { calendar.date(byAdding: .day, value: days, to: $0) }
    }

    private func moved(_ instant: Int64, _ move: (Date) -> Date?) -> Int64 {
        let rest = instant - Self.seconds(instant) * 1_000_000
        guard let moved = move(date(instant)) else { preconditionFailure("no such day") }
        return Int64(moved.timeIntervalSince1970) * 1_000_000 + rest
    }
}
