package import LedgerModel

/// What one reading takes from the events of a shard of accounts, as columns in the order of the
/// log.
package struct EntryColumns: Sendable {
    /// The account of each entry, by its index in the shard.
    package var accounts: [UInt32] = []
    /// When each event happened, in microseconds since 1970-01-01T00:00:00Z.
    package var occurredAt: [Int64] = []
    /// Where each event stands in the log, rising.
    package var positions: [UInt64] = []
    /// The number, 0 or 1 of a truth, or the code of a text in the texts of the shard.
    package var values: [Int64] = []
    /// The currency of each amount; empty where the reading takes no money.
    package var currencies: [CurrencyCode] = []
    /// The values of a reading whose type isn't known before its events; else empty.
    package var anyValues: [FactValue] = []

    package init() {}

    /// Entries.
    package var count: Int { accounts.count }

    /// Makes room for entries that will be added.
    package mutating func reserve(_ count: Int, hasCurrencies: Bool) {
        accounts.reserveCapacity(count)
        occurredAt.reserveCapacity(count)
        positions.reserveCapacity(count)
        values.reserveCapacity(count)
        if hasCurrencies { currencies.reserveCapacity(count) }
    }

    /// Adds an entry, but for its currency.
    package mutating func append(
        account: UInt32, occurredAt: Int64, position: UInt64, value: Int64
    ) {
        accounts.append(account)
        self.occurredAt.append(occurredAt)
        positions.append(position)
        values.append(value)
    }

    /// Adds entries of other events, each where its event stands in the log.
    mutating func add(_ other: EntryColumns) {
        guard let last = positions.last, let first = other.positions.first else {
            if positions.isEmpty { self = other }
            return
        }
        guard last > first else {
            accounts += other.accounts
            occurredAt += other.occurredAt
            positions += other.positions
            values += other.values
            currencies += other.currencies
            anyValues += other.anyValues
            return
        }
        var (merged, one, two) = (EntryColumns(), 0, 0)
        while one < count || two < other.count {
            let isOwn =
                two == other.count || one < count && positions[one] < other.positions[two]
            if isOwn { merged.append(self, one) } else { merged.append(other, two) }
            if isOwn { one += 1 } else { two += 1 }
        }
        self = merged
    }

    /// Adds an entry of others.
    private mutating func append(_ other: EntryColumns, _ index: Int) {
        append(
            account: other.accounts[index], occurredAt: other.occurredAt[index],
            position: other.positions[index], value: other.values[index])
        if !other.currencies.isEmpty { currencies.append(other.currencies[index]) }
        if !other.anyValues.isEmpty { anyValues.append(other.anyValues[index]) }
    }

    /// Gives accounts other places, and leaves out the entries of those whose place is
    /// `UInt32.max`.
    mutating func move(to places: [UInt32]) {
        let kept = accounts.indices.filter { places[Int(accounts[$0])] != .max }
        accounts = kept.map { places[Int(accounts[$0])] }
        guard kept.count < occurredAt.count else { return }
        occurredAt = kept.map { occurredAt[$0] }
        positions = kept.map { positions[$0] }
        values = kept.map { values[$0] }
        if !currencies.isEmpty { currencies = kept.map { currencies[$0] } }
        if !anyValues.isEmpty { anyValues = kept.map { anyValues[$0] } }
    }
}
