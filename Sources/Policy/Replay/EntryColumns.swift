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

    /// Adds an entry, but for its currency.
    package mutating func append(
        account: UInt32, occurredAt: Int64, position: UInt64, value: Int64
    ) {
        accounts.append(account)
        self.occurredAt.append(occurredAt)
        positions.append(position)
        values.append(value)
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
