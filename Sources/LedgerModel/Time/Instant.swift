public import CivilCalendar

/// A moment in UTC, in whole microseconds since 1970-01-01T00:00:00Z, from year 1 to year 9999.
public struct Instant: Hashable, Comparable, Sendable, BitwiseCopyable {
    /// Microseconds since the epoch; negative before it.
    public let microseconds: Int64

    /// The moment so many microseconds after the epoch.
    public init(microseconds: Int64) { self.microseconds = microseconds }

    /// 00:00 UTC of a day.
    public init(_ date: CivilDate) {
        microseconds = Int64(date.daysSinceEpoch) * Self.microsecondsPerDay
    }

    /// 0001-01-01T00:00:00Z.
    public static let earliest = Instant(CivilDate(year: 1, month: 1, day: 1))
    /// 9999-12-31T23:59:59.999999Z.
    public static let latest = Instant(
        microseconds: Instant(CivilDate(year: 9999, month: 12, day: 31)).microseconds
            + microsecondsPerDay - 1)

    /// Microseconds of a second.
    package static let microsecondsPerSecond: Int64 = 1_000_000
    /// Microseconds of a day of UTC; there are no leap seconds here.
    package static let microsecondsPerDay: Int64 = 86_400_000_000

    public static func < (left: Instant, right: Instant) -> Bool {
        left.microseconds < right.microseconds
    }

    /// The calendar day in UTC.
    public var date: CivilDate {
        CivilDate(daysSinceEpoch: Int(microseconds.floorDivided(by: Self.microsecondsPerDay)))
    }

    /// This moment moved by whole days of 86,400 seconds.
    package func advanced(byDays days: Int64) -> Instant {
        Instant(microseconds: microseconds + days * Self.microsecondsPerDay)
    }
}
