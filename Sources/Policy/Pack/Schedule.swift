package import CivilCalendar
package import LedgerModel

/// When decisions are taken.
package enum Schedule: Equatable, Sendable {
    /// At 00:00 of a day of each year.
    case yearly(month: Int, day: Int)
    /// At the beginning of each quarter, month, week (Monday) or day.
    case quarterly
    case monthly
    case weekly
    case daily
    /// One microsecond after each event of the account, and whenever one leaves a window.
    case onEvent
}

extension Schedule {
    /// The instants of the calendar after one and not after another; none for `onEvent`.
    package func instants(
        after start: Instant, through end: Instant, in zone: CivilZone
    ) -> [Instant] {
        guard self != .onEvent, start < end else { return [] }
        var day = firstDay(around: zone.reading(at: start.microseconds).date)
        var instants: [Instant] = []
        while true {
            let instant = Instant(microseconds: zone.start(of: day))
            if instant > end { return instants }
            // A day that the clocks skip begins when the next one does.
            if instant > start, instant != instants.last { instants.append(instant) }
            day = next(after: day)
        }
    }

    /// The first instant of the calendar after one; nil for `onEvent`.
    package func next(after instant: Instant, in zone: CivilZone) -> Instant? {
        guard self != .onEvent else { return nil }
        var day = firstDay(around: zone.reading(at: instant.microseconds).date)
        while true {
            let next = Instant(microseconds: zone.start(of: day))
            if next > instant { return next }
            day = self.next(after: day)
        }
    }

    /// A day of the schedule that is not after a day.
    private func firstDay(around day: CivilDate) -> CivilDate {
        switch self {
        case .yearly(let month, let dayOfMonth):
            let own = Self.day(month, dayOfMonth, of: day.year)
            return own <= day ? own : Self.day(month, dayOfMonth, of: day.year - 1)
        case .quarterly:
            return CivilDate(year: day.year, month: (day.month - 1) / 3 * 3 + 1, day: 1)
        case .monthly: return CivilDate(year: day.year, month: day.month, day: 1)
        case .weekly:
            // 1970-01-05 was a Monday.
            let sinceMonday = day.daysSinceEpoch - 4
            return day.advanced(byDays: -(sinceMonday - sinceMonday.floorDivided(by: 7) * 7))
        case .daily, .onEvent: return day
        }
    }

    private func next(after day: CivilDate) -> CivilDate {
        switch self {
        case .yearly(let month, let dayOfMonth):
            Self.day(month, dayOfMonth, of: day.year + 1)
        case .quarterly: day.advanced(byMonths: 3)
        case .monthly: day.advanced(byMonths: 1)
        case .weekly: day.advanced(byDays: 7)
        case .daily, .onEvent: day.advanced(byDays: 1)
        }
    }

    /// 29 February is 28 in other years.
    private static func day(_ month: Int, _ day: Int, of year: Int) -> CivilDate {
        CivilDate(
            year: year, month: month, day: min(day, CivilDate.days(inMonth: month, of: year)))
    }
}
