package import CivilCalendar
package import LedgerModel

/// The days on which an account was visited and called, in the zone of a pack: several visits on a
/// day count once, and so do calls.
package struct TouchDays: Equatable, Sendable {
    private let visits: Set<CivilDate>
    private let calls: Set<CivilDate>
    private let planned: Set<CivilDate>

    /// - Parameter zone: the zone in which a day is a day.
    package init(_ times: TouchTimes, in zone: CivilZone) {
        func day(_ instant: Instant) -> CivilDate { zone.reading(at: instant.microseconds).date }
        visits = Set(times.visits.map(day))
        calls = Set(times.calls.map(day))
        planned = Set(
            times.planned.map { time in
                switch time {
                case .day(let date): date
                case .instant(let instant): day(instant)
                }
            })
    }

    /// The days on which it was done.
    func done(_ channel: Cadence.Channel) -> Set<CivilDate> {
        switch channel {
        case .visits: visits
        case .calls: calls
        }
    }

    /// The days for which it is arranged; only visits are.
    func planned(_ channel: Cadence.Channel) -> Set<CivilDate> {
        channel == .visits ? planned : []
    }
}
