import CivilCalendar
import LedgerModel

/// Instants as the clocks of a zone show them.
enum LocalTime {
    /// A day where it is the day's midnight, else the day and the time; `…` for what lies before
    /// all events.
    static func text(_ instant: Instant, in zone: CivilZone) -> String {
        guard instant >= .earliest else { return "…" }
        let reading = zone.reading(at: instant.microseconds)
        guard reading.microsecondOfDay > 0 else { return reading.date.text }
        let seconds = reading.microsecondOfDay / 1_000_000
        let parts = [seconds / 3_600, seconds / 60 % 60, seconds % 60].map { part in
            part < 10 ? "0\(part)" : "\(part)"
        }
        return reading.date.text + " " + parts.joined(separator: ":")
    }
}
