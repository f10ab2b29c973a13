import CivilCalendar
import Foundation

/// The time zones that the system knows.
enum SystemZones {
    /// How many seconds a zone is ahead of UTC at an instant, in seconds since 1970; nil where
    /// there is no such zone.
    @Sendable static func secondsAhead(_ zone: String, _ instant: Int64) -> Int? {
        TimeZone(identifier: zone)?
            .secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(instant)))
    }

    /// The zone of a name; nil where there is none.
    static func zone(named name: String) -> CivilZone? {
        if name == "UTC" { return .utc }
        guard let zone = TimeZone(identifier: name) else { return nil }
        return CivilZone(name) { seconds in
            zone.secondsFromGMT(for: Date(timeIntervalSince1970: TimeInterval(seconds)))
        }
    }
}
