/// How long accounts stayed in one level at a time, in whole days, rounded down. A stay that goes
/// on at the end counts as long as it has lasted by then.
package struct Stays: Equatable, Sendable {
    private var tally = DayTally()
    /// How many of them go on at the end.
    package private(set) var openCount = 0

    mutating func add(days: Int64, isOpen: Bool) {
        tally.add(days: days)
        if isOpen { openCount += 1 }
    }

    mutating func add(_ other: Stays) {
        tally.add(other.tally)
        openCount += other.openCount
    }

    /// How many stays there are.
    package var count: Int { tally.count }

    /// The mean in whole days, rounded down; nil without a stay.
    package var meanDays: Int64? { count > 0 ? tally.totalDays / Int64(count) : nil }

    /// The stay in the middle, of two the mean, in whole days rounded down; nil without a stay.
    package var medianDays: Int64? { tally.median }
}
