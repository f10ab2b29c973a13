package import CivilCalendar
package import LedgerModel

/// A length of time as people name it: `90 days`, `12 months`.
package struct TimeLength: Equatable, Sendable {
    /// What is counted.
    package enum Unit: String, CaseIterable, Sendable {
        case hour
        case day
        case week
        case month
        case quarter
        case year

        /// Days of it at most, at least one.
        fileprivate var days: Int {
            switch self {
            case .hour, .day: 1
            case .week: 7
            case .month: 31
            case .quarter: 92
            case .year: 366
            }
        }
    }

    /// How many of them, from 1.
    package let count: Int
    /// What is counted.
    package let unit: Unit

    package init(_ count: Int, _ unit: Unit) {
        self.count = count
        self.unit = unit
    }

    /// Reads `90 days`; nil for another text.
    package init?(_ text: String) {
        let words = text.split(separator: " ")
        guard words.count == 2, let count = Int(words[0]), count > 0 else { return nil }
        let name = words[1].hasSuffix("s") ? words[1].dropLast() : words[1]
        guard let unit = Unit(rawValue: String(name)),
            count <= PackLimits.longestDays / unit.days
        else { return nil }
        self.init(count, unit)
    }

    /// The window of this length: months are of the calendar, days and what is less are exact.
    package var window: Window {
        switch unit {
        case .hour: .exact(microseconds: Int64(count) * 3_600_000_000)
        case .day: .exact(microseconds: Int64(count) * 86_400_000_000)
        case .week: .exact(microseconds: Int64(count) * 7 * 86_400_000_000)
        case .month: .months(count)
        case .quarter: .months(3 * count)
        case .year: .months(12 * count)
        }
    }

    /// The instant so much later, days being of the calendar of a zone.
    package func added(to instant: Instant, in zone: CivilZone) -> Instant {
        switch unit {
        case .hour:
            Instant(microseconds: instant.microseconds + Int64(count) * 3_600_000_000)
        case .day: instant.advanced(byDays: count, in: zone)
        case .week: instant.advanced(byDays: 7 * count, in: zone)
        case .month: instant.advanced(byMonths: count, in: zone)
        case .quarter: instant.advanced(byMonths: 3 * count, in: zone)
        case .year: instant.advanced(byMonths: 12 * count, in: zone)
        }
    }

    /// The text that reads as this length.
    package var text: String { "\(count) \(unit.rawValue)\(count == 1 ? "" : "s")" }
}
