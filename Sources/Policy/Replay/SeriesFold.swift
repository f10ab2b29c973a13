/// Slides the window of a fact over the entries of each account, from instant to instant: every
/// entry enters once and leaves once.
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
    /// Accounts that are folded one after the other before their values are put beside those of
    /// others: their cells then share the lines of a cache.
    private static let tileAccounts = 16

    /// Whether the aggregate is known to this fold.
    static func folds(_ aggregate: EventFact.Aggregation) -> Bool {
        switch aggregate {
        case .sum, .count, .minimum, .maximum, .average, .first, .last, .daysSince: true
        case .countDistinct, .streak, .member: false
        }
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
    private var isSmallAlways: Bool {
        fact.aggregate == .daysSince || fact.aggregate == .count
    }

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
        var tile = Tile(instants: lower.count, accounts: Self.tileAccounts)
        for first in stride(from: 0, to: accountCount, by: Self.tileAccounts) {
            let accounts = first..<min(first + Self.tileAccounts, accountCount)
            for account in accounts { fold(account, series, &tile, account - first) }
            tile.put(accounts, of: accountCount, into: &values, &absences)
        }
    }

    private func fold(_ account: Int, _ series: EntrySeries, _ tile: inout Tile, _ row: Int) {
        let range = series.starts[account]..<series.starts[account + 1]
        switch fact.aggregate {
        case .count where !countsSigns:
            count(series, range, &tile.values, &tile.absences, row * lower.count)
        case .sum, .count: sum(series, range, &tile.values, &tile.absences, row * lower.count)
        case .minimum, .maximum: extreme(series, range, &tile, row * lower.count)
        default: edge(series, range, &tile.values, &tile.absences, row * lower.count)
        }
    }

    private func sum(
        _ series: EntrySeries, _ range: Range<Int>, _ values: inout [Int64],
        _ absences: inout [UInt8], _ start: Int
    ) {
        let (times, amounts) = (series.occurredAt.span, series.values.span)
        let (lower, upper, empty) = (lower.span, upper.span, empty)
        var values = values.mutableSpan
        var absences = absences.mutableSpan
        var (first, next, sum) = (range.lowerBound, range.lowerBound, Int64(0))
        for instant in lower.indices {
            while next < range.upperBound, times[next] < upper[instant] {
                sum &+= amounts[next]
                next += 1
            }
            while first < next, times[first] < lower[instant] {
                sum &-= amounts[first]
                first += 1
            }
            let isEmpty = first == next
            values[start + instant] = isEmpty ? empty.value : sum
            absences[start + instant] = isEmpty ? 1 : 0
        }
    }

    private func count(
        _ series: EntrySeries, _ range: Range<Int>, _ values: inout [Int64],
        _ absences: inout [UInt8], _ start: Int
    ) {
        let times = series.occurredAt.span
        let (lower, upper, empty) = (lower.span, upper.span, empty)
        var values = values.mutableSpan
        var absences = absences.mutableSpan
        var (first, next) = (range.lowerBound, range.lowerBound)
        for instant in lower.indices {
            while next < range.upperBound, times[next] < upper[instant] { next += 1 }
            while first < next, times[first] < lower[instant] { first += 1 }
            let isEmpty = first == next
            values[start + instant] = isEmpty ? empty.value : Int64(next - first)
            absences[start + instant] = isEmpty ? 1 : 0
        }
    }

    /// The average, the first, the last, and the days since the last.
    private func edge(
        _ series: EntrySeries, _ range: Range<Int>, _ values: inout [Int64],
        _ absences: inout [UInt8], _ start: Int
    ) {
        let (times, amounts) = (series.occurredAt.span, series.values.span)
        let (lower, upper, clock, empty) = (lower.span, upper.span, clock.span, empty)
        var values = values.mutableSpan
        var absences = absences.mutableSpan
        var (first, next, sum) = (range.lowerBound, range.lowerBound, Int64(0))
        for instant in lower.indices {
            while next < range.upperBound, times[next] < upper[instant] {
                sum &+= amounts[next]
                next += 1
            }
            while first < next, times[first] < lower[instant] {
                sum &-= amounts[first]
                first += 1
            }
            absences[start + instant] = first == next ? 1 : 0
            guard first < next else {
                values[start + instant] = empty.value
                continue
            }
            switch fact.aggregate {
            case .first: values[start + instant] = amounts[first]
            case .last: values[start + instant] = amounts[next - 1]
            case .daysSince:
                let elapsed = clock[instant] &- times[next - 1]
                values[start + instant] = max(0, elapsed) / Self.microsecondsPerDay
            default:
                let average = Int128(sum).dividedHalfEven(by: Int128(next - first))
                values[start + instant] = Int64(average)
            }
        }
    }

    /// The least or greatest of a window: `candidates` holds the entries that no later one of the
    /// window outdoes, the best of them at `best`.
    private func extreme(
        _ series: EntrySeries, _ range: Range<Int>, _ tile: inout Tile, _ start: Int
    ) {
        let sign: Int64 = fact.aggregate == .minimum ? 1 : -1
        let (times, amounts) = (series.occurredAt.span, series.values.span)
        let empty = empty
        var candidates: [Int] = []
        var (first, next, best) = (range.lowerBound, range.lowerBound, 0)
        for instant in lower.indices {
            while next < range.upperBound, times[next] < upper[instant] {
                while candidates.count > best, let last = candidates.last,
                    sign &* amounts[last] >= sign &* amounts[next]
                {
                    candidates.removeLast()
                }
                candidates.append(next)
                next += 1
            }
            while first < next, times[first] < lower[instant] { first += 1 }
            while best < candidates.count, candidates[best] < first { best += 1 }
            let isEmpty = first == next
            tile.values[start + instant] = isEmpty ? empty.value : amounts[candidates[best]]
            tile.absences[start + instant] = isEmpty ? 1 : 0
        }
    }
}

/// The cells of a few accounts, account by account.
private struct Tile {
    var values: [Int64]
    var absences: [UInt8]
    private let instants: Int

    init(instants: Int, accounts: Int) {
        self.instants = instants
        values = Array(repeating: 0, count: instants * accounts)
        absences = Array(repeating: 0, count: instants * accounts)
    }

    /// Puts the cells where those of all accounts stand instant by instant.
    func put<Cell: FixedWidthInteger & BitwiseCopyable>(
        _ accounts: Range<Int>, of accountCount: Int, into cells: inout [Cell],
        _ missing: inout [UInt8]
    ) {
        let (own, absences) = (values.span, absences.span)
        let keepsAbsences = !missing.isEmpty
        var cells = cells.mutableSpan
        var missing = missing.mutableSpan
        for instant in 0..<instants {
            let start = instant * accountCount + accounts.lowerBound
            for row in 0..<accounts.count {
                cells[start + row] = Cell(truncatingIfNeeded: own[row * instants + instant])
            }
            guard keepsAbsences else { continue }
            for row in 0..<accounts.count {
                missing[start + row] = absences[row * instants + instant]
            }
        }
    }
}
