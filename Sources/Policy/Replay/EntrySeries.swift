import LedgerModel

/// The entries of the readings of a fact by account.
struct EntrySeries: Sendable {
    /// Where the entries of each account begin, and where those of the last one end.
    let starts: [Int]
    private(set) var occurredAt: [Int64]
    /// With the sign of their reading; of signs that are counted 1 or −1. Empty where nobody asks
    /// for them.
    private(set) var values: [Int64] = []
    /// Accounts whose entries ask for a rate, or whose sums could overflow.
    private(set) var isSpecial: [Bool]
    /// What the magnitudes of the entries of an account come to at most, of accounts that aren't
    /// special; the greatest number where nobody measured them.
    private(set) var greatestMagnitude = UInt64.max

    /// - Parameters:
    ///   - countsSigns: whether entries are counted for and against.
    ///   - inOrder: whether each account's entries are put in the order of the times at which they
    ///     happened, those of one time by their place in the log; else they stand anyhow.
    ///   - valued: whether the values of the entries matter, not only when they happened.
    init(
        _ fact: EventFact, countsSigns: Bool, inOrder: Bool, valued: Bool,
        of shard: borrowing ReplayShard,
        _ plan: ReplayPlan
    ) {
        let accountCount = shard.accounts.count
        isSpecial = Array(repeating: false, count: accountCount)
        var parts: [EntryColumns] = []
        for reading in fact.readings {
            let source = plan.sourceOfReading[reading]
            let column = shard.entries[source]
            if let currency = plan.pack.currency, plan.pack.readings[reading].isMoney {
                Self.mark(&isSpecial, column, otherThan: currency)
            }
            parts.append(
                column.signed(
                    isNegative: plan.pack.readings[reading].isNegative,
                    isCounted: countsSigns, plan.sources[source].content))
        }
        if inOrder { parts = parts.merged.map { [$0] } ?? [] }
        starts = Self.starts(parts, accountCount)
        occurredAt = Array(repeating: 0, count: starts[accountCount])
        if valued { values = occurredAt }
        var next = starts
        for part in parts { Self.place(part, &next, &occurredAt, &values) }
        if inOrder {
            for account in 0..<accountCount { order(starts[account]..<starts[account + 1]) }
        }
        if valued { measure() }
    }

    private static func starts(_ parts: [EntryColumns], _ accountCount: Int) -> [Int] {
        var starts = Array(repeating: 0, count: accountCount + 1)
        var counts = starts.mutableSpan
        for part in parts {
            let accounts = part.accounts.span
            for index in accounts.indices { counts[Int(accounts[index]) + 1] += 1 }
        }
        for account in 0..<accountCount { counts[account + 1] += counts[account] }
        return starts
    }

    /// Puts each entry behind those of its account that come before it.
    private static func place(
        _ entries: EntryColumns, _ slots: inout [Int], _ occurredAt: inout [Int64],
        _ values: inout [Int64]
    ) {
        let (accounts, times) = (entries.accounts.span, entries.occurredAt.span)
        let taken = entries.values.span
        var next = slots.mutableSpan
        var placedAt = occurredAt.mutableSpan
        guard !values.isEmpty else {
            for index in accounts.indices {
                let account = Int(accounts[index])
                let slot = next[account]
                next[account] = slot + 1
                placedAt[slot] = times[index]
            }
            return
        }
        var placed = values.mutableSpan
        for index in accounts.indices {
            let account = Int(accounts[index])
            let slot = next[account]
            next[account] = slot + 1
            placedAt[slot] = times[index]
            placed[slot] = taken[index]
        }
    }

    private static func mark(
        _ isSpecial: inout [Bool], _ column: EntryColumns, otherThan currency: CurrencyCode
    ) {
        let (own, none) = (currency.number, CurrencyCode.none.number)
        let currencies = column.currencies.span
        for index in currencies.indices {
            let number = currencies[index].number
            if number != own, number != none { isSpecial[Int(column.accounts[index])] = true }
        }
    }

    /// Puts the entries of one account in the order of time: mostly they are. Those of one time
    /// stay in the order of the log.
    private mutating func order(_ range: Range<Int>) {
        guard let first = firstOutOfOrder(range) else { return }
        guard range.count > Self.shortCount else {
            for index in first..<range.upperBound {
                Self.insert(index, after: range.lowerBound, &occurredAt, &values)
            }
            return
        }
        let sorted = range.sorted { (occurredAt[$0], $0) < (occurredAt[$1], $1) }
        let (times, taken) = (occurredAt, values)
        for (slot, index) in zip(range, sorted) {
            occurredAt[slot] = times[index]
            if !taken.isEmpty { values[slot] = taken[index] }
        }
    }

    /// Up to so many entries are sorted by insertion.
    private static let shortCount = 48

    private func firstOutOfOrder(_ range: Range<Int>) -> Int? {
        let times = occurredAt.span
        var index = range.lowerBound + 1
        while index < range.upperBound {
            if times[index] < times[index - 1] { return index }
            index += 1
        }
        return nil
    }

    private static func insert(
        _ index: Int, after start: Int, _ occurredAt: inout [Int64], _ values: inout [Int64]
    ) {
        var times = occurredAt.mutableSpan
        let time = times[index]
        var slot = index
        while slot > start, time < times[slot - 1] {
            times[slot] = times[slot - 1]
            slot -= 1
        }
        times[slot] = time
        guard !values.isEmpty else { return }
        var taken = values.mutableSpan
        let value = taken[index]
        for other in stride(from: index, to: slot, by: -1) { taken[other] = taken[other - 1] }
        taken[slot] = value
    }

    /// No sum of an account's entries overflows while their magnitudes together don't.
    private mutating func measure() {
        greatestMagnitude = 0
        for account in isSpecial.indices {
            let magnitude = magnitude(of: account)
            if magnitude > UInt64(Int64.max) {
                isSpecial[account] = true
            } else {
                greatestMagnitude = max(greatestMagnitude, magnitude)
            }
        }
    }

    private func magnitude(of account: Int) -> UInt64 {
        let values = values.span
        var sum: UInt64 = 0
        for index in starts[account]..<starts[account + 1] {
            let (next, overflows) = sum.addingReportingOverflow(values[index].magnitude)
            if overflows { return .max }
            sum = next
        }
        return sum
    }
}

extension [EntryColumns] {
    /// All entries in the order of the log; nil where there are no columns.
    fileprivate var merged: EntryColumns? {
        dropFirst().reduce(first) { $0?.merged(with: $1) }
    }
}

extension EntryColumns {
    /// The entries with the sign of a reading: of amounts that are taken away the negative, of
    /// truths that are taken away false. Entries that are only counted have 1 or −1.
    fileprivate func signed(
        isNegative: Bool, isCounted: Bool, _ content: ReplayPlan.Content
    ) -> EntryColumns {
        guard isNegative || isCounted else { return self }
        var signed = self
        let own = values.span
        var output = signed.values.mutableSpan
        for index in own.indices {
            if isCounted {
                output[index] = isNegative ? -1 : 1
            } else {
                switch content {
                case .number: output[index] = 0 &- own[index]
                case .truth: output[index] = 0
                case .text, .any: break
                }
            }
        }
        return signed
    }

    /// These entries and others, in the order of the log; those of one event with these first.
    fileprivate func merged(with other: EntryColumns) -> EntryColumns {
        guard other.count > 0 else { return self }
        guard count > 0 else { return other }
        var merged = EntryColumns()
        let total = count + other.count
        merged.accounts = Array(repeating: 0, count: total)
        merged.occurredAt = Array(repeating: 0, count: total)
        merged.positions = Array(repeating: 0, count: total)
        merged.values = merged.occurredAt
        Self.merge(
            self, other, &merged.accounts, &merged.occurredAt, &merged.positions, &merged.values)
        return merged
    }

    private static func merge(
        _ left: EntryColumns, _ right: EntryColumns, _ accounts: inout [UInt32],
        _ occurredAt: inout [Int64], _ positions: inout [UInt64], _ values: inout [Int64]
    ) {
        let (leftPlaces, rightPlaces) = (left.positions.span, right.positions.span)
        let (leftAccounts, rightAccounts) = (left.accounts.span, right.accounts.span)
        let (leftTimes, rightTimes) = (left.occurredAt.span, right.occurredAt.span)
        let (leftValues, rightValues) = (left.values.span, right.values.span)
        var accounts = accounts.mutableSpan
        var times = occurredAt.mutableSpan
        var places = positions.mutableSpan
        var taken = values.mutableSpan
        var (one, two) = (0, 0)
        for index in accounts.indices {
            let isLeft =
                two == rightPlaces.count
                || one < leftPlaces.count && leftPlaces[one] <= rightPlaces[two]
            if isLeft {
                accounts[index] = leftAccounts[one]
                times[index] = leftTimes[one]
                places[index] = leftPlaces[one]
                taken[index] = leftValues[one]
                one += 1
            } else {
                accounts[index] = rightAccounts[two]
                times[index] = rightTimes[two]
                places[index] = rightPlaces[two]
                taken[index] = rightValues[two]
                two += 1
            }
        }
    }
}
