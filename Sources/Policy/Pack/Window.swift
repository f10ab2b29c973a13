package import CivilCalendar
package import LedgerModel

/// How far a fact looks back from an instant.
package enum Window: Equatable, Sendable {
    /// Everything before.
    case wholeHistory
    /// So many microseconds: days are of 86,400 seconds.
    case exact(microseconds: Int64)
    /// So many months of the pack's calendar, the last days of short months standing in for those
    /// that they lack.
    case months(Int)
    /// The period of the calendar around the instant, up to the instant.
    case current(CalendarPeriod)
    /// The whole period of the calendar before the one around the instant.
    case previous(CalendarPeriod)
}

/// A recurring part of the calendar.
package enum CalendarPeriod: Equatable, Sendable {
    case year
    case quarter
    case month
    /// A year that begins on a day of its own.
    case fiscalYear(startMonth: Int, startDay: Int)
}

extension Window {
    /// What a fact sees at an instant: events from the lower bound on and before the upper one.
    package func range(at instant: Instant, in zone: CivilZone) -> Range<Instant> {
        switch self {
        case .wholeHistory: return .distantPast..<instant
        case .exact(let microseconds):
            return Instant(microseconds: instant.microseconds - microseconds)..<instant
        case .months(let months): return instant.advanced(byMonths: -months, in: zone)..<instant
        case .current(let period):
            return period.start(around: instant, in: zone)..<instant
        case .previous(let period):
            let end = period.start(around: instant, in: zone)
            let before = Instant(microseconds: end.microseconds - 1)
            return period.start(around: before, in: zone)..<end
        }
    }

    /// What a fact sees at an instant where its window is still the one of an earlier instant: what
    /// has left since is still seen.
    package func range(
        at instant: Instant, asWindowOf anchor: Instant, in zone: CivilZone
    ) -> Range<Instant> {
        let own = range(at: anchor, in: zone)
        if case .previous = self { return own }
        return own.lowerBound..<max(own.lowerBound, instant)
    }

    /// When an event leaves the window; nil where it stays.
    package func leavingTime(of instant: Instant, in zone: CivilZone) -> Instant? {
        switch self {
        case .wholeHistory: nil
        case .exact(let microseconds):
            Instant(microseconds: instant.microseconds + microseconds + 1)
        case .months(let months): Self.leavingTime(of: instant, months, in: zone)
        case .current(let period): period.next(after: instant, in: zone)
        case .previous(let period):
            period.next(after: period.next(after: instant, in: zone), in: zone)
        }
    }
}

extension Window {
    /// So many months later and a moment. Where a month on the way is too short, windows that end
    /// then begin before the event still, and it leaves with the month.
    private static func leavingTime(
        of instant: Instant, _ months: Int, in zone: CivilZone
    ) -> Instant {
        let later = Instant(
            microseconds: instant.advanced(byMonths: months, in: zone).microseconds + 1)
        guard later.advanced(byMonths: -months, in: zone) <= instant else { return later }
        return CalendarPeriod.month.next(after: later, in: zone)
    }
}

extension CalendarPeriod {
    /// The beginning of the period that an instant lies in.
    package func start(around instant: Instant, in zone: CivilZone) -> Instant {
        let day = firstDay(around: zone.reading(at: instant.microseconds).date)
        return Instant(microseconds: zone.start(of: day))
    }

    /// The beginning of the period after the one that an instant lies in.
    package func next(after instant: Instant, in zone: CivilZone) -> Instant {
        let day = firstDay(around: zone.reading(at: instant.microseconds).date)
        return Instant(microseconds: zone.start(of: day.advanced(byMonths: months)))
    }

    /// How many months it has.
    package var months: Int {
        switch self {
        case .year, .fiscalYear: 12
        case .quarter: 3
        case .month: 1
        }
    }

    /// The first day of the period that a day lies in.
    package func firstDay(around today: CivilDate) -> CivilDate {
        switch self {
        case .year: return CivilDate(year: today.year, month: 1, day: 1)
        case .quarter:
            return CivilDate(year: today.year, month: (today.month - 1) / 3 * 3 + 1, day: 1)
        case .month: return CivilDate(year: today.year, month: today.month, day: 1)
        case .fiscalYear(let month, let day):
            let start = CivilDate(year: today.year, month: month, day: day)
            return start <= today
                ? start : CivilDate(year: today.year - 1, month: month, day: day)
        }
    }
}

extension Instant {
    /// Before every instant that an event may have.
    static let distantPast = Instant(microseconds: .min)

    /// The instant at which the clocks of a zone show the same time so many months later, or
    /// earlier; of a month without that day its last.
    package func advanced(byMonths months: Int, in zone: CivilZone) -> Instant {
        var reading = zone.reading(at: microseconds)
        reading.date = reading.date.advanced(byMonths: months)
        return Instant(microseconds: zone.moment(of: reading))
    }

    /// The instant at which the clocks of a zone show the same time so many days later.
    package func advanced(byDays days: Int, in zone: CivilZone) -> Instant {
        var reading = zone.reading(at: microseconds)
        reading.date = reading.date.advanced(byDays: days)
        return Instant(microseconds: zone.moment(of: reading))
    }
}
