/// Slides the window of a fact over the entries of each account, from instant to instant: every
/// entry enters once and leaves once.
///
/// At which instant an entry enters and leaves is told by its time alone, so that sums and counts
/// are differences added up, without a branch that the entries decide.
struct SeriesFold {
    /// Where the window begins and ends at each instant; both never fall.
    let lower: [Int64]
    let upper: [Int64]
    /// The instants by which days are counted.
    let clock: [Int64]
    let fact: EventFact
    /// Whether the entries of a count have signs.
    let countsSigns: Bool

    private static let microsecondsPerDay: Int64 = 86_400_000_000
    /// Whether the aggregate is known to this fold.
    static func folds(_ aggregate: EventFact.Aggregation) -> Bool {
        switch aggregate {
        case .sum, .count, .minimum, .maximum, .average, .first, .last, .daysSince: true
        case .countDistinct, .streak, .member: false
        }
    }

    /// Whether the window never goes back. Where a day begins late, for want of a midnight, what
    /// is counted back from it may begin later than what is counted back from the day after.
    var slides: Bool {
        zip(lower, lower.dropFirst()).allSatisfy { $0 <= $1 }
            && zip(upper, upper.dropFirst()).allSatisfy { $0 <= $1 }
    }

    /// Whether an aggregate of this fold depends on the order of the entries.
    static func needsOrder(_ aggregate: EventFact.Aggregation) -> Bool {
        switch aggregate {
        case .sum, .count, .average: false
        default: true
        }
    }

    /// Whether an aggregate is the same whatever the values of the entries are.
    static func ignoresValues(_ aggregate: EventFact.Aggregation) -> Bool {
        aggregate == .daysSince || aggregate == .count
    }

    /// What stands in a cell where no entry is in the window.
    private var empty: (value: Int64, isMissing: Bool) {
        switch fact.missing {
        case .number(let number)?: (number, false)
        case .truth(let truth)?: (truth ? 1 : 0, false)
        default: (FactCells.noEvent, true)
        }
    }

    /// Whether four bytes hold any value, whatever the entries say: entries and days.
    private var isSmallAlways: Bool { Self.ignoresValues(fact.aggregate) }

    /// The cells of all accounts, instant by instant.
    ///
    /// - Parameter mayBeSmall: whether nothing is put into them later that needs eight bytes.
    func cells(
        from series: EntrySeries, accountCount: Int, mayBeSmall: Bool
    ) -> FactCells {
        let count = accountCount * lower.count
        var absences = [UInt8](repeating: 0, count: empty.isMissing ? count : 0)
        let isSmall =
            mayBeSmall && (isSmallAlways || series.greatestMagnitude <= UInt64(Int32.max))
            && Int32(exactly: empty.value) != nil
        if isSmall {
            var values = [Int32](repeating: 0, count: count)
            fill(&values, &absences, series, accountCount)
            return FactCells(smallValues: values, absences: absences)
        }
        var values = [Int64](repeating: 0, count: count)
        fill(&values, &absences, series, accountCount)
        return FactCells(values: values, absences: absences)
    }

    private func fill<Cell: FixedWidthInteger & BitwiseCopyable>(
        _ values: inout [Cell], _ absences: inout [UInt8], _ series: EntrySeries,
        _ accountCount: Int
    ) {
        let (enter, leave) = (BoundaryIndex(upper), BoundaryIndex(lower))
        var tile = Tile(instants: lower.count, empty: empty)
        for first in stride(from: 0, to: accountCount, by: Tile.accounts) {
            let accounts = first..<min(first + Tile.accounts, accountCount)
            tile.clear()
            switch fact.aggregate {
            case .count where !countsSigns: count(series, accounts, enter, leave, &tile.counts)
            case .sum where isNothingZero: total(series, accounts, enter, leave, &tile.values)
            case .sum, .count, .average:
                sum(series, accounts, enter, leave, &tile.values, &tile.counts)
            case .last, .daysSince: last(series, accounts, enter, &tile.values, &tile.counts)
            default: edge(series, accounts, &tile.values, &tile.counts)
            }
            let isCount = fact.aggregate == .count && !countsSigns
            let isTotal = fact.aggregate == .sum && isNothingZero
            tile.put(
                isCount ? tile.counts : tile.values, where: isTotal ? tile.values : tile.counts,
                accounts, of: accountCount, into: &values, &absences)
        }
    }

    /// Whether a cell without entries is 0, as is the sum of none: then they needn't be counted.
    private var isNothingZero: Bool { !empty.isMissing && empty.value == 0 }

    /// Puts 1 where an entry enters and takes it away where it leaves: added up from instant to
    /// instant, that is how many entries there are.
    private func count(
        _ series: EntrySeries, _ accounts: Range<Int>, _ enter: BoundaryIndex,
        _ leave: BoundaryIndex, _ counts: inout [Int64]
    ) {
        let (starts, times) = (series.starts.span, series.occurredAt.span)
        var counts = counts.mutableSpan
        for account in accounts {
            let row = account - accounts.lowerBound
            for entry in starts[account]..<starts[account + 1] {
                let time = times[entry]
                counts[enter.count(through: time) &* Tile.accounts &+ row] &+= 1
                counts[leave.count(through: time) &* Tile.accounts &+ row] &-= 1
            }
        }
        Tile.addUp(&counts)
    }

    /// The same for amounts.
    private func total(
        _ series: EntrySeries, _ accounts: Range<Int>, _ enter: BoundaryIndex,
        _ leave: BoundaryIndex, _ values: inout [Int64]
    ) {
        let starts = series.starts.span
        let (times, amounts) = (series.occurredAt.span, series.values.span)
        var values = values.mutableSpan
        for account in accounts {
            let row = account - accounts.lowerBound
            for entry in starts[account]..<starts[account + 1] {
                let (time, amount) = (times[entry], amounts[entry])
                values[enter.count(through: time) &* Tile.accounts &+ row] &+= amount
                values[leave.count(through: time) &* Tile.accounts &+ row] &-= amount
            }
        }
        Tile.addUp(&values)
    }

    /// The same for amounts and how many they are; of an average the one divided by the other.
    private func sum(
        _ series: EntrySeries, _ accounts: Range<Int>, _ enter: BoundaryIndex,
        _ leave: BoundaryIndex, _ values: inout [Int64], _ counts: inout [Int64]
    ) {
        let starts = series.starts.span
        let (times, amounts) = (series.occurredAt.span, series.values.span)
        var values = values.mutableSpan
        var counts = counts.mutableSpan
        for account in accounts {
            let row = account - accounts.lowerBound
            for entry in starts[account]..<starts[account + 1] {
                let (time, amount) = (times[entry], amounts[entry])
                let first = enter.count(through: time) &* Tile.accounts &+ row
                let end = leave.count(through: time) &* Tile.accounts &+ row
                values[first] &+= amount
                values[end] &-= amount
                counts[first] &+= 1
                counts[end] &-= 1
            }
        }
        Tile.addUp(&values)
        Tile.addUp(&counts)
        guard fact.aggregate == .average else { return }
        for cell in values.indices where counts[cell] > 0 {
            values[cell] = Int64(Int128(values[cell]).dividedHalfEven(by: Int128(counts[cell])))
        }
    }

    /// The last entry before each instant, if it is still in the window.
    private func last(
        _ series: EntrySeries, _ accounts: Range<Int>, _ enter: BoundaryIndex,
        _ values: inout [Int64], _ entries: inout [Int64]
    ) {
        let starts = series.starts.span
        let (times, amounts) = (series.occurredAt.span, series.values.span)
        var entries = entries.mutableSpan
        for account in accounts {
            let row = account - accounts.lowerBound
            for entry in starts[account]..<starts[account + 1] {
                let first = enter.count(through: times[entry])
                entries[first &* Tile.accounts &+ row] = Int64(entry) &+ 1
            }
        }
        let (lower, clock) = (lower.span, clock.span)
        let isDays = fact.aggregate == .daysSince
        var values = values.mutableSpan
        for instant in lower.indices {
            for row in 0..<accounts.count {
                let cell = instant &* Tile.accounts &+ row
                let entry = entries[cell]
                guard entry > 0 else { continue }
                // What no other entry follows is the last of the next instant too.
                let next = cell &+ Tile.accounts
                entries[next] = entries[next] == 0 ? entry : entries[next]
                let time = times[Int(entry) &- 1]
                entries[cell] = time >= lower[instant] ? entry : 0
                values[cell] =
                    isDays
                    ? max(0, clock[instant] &- time) / Self.microsecondsPerDay
                    : amounts[Int(entry) &- 1]
            }
        }
    }

    /// The first, the least or the greatest of a window: `candidates` holds the entries that no
    /// later one of the window outdoes, the best of them at `best`.
    private func edge(
        _ series: EntrySeries, _ accounts: Range<Int>, _ values: inout [Int64],
        _ counts: inout [Int64]
    ) {
        let isFirst = fact.aggregate == .first
        let sign: Int64 = fact.aggregate == .minimum ? 1 : -1
        let (times, amounts) = (series.occurredAt.span, series.values.span)
        for (row, account) in accounts.enumerated() {
            let end = series.starts[account + 1]
            var candidates: [Int] = []
            var (first, next, best) = (series.starts[account], series.starts[account], 0)
            for instant in lower.indices {
                while next < end, times[next] < upper[instant] {
                    while !isFirst, candidates.count > best, let last = candidates.last,
                        sign &* amounts[last] >= sign &* amounts[next]
                    {
                        candidates.removeLast()
                    }
                    candidates.append(next)
                    next += 1
                }
                while first < next, times[first] < lower[instant] { first += 1 }
                while best < candidates.count, candidates[best] < first { best += 1 }
                guard first < next else { continue }
                let cell = instant * Tile.accounts + row
                values[cell] = amounts[candidates[best]]
                counts[cell] = 1
            }
        }
    }
}

/// The cells of a few accounts side by side, instant by instant: they share the lines of a cache,
/// and one instruction serves several accounts.
private struct Tile {
    /// How many accounts there are.
    static let accounts = 16

    /// Of a cell with no entry in its window, anything. What enters or leaves after the last
    /// instant stands behind it.
    var values: [Int64]
    /// 0 where no entry is in the window.
    var counts: [Int64]
    private let instants: Int
    private let empty: (value: Int64, isMissing: Bool)

    init(instants: Int, empty: (value: Int64, isMissing: Bool)) {
        self.instants = instants
        self.empty = empty
        values = Array(repeating: 0, count: (instants + 1) * Self.accounts)
        counts = values
    }

    mutating func clear() {
        Self.clear(&values)
        Self.clear(&counts)
    }

    private static func clear(_ cells: inout [Int64]) {
        var cells = cells.mutableSpan
        for cell in cells.indices { cells[cell] = 0 }
    }

    /// Adds to each cell those of all instants before.
    static func addUp(_ cells: inout MutableSpan<Int64>) {
        for cell in accounts..<cells.count { cells[cell] &+= cells[cell &- accounts] }
    }

    /// Puts the cells where those of all accounts stand instant by instant.
    ///
    /// - Parameter counts: 0 where no entry is in the window, or where the value is the same as if
    ///   there were none.
    func put<Cell: FixedWidthInteger & BitwiseCopyable>(
        _ values: [Int64], where counts: [Int64], _ accounts: Range<Int>, of accountCount: Int,
        into cells: inout [Cell],
        _ missing: inout [UInt8]
    ) {
        let (own, counts, empty) = (values.span, counts.span, empty.value)
        let keepsAbsences = !missing.isEmpty
        var cells = cells.mutableSpan
        var missing = missing.mutableSpan
        for instant in 0..<instants {
            let start = instant * accountCount + accounts.lowerBound
            let first = instant * Self.accounts
            for row in 0..<accounts.count {
                let value = counts[first + row] == 0 ? empty : own[first + row]
                cells[start + row] = Cell(truncatingIfNeeded: value)
            }
            guard keepsAbsences else { continue }
            for row in 0..<accounts.count {
                missing[start + row] = counts[first + row] == 0 ? 1 : 0
            }
        }
    }
}
