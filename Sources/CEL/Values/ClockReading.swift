import CivilCalendar

/// What calendar and clock of a zone show at an instant.
struct ClockReading: Sendable {
    let date: CivilDate
    let hour: Int
    let minute: Int
    let second: Int
    let millisecond: Int

    /// - Parameter zoneSeconds: how far the zone is ahead of UTC.
    init(_ instant: Timestamp, zoneSeconds: Int) {
        let local = Int(instant.seconds) + zoneSeconds
        let day = local.flooredQuotient(86_400)
        let rest = local - day * 86_400
        date = CivilDate(daysSinceEpoch: day)
        (hour, minute, second) = (rest / 3_600, rest / 60 % 60, rest % 60)
        millisecond = instant.fraction / 1_000_000
    }
}

extension CivilDate {
    /// 0 on 1 January.
    var dayOfYear: Int {
        daysSinceEpoch - CivilDate(year: year, month: 1, day: 1).daysSinceEpoch
    }

    /// 0 on Sundays; 1970-01-01 was a Thursday.
    var dayOfWeek: Int { daysSinceEpoch + 4 - (daysSinceEpoch + 4).flooredQuotient(7) * 7 }
}

extension Int {
    /// The quotient rounded down.
    func flooredQuotient(_ divisor: Int) -> Int {
        let (quotient, rest) = quotientAndRemainder(dividingBy: divisor)
        return rest < 0 ? quotient - 1 : quotient
    }
}
