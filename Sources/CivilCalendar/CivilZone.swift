/// A time zone: how far its clocks are ahead of UTC at any moment. Where its rules come from is the
/// caller's affair, so that what reckons with days stays pure.
package struct CivilZone: Sendable {
    /// The name of the zone in the database of IANA, such as `Asia/Shanghai`.
    package let name: String
    private let secondsAhead: @Sendable (_ seconds: Int64) -> Int

    /// - Parameter secondsAhead: how many seconds the clocks of the zone are ahead of UTC at a
    ///   moment, given in seconds since 1970-01-01T00:00:00Z.
    package init(
        _ name: String, secondsAhead: @escaping @Sendable (_ seconds: Int64) -> Int
    ) {
        self.name = name
        self.secondsAhead = secondsAhead
    }

    /// How many seconds the clocks of the zone are ahead of UTC at a moment, in seconds since the
    /// epoch.
    package func secondsAhead(at seconds: Int64) -> Int { secondsAhead(seconds) }

    /// The zone whose clocks show UTC.
    package static let utc = CivilZone("UTC") { _ in 0 }

    /// What the clocks of the zone show at a moment.
    package func reading(at microseconds: Int64) -> WallTime {
        let ahead = Int64(secondsAhead(microseconds.floorDivided(by: 1_000_000)))
        let local = microseconds + ahead * 1_000_000
        let days = local.floorDivided(by: Self.microsecondsPerDay)
        return WallTime(
            date: CivilDate(daysSinceEpoch: Int(days)),
            microsecondOfDay: local - days * Self.microsecondsPerDay)
    }

    /// The moment at which the clocks of the zone show something, in microseconds since the epoch:
    /// the first of two; and where the clocks skip it, as if they had not been put forward yet
    /// (RFC 5545 §3.3.5, https://www.rfc-editor.org/rfc/rfc5545#section-3.3.5).
    package func moment(of reading: WallTime) -> Int64 {
        let local =
            Int64(reading.date.daysSinceEpoch) * Self.microsecondsPerDay
            + reading.microsecondOfDay
        let seconds = local.floorDivided(by: 1_000_000)
        let before = Int64(secondsAhead(seconds - 86_400)) * 1_000_000
        let after = Int64(secondsAhead(seconds + 86_400)) * 1_000_000
        let candidates = [local - before, local - after].filter { moment in
            let ahead = Int64(secondsAhead(moment.floorDivided(by: 1_000_000))) * 1_000_000
            return moment + ahead == local
        }
        return candidates.min() ?? local - before
    }

    /// The first moment of a day: 00:00, or later where the clocks skip it.
    package func start(of date: CivilDate) -> Int64 {
        moment(of: WallTime(date: date, microsecondOfDay: 0))
    }

    private static let microsecondsPerDay: Int64 = 86_400_000_000
}

/// A day and the time since its midnight, as clocks show them.
package struct WallTime: Hashable, Sendable {
    /// The day.
    package var date: CivilDate
    /// From 0.
    package var microsecondOfDay: Int64

    package init(date: CivilDate, microsecondOfDay: Int64) {
        self.date = date
        self.microsecondOfDay = microsecondOfDay
    }
}

extension CivilDate {
    /// The same day so many months later, or the last of its month where that is shorter:
    /// 31 January and one month is 28 or 29 February.
    package func advanced(byMonths months: Int) -> CivilDate {
        let index = year * 12 + month - 1 + months
        let (year, month) = (
            index.floorDivided(by: 12), index - index.floorDivided(by: 12) * 12 + 1
        )
        return CivilDate(
            year: year, month: month, day: min(day, Self.days(inMonth: month, of: year)))
    }

    /// The same day of the week so many days later.
    package func advanced(byDays days: Int) -> CivilDate {
        CivilDate(daysSinceEpoch: daysSinceEpoch + days)
    }
}

extension BinaryInteger {
    /// The quotient rounded down, also for a negative dividend; the divisor must be positive.
    package func floorDivided(by divisor: Self) -> Self {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        return remainder < 0 ? quotient - 1 : quotient
    }
}
