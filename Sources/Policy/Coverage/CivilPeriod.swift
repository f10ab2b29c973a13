package import CivilCalendar
import LedgerModel

/// One year, quarter or month of the calendar: some days, whatever the zone.
package struct CivilPeriod: Equatable, Sendable {
    /// What part of the calendar it is.
    package let length: CalendarPeriod
    /// Its first day.
    package let first: CivilDate

    /// The period of a length that a day lies in.
    package init(_ length: CalendarPeriod, around day: CivilDate) {
        self.length = length
        first = length.firstDay(around: day)
    }

    /// Reads `2025`, `2025-Q1` or `2025-02`; nil for another text.
    package init?(_ text: String) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard let digits = parts.first, digits.utf8.count == 4, let year = Int(digits), year > 0
        else { return nil }
        switch parts.count {
        case 1: self.init(.year, around: CivilDate(year: year, month: 1, day: 1))
        case 2 where parts[1].utf8.count == 2 && parts[1].hasPrefix("Q"):
            guard let quarter = Int(parts[1].dropFirst()), (1...4).contains(quarter) else {
                return nil
            }
            self.init(.quarter, around: CivilDate(year: year, month: quarter * 3, day: 1))
        case 2 where parts[1].utf8.count == 2:
            guard let month = Int(parts[1]), (1...12).contains(month) else { return nil }
            self.init(.month, around: CivilDate(year: year, month: month, day: 1))
        default: return nil
        }
    }

    /// The text that reads as this period; of a fiscal year its first day.
    package var text: String {
        let year = String(first.text.prefix(4))
        switch length {
        case .year: return year
        case .quarter: return "\(year)-Q\((first.month + 2) / 3)"
        case .month: return String(first.text.prefix(7))
        case .fiscalYear: return first.text
        }
    }

    /// The day after its last.
    package var end: CivilDate { first.advanced(byMonths: length.months) }

    /// The period after this one.
    package var next: CivilPeriod { CivilPeriod(length, around: end) }

    /// How many days it has.
    package var days: Int { end.daysSinceEpoch - first.daysSinceEpoch }

    /// Whether a day lies in it.
    package func contains(_ day: CivilDate) -> Bool { first <= day && day < end }
}
