import LedgerModel

/// The entries of the readings of a fact by account, each account's in the order of the times at
/// which they happened, those of one time by their place in the log.
struct EntrySeries: Sendable {
    /// Where the entries of each account begin, and where those of the last one end.
    let starts: [Int]
    private(set) var occurredAt: [Int64]
    /// With the sign of their reading; 1 or −1 for an entry that is only counted.
    private(set) var values: [Int64]
    private var positions: [UInt64]
    /// Accounts whose entries ask for a rate, or whose sums could overflow.
    private(set) var isSpecial: [Bool]

    init(_ fact: EventFact, of shard: borrowing ReplayShard, _ plan: ReplayPlan) {
        let pack = plan.pack
        let columns = fact.readings.map { shard.entries[plan.sourceOfReading[$0]] }
        let accountCount = shard.accounts.count
        starts = Self.starts(columns, accountCount)
        let count = starts[accountCount]
        occurredAt = Array(repeating: 0, count: count)
        values = occurredAt
        positions = Array(repeating: 0, count: count)
        isSpecial = Array(repeating: false, count: accountCount)
        var next = starts
        for (reading, column) in zip(fact.readings, columns) {
            let isNegative = pack.readings[reading].isNegative
            if fact.aggregate == .count {
                place(column, factor: 0, plus: isNegative ? -1 : 1, &next)
            } else if isNegative {
                // A negated truth is false, a negated text stays what it is.
                let content = plan.sources[plan.sourceOfReading[reading]].content
                place(column, factor: content.negated, plus: 0, &next)
            } else {
                place(column, factor: 1, plus: 0, &next)
            }
            if let currency = pack.currency { mark(column, otherThan: currency) }
        }
        for account in 0..<accountCount { order(starts[account]..<starts[account + 1]) }
        markLargeSums()
    }

    private static func starts(_ columns: [EntryColumns], _ accountCount: Int) -> [Int] {
        var starts = Array(repeating: 0, count: accountCount + 1)
        var counts = starts.mutableSpan
        for column in columns {
            let accounts = column.accounts.span
            for index in accounts.indices { counts[Int(accounts[index]) + 1] += 1 }
        }
        for account in 0..<accountCount { counts[account + 1] += counts[account] }
        return starts
    }

    private mutating func place(
        _ column: EntryColumns, factor: Int64, plus: Int64, _ next: inout [Int]
    ) {
        Self.place(column, factor, plus, &next, &occurredAt, &values, &positions)
    }

    private static func place(
        _ column: EntryColumns, _ factor: Int64, _ plus: Int64, _ next: inout [Int],
        _ occurredAt: inout [Int64], _ values: inout [Int64], _ positions: inout [UInt64]
    ) {
        let (accounts, times) = (column.accounts.span, column.occurredAt.span)
        let (taken, places) = (column.values.span, column.positions.span)
        var next = next.mutableSpan
        var occurredAt = occurredAt.mutableSpan
        var values = values.mutableSpan
        var positions = positions.mutableSpan
        for index in accounts.indices {
            let account = Int(accounts[index])
            let slot = next[account]
            next[account] = slot + 1
            occurredAt[slot] = times[index]
            values[slot] = factor &* taken[index] &+ plus
            positions[slot] = places[index]
        }
    }

    private mutating func mark(_ column: EntryColumns, otherThan currency: CurrencyCode) {
        for (index, own) in column.currencies.enumerated() where own != currency && own != .none {
            isSpecial[Int(column.accounts[index])] = true
        }
    }

    /// Puts the entries of one account in order: mostly they are, reading by reading.
    private mutating func order(_ range: Range<Int>) {
        guard let first = firstOutOfOrder(range) else { return }
        guard range.count > Self.shortCount else {
            for index in first..<range.upperBound { insert(index, after: range.lowerBound) }
            return
        }
        let sorted = range.sorted { precedes($0, $1) }
        let (times, taken, places) = (occurredAt, values, positions)
        for (slot, index) in zip(range, sorted) {
            occurredAt[slot] = times[index]
            values[slot] = taken[index]
            positions[slot] = places[index]
        }
    }

    /// Up to so many entries are sorted by insertion.
    private static let shortCount = 48

    private func firstOutOfOrder(_ range: Range<Int>) -> Int? {
        let (times, places) = (occurredAt.span, positions.span)
        var index = range.lowerBound + 1
        while index < range.upperBound {
            let (before, own) = (times[index - 1], times[index])
            if own < before || own == before && places[index] < places[index - 1] { return index }
            index += 1
        }
        return nil
    }

    private func precedes(_ left: Int, _ right: Int) -> Bool {
        (occurredAt[left], positions[left]) < (occurredAt[right], positions[right])
    }

    private mutating func insert(_ index: Int, after start: Int) {
        Self.insert(index, after: start, &occurredAt, &values, &positions)
    }

    private static func insert(
        _ index: Int, after start: Int, _ occurredAt: inout [Int64], _ values: inout [Int64],
        _ positions: inout [UInt64]
    ) {
        var times = occurredAt.mutableSpan
        var taken = values.mutableSpan
        var places = positions.mutableSpan
        let (time, value, place) = (times[index], taken[index], places[index])
        var slot = index
        while slot > start,
            time < times[slot - 1] || time == times[slot - 1] && place < places[slot - 1]
        {
            times[slot] = times[slot - 1]
            taken[slot] = taken[slot - 1]
            places[slot] = places[slot - 1]
            slot -= 1
        }
        times[slot] = time
        taken[slot] = value
        places[slot] = place
    }

    /// No sum of an account's entries overflows while their magnitudes together don't.
    private mutating func markLargeSums() {
        for account in isSpecial.indices where sumIsLarge(of: account) {
            isSpecial[account] = true
        }
    }

    private func sumIsLarge(of account: Int) -> Bool {
        let values = values.span
        var magnitude: UInt64 = 0
        for index in starts[account]..<starts[account + 1] {
            let (sum, overflows) = magnitude.addingReportingOverflow(values[index].magnitude)
            if overflows { return true }
            magnitude = sum
        }
        return magnitude > UInt64(Int64.max)
    }
}
extension ReplayPlan.Content {
    /// What a value of a reading that is taken away is multiplied by: a truth becomes false, a text
    /// stays what it is.
    fileprivate var negated: Int64 {
        switch self {
        case .number: -1
        case .truth: 0
        case .text, .any: 1
        }
    }
}
