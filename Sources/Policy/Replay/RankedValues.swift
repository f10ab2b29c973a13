/// The values of one cohort, the greatest first, each with the account that has it.
struct RankedValues: Sendable {
    /// Falling; equal ones in the order that breaks ties.
    private(set) var values: [Int64] = []
    /// Where the place of each is to be put.
    private(set) var targets: [UInt32] = []
    /// The slots of accounts without a value, with the code of the reason.
    private(set) var missing: [(slot: Int, reason: Int64)] = []
    /// The sum of the values above 0.
    private(set) var positiveSum: Int128 = 0
    private(set) var sum: Int128 = 0

    var count: Int { values.count }

    /// The values of the accounts of one shard.
    struct Run {
        let cells: FactCells
        /// The cell and the slot of the first account.
        let start: Int
        let firstSlot: Int
        /// Accounts that are known.
        let count: Int
    }

    /// Ranks the accounts of all shards, to be told by slot.
    init(_ runs: [Run]) {
        let count = runs.reduce(0) { $0 + $1.count }
        values.reserveCapacity(count)
        targets.reserveCapacity(count)
        for run in runs { add(run) }
        sort()
    }

    /// Ranks values that stand in the order that breaks ties.
    init(_ pairs: [(value: Int64, target: UInt32)]) {
        values = pairs.map(\.value)
        targets = pairs.map(\.target)
        sort()
    }

    private mutating func add(_ run: Run) {
        if run.cells.absences.isEmpty {
            addAll(run)
        } else {
            for account in 0..<run.count { add(account, run) }
        }
    }

    private mutating func addAll(_ run: Run) {
        let cells = run.start..<run.start + run.count
        if run.cells.smallValues.isEmpty {
            values.append(contentsOf: run.cells.values[cells])
        } else {
            let own = run.cells.smallValues.span.extracting(cells)
            values.append(addingCapacity: run.count) { output in
                for cell in own.indices { output.append(Int64(own[cell])) }
            }
        }
        targets.append(contentsOf: UInt32(run.firstSlot)..<UInt32(run.firstSlot + run.count))
    }

    private mutating func add(_ account: Int, _ run: Run) {
        let value = run.cells.number(at: run.start + account)
        if run.cells.isMissing(run.start + account) {
            missing.append((run.firstSlot + account, value))
        } else {
            values.append(value)
            targets.append(UInt32(run.firstSlot + account))
        }
    }

    private mutating func sort() {
        guard let least = values.min(), let greatest = values.max() else { return }
        for value in values {
            positiveSum += Int128(max(0, value))
            sum += Int128(value)
        }
        let range = UInt64(bitPattern: greatest &- least)
        let keyBits = 64 - range.leadingZeroBitCount
        let indexBits = 64 - UInt64(values.count).leadingZeroBitCount
        guard keyBits + indexBits <= 64 else {
            let order = values.indices.sorted { left, right in
                values[left] == values[right] ? left < right : values[left] > values[right]
            }
            (values, targets) = (order.map { values[$0] }, order.map { targets[$0] })
            return
        }
        var keys = Self.keys(of: values, below: greatest, indexBits)
        if values.count < Self.manyValues {
            keys.sort()
        } else {
            RadixSort.sort(&keys, bits: indexBits..<indexBits + keyBits)
        }
        (values, targets) = Self.unpacked(keys, below: greatest, indexBits, targets)
    }

    /// From so many on they are sorted digit by digit.
    private static let manyValues = 512

    /// Each value as how far it is below the greatest, over its index.
    private static func keys(
        of values: [Int64], below greatest: Int64, _ indexBits: Int
    ) -> [UInt64] {
        let values = values.span
        var keys: [UInt64] = []
        keys.append(addingCapacity: values.count) { output in
            for index in values.indices {
                let key = UInt64(bitPattern: greatest &- values[index])
                output.append(key << UInt64(indexBits) | UInt64(index))
            }
        }
        return keys
    }

    private static func unpacked(
        _ keys: [UInt64], below greatest: Int64, _ indexBits: Int, _ targets: [UInt32]
    ) -> ([Int64], [UInt32]) {
        let mask = UInt64(1) << UInt64(indexBits) - 1
        let (keys, targets) = (keys.span, targets.span)
        var (values, sorted) = ([Int64](), [UInt32]())
        values.append(addingCapacity: keys.count) { output in
            for index in keys.indices {
                output.append(greatest &- Int64(bitPattern: keys[index] >> UInt64(indexBits)))
            }
        }
        sorted.append(addingCapacity: keys.count) { output in
            for index in keys.indices { output.append(targets[Int(keys[index] & mask)]) }
        }
        return (values, sorted)
    }
}
