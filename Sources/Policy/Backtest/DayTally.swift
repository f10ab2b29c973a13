/// How many things took how many whole days.
package struct DayTally: Equatable, Sendable {
    /// By days, through the longest of them that is shorter than `longDays`.
    private var counts: [Int] = []
    private var longCounts: [Int64: Int] = [:]
    private static let longDays: Int64 = 1 << 15
    /// Of all together.
    private(set) var totalDays: Int64 = 0
    /// How many things there are.
    package private(set) var count = 0

    package init() {}

    /// Counts one more thing.
    package mutating func add(days: Int64) {
        if (0..<Self.longDays).contains(days) {
            let missing = Int(days) + 1 - counts.count
            if missing > 0 { counts += repeatElement(0, count: missing) }
            counts[Int(days)] += 1
        } else {
            longCounts[days, default: 0] += 1
        }
        totalDays += days
        count += 1
    }

    /// Counts the things of another tally, too.
    package mutating func add(_ other: DayTally) {
        if counts.count < other.counts.count {
            counts += repeatElement(0, count: other.counts.count - counts.count)
        }
        for (days, count) in other.counts.enumerated() { counts[days] += count }
        longCounts.merge(other.longCounts, uniquingKeysWith: +)
        totalDays += other.totalDays
        count += other.count
    }

    /// The middle one, of two the mean, in whole days rounded down; nil for nothing.
    package var median: Int64? {
        guard let low = days(atPlace: (count - 1) / 2), let high = days(atPlace: count / 2)
        else { return nil }
        return (low + high) / 2
    }

    /// What a quarter of them doesn't exceed: the one at place ⌈n/4⌉ of n; nil for nothing.
    package var lowerQuartile: Int64? { days(atPlace: (count + 3) / 4 - 1) }

    /// What three quarters of them don't exceed: the one at place ⌈3n/4⌉ of n; nil for nothing.
    package var upperQuartile: Int64? { days(atPlace: (3 * count + 3) / 4 - 1) }

    /// The days at a place, from 0, of all in rising order.
    private func days(atPlace place: Int) -> Int64? {
        var seen = 0
        for (days, count) in counts.enumerated() {
            seen += count
            if place < seen { return Int64(days) }
        }
        for (days, count) in longCounts.sorted(by: { $0.key < $1.key }) {
            seen += count
            if place < seen { return days }
        }
        return nil
    }
}
