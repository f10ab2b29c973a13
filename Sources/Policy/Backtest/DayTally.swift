/// How many things took how many whole days.
package struct DayTally: Equatable, Sendable {
    private var counts: [Int64: Int] = [:]
    /// Of all together.
    private(set) var totalDays: Int64 = 0
    /// How many things there are.
    package private(set) var count = 0

    package init() {}

    /// Counts one more thing.
    package mutating func add(days: Int64) {
        counts[days, default: 0] += 1
        totalDays += days
        count += 1
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
        for (days, count) in counts.sorted(by: { $0.key < $1.key }) {
            seen += count
            if place < seen { return days }
        }
        return nil
    }
}
