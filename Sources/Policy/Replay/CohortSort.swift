import CivilCalendar
import LedgerModel

/// Places accounts among others by one of their facts, column by column: the same as `CohortRank`,
/// which does it for single values.
struct CohortSort {
    private let fact: PopulationFact
    /// The rows in the order that breaks ties; nil for ties that are shared.
    private let order: [UInt32]?

    init(_ fact: PopulationFact, order: [UInt32]?) {
        self.fact = fact
        self.order = order
    }

    /// The fact of every row; where the value or the cohort is missing, its reason.
    func cells(_ values: FactCells, cohorts: FactCells?) -> FactCells {
        let count = values.values.count
        var result = FactCells(count: count)
        for group in groups(values, cohorts, &result) {
            let ranked = sorted(group, values.values)
            rank(ranked, values.values, &result.values, &result.absences)
        }
        return result
    }

    private func groups(
        _ values: FactCells, _ cohorts: FactCells?, _ result: inout FactCells
    ) -> [[UInt32]] {
        var groups: [[UInt32]] = []
        var known: [Int64: Int] = [:]
        let count = values.values.count
        if cohorts == nil {
            groups.append([])
            groups[0].reserveCapacity(count)
        }
        for index in 0..<count {
            let row = order.map { Int($0[index]) } ?? index
            guard values.absences[row] == 0 else {
                (result.values[row], result.absences[row]) = (values.values[row], 1)
                continue
            }
            guard let cohorts else {
                groups[0].append(UInt32(row))
                continue
            }
            let cohort = cohorts.values[row]
            guard cohorts.absences[row] == 0 else {
                (result.values[row], result.absences[row]) = (cohort, 1)
                continue
            }
            if known[cohort] == nil {
                known[cohort] = groups.count
                groups.append([])
            }
            groups[known[cohort] ?? 0].append(UInt32(row))
        }
        return groups
    }

    /// Sorts rows by falling value; those of one value stay as they stand.
    private func sorted(_ rows: [UInt32], _ values: [Int64]) -> [UInt32] {
        guard let first = rows.first else { return [] }
        var (least, greatest) = (values[Int(first)], values[Int(first)])
        for row in rows {
            least = min(least, values[Int(row)])
            greatest = max(greatest, values[Int(row)])
        }
        let range = UInt64(bitPattern: greatest &- least)
        let keyBits = 64 - range.leadingZeroBitCount
        let indexBits = 64 - UInt64(rows.count).leadingZeroBitCount
        guard keyBits + indexBits <= 64, rows.count > Self.fewRows else {
            return rows.enumerated().sorted { left, right in
                let (one, other) = (values[Int(left.element)], values[Int(right.element)])
                return one == other ? left.offset < right.offset : one > other
            }.map(\.element)
        }
        var keys = [UInt64](repeating: 0, count: rows.count)
        let (own, columns) = (rows.span, values.span)
        var filled = keys.mutableSpan
        for index in own.indices {
            let key = UInt64(bitPattern: greatest &- columns[Int(own[index])])
            filled[index] = key << UInt64(indexBits) | UInt64(index)
        }
        RadixSort.sort(&keys, bits: indexBits..<indexBits + keyBits)
        let mask = UInt64(1) << UInt64(indexBits) - 1
        let sorted = keys.span
        var ordered = [UInt32](repeating: 0, count: rows.count)
        var target = ordered.mutableSpan
        for index in sorted.indices { target[index] = own[Int(sorted[index] & mask)] }
        return ordered
    }

    /// Fewer rows are compared with each other.
    private static let fewRows = 64

    private func rank(
        _ ranked: [UInt32], _ values: [Int64], _ cells: inout [Int64], _ absences: inout [UInt8]
    ) {
        let (total, sum) = sums(ranked, values)
        let (rows, values) = (ranked.span, values.span)
        var cells = cells.mutableSpan
        var absences = absences.mutableSpan
        var before: Int128 = 0
        var start = 0
        while start < rows.count {
            let value = values[Int(rows[start])]
            var end = start + 1
            if fact.ties == .shared {
                while end < rows.count, values[Int(rows[end])] == value { end += 1 }
            }
            let (cell, absence) = cell(
                Place(start: start, end: end, count: rows.count), before, total, sum)
            for index in start..<end {
                cells[Int(rows[index])] = cell
                absences[Int(rows[index])] = absence
            }
            before += Int128(max(0, value)) * Int128(end - start)
            start = end
        }
    }

    private func sums(_ rows: [UInt32], _ values: [Int64]) -> (positive: Int128, all: Int128) {
        var (positive, all): (Int128, Int128) = (0, 0)
        for row in rows {
            let value = Int128(values[Int(row)])
            positive += max(0, value)
            all += value
        }
        return (positive, all)
    }

    /// Where accounts of one value stand among all.
    private struct Place {
        let start: Int
        let end: Int
        let count: Int
    }

    private func cell(
        _ place: Place, _ before: Int128, _ total: Int128, _ sum: Int128
    ) -> (Int64, UInt8) {
        switch fact.measure {
        case .rank: (Int64(place.start) + 1, 0)
        case .percentile: (Int64(place.count - place.end) * 1_000_000 / Int64(place.count), 0)
        case .quintile: (1 + Int64(place.count - place.end) * 5 / Int64(place.count), 0)
        case .cumulativeBefore: Self.cell(before)
        case .cumulativeShareBefore: Self.share(before, of: total)
        case .cohortTotal: Self.cell(total)
        case .cohortAverage: Self.cell(sum.dividedHalfEven(by: Int128(place.count)))
        }
    }

    private static func cell(_ number: Int128) -> (Int64, UInt8) {
        Int64(exactly: number).map { ($0, 0) } ?? (FactCells.overflow, 1)
    }

    private static func share(_ part: Int128, of total: Int128) -> (Int64, UInt8) {
        guard total > 0 else { return (FactCells.noBase, 1) }
        if let part = Int64(exactly: part), let whole = Int64(exactly: total) {
            let (millionths, overflows) = part.multipliedReportingOverflow(by: 1_000_000)
            if !overflows { return (millionths / whole, 0) }
        }
        return cell((part * 1_000_000).floorDivided(by: total))
    }
}

/// Sorts whole numbers digit by digit, from the lowest (LSD radix sort: Knuth, The Art of Computer
/// Programming 3, 5.2.5).
enum RadixSort {
    private static let digitBits = 11

    /// Sorts by some bits; numbers that agree in them stay as they stand.
    static func sort(_ keys: inout [UInt64], bits: Range<Int>) {
        var other = keys
        for low in stride(from: bits.lowerBound, to: bits.upperBound, by: digitBits) {
            let width = min(digitBits, bits.upperBound - low)
            pass(keys, into: &other, low, width)
            swap(&keys, &other)
        }
    }

    private static func pass(_ keys: [UInt64], into sorted: inout [UInt64], _ low: Int, _ width: Int) {
        let mask = UInt64(1) << UInt64(width) - 1
        let shift = UInt64(low)
        var starts = [Int](repeating: 0, count: 1 << width)
        let keys = keys.span
        var counts = starts.mutableSpan
        for index in keys.indices { counts[Int(keys[index] >> shift & mask)] += 1 }
        var next = 0
        for digit in counts.indices {
            let count = counts[digit]
            counts[digit] = next
            next += count
        }
        var target = sorted.mutableSpan
        for index in keys.indices {
            let digit = Int(keys[index] >> shift & mask)
            target[counts[digit]] = keys[index]
            counts[digit] += 1
        }
    }
}
