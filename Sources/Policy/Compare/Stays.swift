/// How long accounts stayed in one level at a time, in whole days, rounded down. A stay that goes
/// on at the end counts as long as it has lasted by then.
package struct Stays: Equatable, Sendable {
    /// How many stays lasted so many days.
    private var counts: [Int64: Int] = [:]
    private var totalDays: Int64 = 0
    /// How many stays there are.
    package private(set) var count = 0
    /// How many of them go on at the end.
    package private(set) var openCount = 0

    mutating func add(days: Int64, isOpen: Bool) {
        counts[days, default: 0] += 1
        totalDays += days
        count += 1
        if isOpen { openCount += 1 }
    }

    /// The mean in whole days, rounded down; nil without a stay.
    package var meanDays: Int64? { count > 0 ? totalDays / Int64(count) : nil }

    /// The stay in the middle, of two the mean, in whole days rounded down; nil without a stay.
    package var medianDays: Int64? {
        guard count > 0 else { return nil }
        let sorted = counts.sorted { $0.key < $1.key }
        func days(at index: Int) -> Int64 {
            var seen = 0
            for (days, count) in sorted {
                seen += count
                if index < seen { return days }
            }
            return 0
        }
        return (days(at: (count - 1) / 2) + days(at: count / 2)) / 2
    }
}
