import CivilCalendar
package import LedgerModel

/// A calendar quarter in UTC, counted from the first one of year 0.
package struct Quarter: Hashable, Comparable, Sendable {
    /// Year × 4 + quarter, which counts from 0.
    package let number: Int

    package init(number: Int) { self.number = number }

    /// The quarter that an instant lies in.
    package init(of instant: Instant) {
        let date = instant.date
        number = date.year * 4 + (date.month - 1) / 3
    }

    /// The quarter after this one.
    package var next: Quarter { Quarter(number: number + 1) }

    /// Its first instant.
    package var start: Instant {
        Instant(CivilDate(year: number / 4, month: number % 4 * 3 + 1, day: 1))
    }

    package static func < (left: Quarter, right: Quarter) -> Bool { left.number < right.number }
}
