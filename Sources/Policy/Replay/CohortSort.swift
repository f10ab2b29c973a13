import CEL
import CivilCalendar
import LedgerModel

/// Places accounts among others by one of their facts, column by column: the same as `CohortRank`,
/// which does it value by value.
struct CohortSort {
    private let fact: PopulationFact

    init(_ fact: PopulationFact) { self.fact = fact }

    /// The values of the accounts of one shard.
    struct Run {
        let cells: FactCells
        /// The cell of the first account.
        let start: Int
        let firstSlot: Int
        let known: AccountRoll.Known
        let count: Int
    }

    /// The places of all accounts in one cohort, by slot; where the value is missing, its reason.
    func cells(_ runs: [Run], slotCount: Int) -> FactCells {
        var candidates = Candidates()
        candidates.reserve(runs.reduce(0) { $0 + $1.count })
        var missing: [(slot: Int, reason: Int64)] = []
        for run in runs { candidates.add(run, &missing) }
        if missing.isEmpty, let same = sameForAll(candidates) { return same }
        var cells = FactCells(count: slotCount)
        rank(candidates, into: &cells)
        for (slot, reason) in missing { cells.setMissing(slot, reason: reason) }
        return cells
    }

    /// The places of accounts that stand in the order of their ids.
    func values(_ values: [FactValue], cohorts: [FactValue]?) -> [FactValue] {
        var results = values.map { value -> FactValue in
            if case .missing = value { value } else { .missing(.noEvent) }
        }
        var groups: [FactValue: Candidates] = [:]
        for (index, value) in values.enumerated() {
            guard let number = value.number else { continue }
            let cohort = cohorts?[index] ?? .truth(true)
            if case .missing = cohort {
                results[index] = cohort
            } else {
                groups[cohort, default: Candidates()].add(number, UInt32(index))
            }
        }
        var cells = FactCells(count: values.count)
        for candidates in groups.values {
            rank(candidates, into: &cells)
            for index in candidates.targets {
                results[Int(index)] = cells.value(
                    at: Int(index), .int, FactCells.commonReasons, [])
            }
        }
        return results
    }

    /// What is the same for a whole cohort; nil for places in it.
    private func sameForAll(_ candidates: Candidates) -> FactCells? {
        guard fact.measure == .cohortTotal || fact.measure == .cohortAverage,
            !candidates.values.isEmpty
        else { return nil }
        let (positive, all) = candidates.sums
        let place = Place(start: 0, end: 1, count: candidates.values.count)
        let (cell, absence) = cell(place, 0, positive, all)
        return absence == 0 ? FactCells(constant: cell) : nil
    }

    private func rank(_ candidates: Candidates, into cells: inout FactCells) {
        let ranked = candidates.sorted
        let (total, sum) = candidates.sums
        let (values, targets) = (candidates.values.span, candidates.targets.span)
        let order = ranked.span
        var before: Int128 = 0
        var start = 0
        while start < order.count {
            let value = values[Int(order[start])]
            var end = start + 1
            if fact.ties == .shared {
                while end < order.count, values[Int(order[end])] == value { end += 1 }
            }
            let place = Place(start: start, end: end, count: order.count)
            let (cell, absence) = cell(place, before, total, sum)
            for index in start..<end {
                let target = Int(targets[Int(order[index])])
                if absence == 0 {
                    cells.set(target, cell)
                } else {
                    cells.setMissing(target, reason: cell)
                }
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

/// The accounts of one cohort that have a value, in the order that breaks ties.
private struct Candidates {
    private(set) var values: [Int64] = []
    /// Where the place of each is to be put.
    private(set) var targets: [UInt32] = []

    mutating func reserve(_ count: Int) {
        values.reserveCapacity(count)
        targets.reserveCapacity(count)
    }

    mutating func add(_ value: Int64, _ target: UInt32) {
        values.append(value)
        targets.append(target)
    }

    mutating func add(_ run: CohortSort.Run, _ missing: inout [(slot: Int, reason: Int64)]) {
        if case .all = run.known, run.cells.absences.isEmpty {
            values.append(contentsOf: run.cells.values[run.start..<run.start + run.count])
            targets.append(
                contentsOf: UInt32(run.firstSlot)..<UInt32(run.firstSlot + run.count))
            return
        }
        let accounts: [Int]
        switch run.known {
        case .all: accounts = Array(0..<run.count)
        case .some(let own): accounts = own
        }
        for account in accounts {
            let value = run.cells.values[run.start + account]
            if run.cells.isMissing(run.start + account) {
                missing.append((run.firstSlot + account, value))
            } else {
                add(value, UInt32(run.firstSlot + account))
            }
        }
    }

    /// The sum of what is above 0, and that of all.
    var sums: (positive: Int128, all: Int128) {
        var (positive, all): (Int128, Int128) = (0, 0)
        for value in values {
            positive += Int128(max(0, value))
            all += Int128(value)
        }
        return (positive, all)
    }

    /// The indices of the candidates by falling value; those of one value stay as they stand.
    var sorted: [UInt32] {
        guard let least = values.min(), let greatest = values.max() else { return [] }
        let range = UInt64(bitPattern: greatest &- least)
        let keyBits = 64 - range.leadingZeroBitCount
        let indexBits = 64 - UInt64(values.count).leadingZeroBitCount
        guard keyBits + indexBits <= 64 else {
            return values.indices.sorted { left, right in
                values[left] == values[right] ? left < right : values[left] > values[right]
            }.map { UInt32($0) }
        }
        var keys = [UInt64](repeating: 0, count: values.count)
        let own = values.span
        var filled = keys.mutableSpan
        for index in own.indices {
            let key = UInt64(bitPattern: greatest &- own[index])
            filled[index] = key << UInt64(indexBits) | UInt64(index)
        }
        if values.count < Self.manyCandidates {
            keys.sort()
        } else {
            RadixSort.sort(&keys, bits: indexBits..<indexBits + keyBits)
        }
        let mask = UInt64(1) << UInt64(indexBits) - 1
        return keys.map { UInt32(truncatingIfNeeded: $0 & mask) }
    }

    /// From so many on they are sorted digit by digit.
    private static let manyCandidates = 512
}
