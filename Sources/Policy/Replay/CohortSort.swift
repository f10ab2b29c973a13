import CEL
import CivilCalendar
import LedgerModel

/// Places accounts among others by one of their facts, column by column: the same as `CohortRank`,
/// which does it value by value.
struct CohortSort {
    private let fact: PopulationFact

    init(_ fact: PopulationFact) { self.fact = fact }

    /// The places of all accounts in one cohort, by slot; where the value is missing, its reason.
    func cells(_ values: RankedValues, slotCount: Int) -> FactCells {
        if values.missing.isEmpty, let same = sameForAll(values) { return same }
        var cells = FactCells(count: slotCount)
        rank(values, into: &cells)
        for (slot, reason) in values.missing { cells.setMissing(slot, reason: reason) }
        return cells
    }

    /// The places of accounts that stand in the order of their ids.
    func values(_ values: [FactValue], cohorts: [FactValue]?) -> [FactValue] {
        var results = values.map { value -> FactValue in
            if case .missing = value { value } else { .missing(.noEvent) }
        }
        var groups: [FactValue: [(value: Int64, target: UInt32)]] = [:]
        for (index, value) in values.enumerated() {
            guard let number = value.number else { continue }
            let cohort = cohorts?[index] ?? .truth(true)
            if case .missing = cohort {
                results[index] = cohort
            } else {
                groups[cohort, default: []].append((number, UInt32(index)))
            }
        }
        var cells = FactCells(count: values.count)
        for group in groups.values {
            rank(RankedValues(group), into: &cells)
            for (_, index) in group {
                results[Int(index)] = cells.value(
                    at: Int(index), .int, FactCells.commonReasons, [])
            }
        }
        return results
    }

    /// What is the same for a whole cohort; nil for places in it.
    private func sameForAll(_ values: RankedValues) -> FactCells? {
        guard fact.measure == .cohortTotal || fact.measure == .cohortAverage, values.count > 0
        else { return nil }
        let place = Place(start: 0, end: 1, count: values.count)
        let (cell, absence) = cell(place, 0, values.positiveSum, values.sum)
        return absence == 0 ? FactCells(constant: cell) : nil
    }

    private func rank(_ ranked: RankedValues, into cells: inout FactCells) {
        var overflows: [Int] = []
        rank(ranked, into: &cells.values, &overflows)
        for target in overflows {
            cells.setMissing(target, reason: cells.values[target])
        }
    }

    private func rank(
        _ ranked: RankedValues, into cells: inout [Int64], _ missing: inout [Int]
    ) {
        var cells = cells.mutableSpan
        var before: Int128 = 0
        var start = 0
        while start < ranked.count {
            let value = ranked.value(at: start)
            var end = start + 1
            if fact.ties == .shared {
                while end < ranked.count, ranked.value(at: end) == value { end += 1 }
            }
            let place = Place(start: start, end: end, count: ranked.count)
            let (cell, absence) = cell(place, before, ranked.positiveSum, ranked.sum)
            for index in start..<end {
                let target = ranked.target(at: index)
                cells[target] = cell
                if absence != 0 { missing.append(target) }
            }
            before += Int128(max(0, value)) * Int128(end - start)
            start = end
        }
    }

    /// Where accounts of one value stand among all.
    private struct Place {
        let start: Int
        let end: Int
        let count: Int
    }

    @inline(__always)
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
