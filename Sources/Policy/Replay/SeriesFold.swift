/// Slides the window of a fact over the entries of each account, from instant to instant: every
/// entry enters once and leaves once.
struct SeriesFold {
    /// Where the window begins and ends at each instant; both never fall.
    let lower: [Int64]
    let upper: [Int64]
    /// The instant by which days are counted.
    let clock: [Int64]
    let fact: EventFact

    /// Whether the aggregate is known to this fold.
    static func folds(_ aggregate: EventFact.Aggregation) -> Bool {
        switch aggregate {
        case .sum, .count, .minimum, .maximum, .average, .first, .last, .daysSince: true
        case .countDistinct, .streak, .member: false
        }
    }

    private static let microsecondsPerDay: Int64 = 86_400_000_000

    /// What stands in a cell where no entry is in the window.
    private var empty: (value: Int64, absence: UInt8) {
        switch fact.missing {
        case .number(let number)?: (number, 0)
        case .truth(let truth)?: (truth ? 1 : 0, 0)
        default: (FactCells.noEvent, 1)
        }
    }

    /// Fills the cells of all accounts, instant by instant.
    func fill(_ cells: inout FactCells, from series: EntrySeries, accountCount: Int) {
        let count = accountCount * lower.count
        cells = FactCells(count: count)
        if empty.absence != 0 { cells.absences = Array(repeating: 0, count: count) }
        for account in 0..<accountCount {
            let range = series.starts[account]..<series.starts[account + 1]
            switch fact.aggregate {
            case .sum, .count: sum(series, range, account, accountCount, &cells.values, &cells.absences)
            case .minimum, .maximum: extreme(series, range, account, accountCount, &cells)
            default: edge(series, range, account, accountCount, &cells.values, &cells.absences)
            }
        }
    }

    private func sum(
        _ series: EntrySeries, _ range: Range<Int>, _ account: Int, _ stride: Int,
        _ values: inout [Int64], _ absences: inout [UInt8]
    ) {
        let (times, amounts) = (series.occurredAt.span, series.values.span)
        let (lower, upper, empty) = (lower.span, upper.span, empty)
        let mayMiss = empty.absence != 0
        var values = values.mutableSpan
        var absences = absences.mutableSpan
        var (first, next, sum, slot) = (range.lowerBound, range.lowerBound, Int64(0), account)
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
            values[slot] = isEmpty ? empty.value : sum
            if mayMiss { absences[slot] = isEmpty ? 1 : 0 }
            slot += stride
        }
    }

    /// The average, the first, the last, and the days since the last.
    private func edge(
        _ series: EntrySeries, _ range: Range<Int>, _ account: Int, _ stride: Int,
        _ values: inout [Int64], _ absences: inout [UInt8]
    ) {
        let (times, amounts) = (series.occurredAt.span, series.values.span)
        let (lower, upper, clock, empty) = (lower.span, upper.span, clock.span, empty)
        let mayMiss = empty.absence != 0
        var values = values.mutableSpan
        var absences = absences.mutableSpan
        var (first, next, sum, slot) = (range.lowerBound, range.lowerBound, Int64(0), account)
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
            if isEmpty {
                values[slot] = empty.value
                if mayMiss { absences[slot] = 1 }
            } else {
                switch fact.aggregate {
                case .first: values[slot] = amounts[first]
                case .last: values[slot] = amounts[next - 1]
                case .daysSince:
                    let elapsed = clock[instant] &- times[next - 1]
                    values[slot] = max(0, elapsed) / Self.microsecondsPerDay
                default:
                    let average = Int128(sum).dividedHalfEven(by: Int128(next - first))
                    values[slot] = Int64(average)
                }
            }
            slot += stride
        }
    }

    /// The least or greatest of a window: `candidates` holds the entries that no later one of the
    /// window outdoes, best first.
    private func extreme(
        _ series: EntrySeries, _ range: Range<Int>, _ account: Int, _ stride: Int,
        _ cells: inout FactCells
    ) {
        let sign: Int64 = fact.aggregate == .minimum ? 1 : -1
        let (times, amounts) = (series.occurredAt.span, series.values.span)
        let empty = empty
        var candidates: [Int] = []
        var (first, next, best, slot) = (range.lowerBound, range.lowerBound, 0, account)
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
            cells.values[slot] = isEmpty ? empty.value : amounts[candidates[best]]
            if isEmpty, empty.absence != 0 { cells.absences[slot] = 1 }
            slot += stride
        }
    }
}
