/// The values of one cohort, the greatest first, each with the account that has it.
struct RankedValues: Sendable {
    /// How far each value is below the greatest, rising, over the account that has it.
    private var keys: [UInt64] = []
    /// The accounts where they have no room in the keys; else empty.
    private var targets: [UInt32] = []
    private var greatest: Int64 = 0
    /// Bits of a key that say the account.
    private var targetBits: UInt64 = 0
    /// The slots of accounts without a value, with the code of the reason.
    private(set) var missing: [(slot: Int, reason: Int64)] = []
    /// The sum of the values above 0.
    private(set) var positiveSum: Int128 = 0
    private(set) var sum: Int128 = 0

    var count: Int { keys.count }

    /// The values of the accounts of one shard.
    struct Run {
        let cells: FactCells
        /// The cell and the slot of the first account.
        let start: Int
        let firstSlot: Int
        /// Accounts that are known.
        let count: Int

        fileprivate var range: Range<Int> { start..<start + count }
    }

    /// Ranks the accounts of all shards, to be told by slot.
    init(_ runs: [Run]) {
        var scale = Scale()
        for run in runs { scale.take(run) }
        let slotCount = runs.map { $0.firstSlot + $0.count }.max() ?? 0
        prepare(scale, targetCount: slotCount)
        for run in runs { add(run) }
        sort(scale)
    }

    /// Ranks values; the targets rise.
    init(_ pairs: [(value: Int64, target: UInt32)]) {
        var scale = Scale()
        for (value, _) in pairs { scale.take(value) }
        prepare(scale, targetCount: pairs.last.map { Int($0.target) + 1 } ?? 0)
        for (value, target) in pairs { add(value, target) }
        sort(scale)
    }

    /// The value at a place; values fall.
    @inline(__always)
    func value(at place: Int) -> Int64 {
        greatest &- Int64(bitPattern: keys[place] &>> targetBits)
    }

    /// The account at a place; those of equal values rise.
    @inline(__always)
    func target(at place: Int) -> Int {
        targetBits > 0 ? Int(keys[place] & (1 &<< targetBits &- 1)) : Int(targets[place])
    }

    private mutating func prepare(_ scale: Scale, targetCount: Int) {
        greatest = scale.greatest
        (sum, positiveSum) = (scale.sum, scale.positiveSum)
        let bits = max(1, 64 - UInt64(targetCount).leadingZeroBitCount)
        targetBits = scale.bits + bits <= 64 ? UInt64(bits) : 0
        keys.reserveCapacity(scale.count)
    }

    private mutating func add(_ run: Run) {
        guard run.cells.absences.isEmpty, targetBits > 0, !run.cells.isConstant else {
            for account in 0..<run.count {
                let value = run.cells.number(at: run.cells.isConstant ? 0 : run.start + account)
                if run.cells.isMissing(run.start + account) {
                    missing.append((run.firstSlot + account, value))
                } else {
                    add(value, UInt32(run.firstSlot + account))
                }
            }
            return
        }
        if run.cells.smallValues.isEmpty {
            addAll(run.cells.values.span.extracting(run.range), UInt64(run.firstSlot))
        } else {
            addAll(run.cells.smallValues.span.extracting(run.range), UInt64(run.firstSlot))
        }
    }

    private mutating func addAll<Cell: FixedWidthInteger & BitwiseCopyable>(
        _ cells: Span<Cell>, _ firstSlot: UInt64
    ) {
        let (greatest, targetBits) = (greatest, targetBits)
        keys.append(addingCapacity: cells.count) { output in
            for index in cells.indices {
                let below = UInt64(bitPattern: greatest &- Int64(truncatingIfNeeded: cells[index]))
                output.append(below &<< targetBits | firstSlot &+ UInt64(index))
            }
        }
    }

    private mutating func add(_ value: Int64, _ target: UInt32) {
        let below = UInt64(bitPattern: greatest &- value)
        if targetBits > 0 {
            keys.append(below << targetBits | UInt64(target))
        } else {
            keys.append(below)
            targets.append(target)
        }
    }

    /// From so many on they are sorted digit by digit.
    private static let manyValues = 512

    private mutating func sort(_ scale: Scale) {
        if targetBits == 0 {
            let order = keys.indices.sorted { (keys[$0], $0) < (keys[$1], $1) }
            (keys, targets) = (order.map { keys[$0] }, order.map { targets[$0] })
        } else if keys.count < Self.manyValues {
            keys.sort()
        } else {
            let first = Int(targetBits)
            RadixSort.sort(&keys, bits: first..<first + scale.bits)
        }
    }
}

/// What some values come to before they are ranked.
private struct Scale {
    private(set) var count = 0
    private var least = Int64.max
    private(set) var greatest = Int64.min
    private(set) var sum: Int128 = 0
    private(set) var positiveSum: Int128 = 0

    /// Bits that tell how far a value is below the greatest.
    var bits: Int {
        count == 0 ? 0 : 64 - UInt64(bitPattern: greatest &- least).leadingZeroBitCount
    }

    mutating func take(_ value: Int64) {
        count += 1
        least = min(least, value)
        greatest = max(greatest, value)
        sum += Int128(value)
        positiveSum += Int128(max(0, value))
    }

    mutating func take(_ run: RankedValues.Run) {
        guard run.cells.absences.isEmpty, !run.cells.smallValues.isEmpty else {
            for account in 0..<run.count where !run.cells.isMissing(run.start + account) {
                take(run.cells.number(at: run.cells.isConstant ? 0 : run.start + account))
            }
            return
        }
        take(run.cells.smallValues.span.extracting(run.start..<run.start + run.count))
    }

    private mutating func take(_ values: Span<Int32>) {
        guard !values.isEmpty else { return }
        var (least, greatest) = (Int32.max, Int32.min)
        var (sum, positiveSum) = (Int64(0), Int64(0))
        for index in values.indices {
            let value = values[index]
            least = min(least, value)
            greatest = max(greatest, value)
            sum &+= Int64(value)
            positiveSum &+= Int64(max(0, value))
        }
        count += values.count
        self.least = min(self.least, Int64(least))
        self.greatest = max(self.greatest, Int64(greatest))
        self.sum += Int128(sum)
        self.positiveSum += Int128(positiveSum)
    }
}
