import JSON
import LMDB
import LedgerModel

/// Folds events into the aggregates of their accounts, as they come in position order.
struct AccountFold: Sendable {
    /// By account number, from `firstAccount` on; nil where the account has no event that counts.
    private(set) var aggregates: [AccountState?]
    private let firstAccount: Int
    /// Rates quoted on the ledger's own subject.
    private(set) var rates = RateTable()
    private let known: KnownEvents
    /// Index in `Catalogue.definitions` by type number; -1 for types of the user's own.
    private let definitions: [Int]
    private let ledgerAccount: UInt32?
    private var tape = JSONTape()

    /// - Parameter accounts: the numbers of the accounts whose events come.
    init(_ known: KnownEvents, definitions: [Int], ledgerAccount: UInt32?, accounts: Range<Int>) {
        self.known = known
        firstAccount = accounts.lowerBound
        self.definitions = definitions
        self.ledgerAccount = ledgerAccount
        aggregates = Array(repeating: nil, count: accounts.count)
    }

    /// Takes an event if it counts. An annulment only takes another event away: its own time plays
    /// no part, and an account isn't there because of one.
    mutating func add(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>
    ) throws(StorageError) {
        guard !header.flags.contains(.annulment),
            try known.counts(position, header, json, &tape)
        else { return }
        let index = Int(header.account) - firstAccount
        guard aggregates.indices.contains(index) || header.account == ledgerAccount,
            Int(header.type) < definitions.count
        else {
            throw .damaged(reason: "the event at position \(position) names no account or type")
        }
        let definition = definitions[Int(header.type)]
        if header.account == ledgerAccount {
            guard RateTable.reads(definition: definition) else { return }
            let data = try tape.parseData(of: position, json)
            rates.fold(
                occurredAt: header.occurredAt, position: Position(position), tape, data: data,
                in: json)
            return
        }
        var aggregate = aggregates[index].take() ?? AccountState()
        if AccountState.reads(definition: definition) {
            let data = try tape.parseData(of: position, json)
            aggregate.fold(
                definition: definition, occurredAt: header.occurredAt,
                position: Position(position), tape, data: data, in: json)
        } else {
            aggregate.notice(header.occurredAt)
        }
        aggregates[index] = aggregate
    }

    /// The aggregate of an account, which is forgotten.
    mutating func take(_ account: Int) -> AccountState? {
        let index = account - firstAccount
        return aggregates.indices.contains(index) ? aggregates[index].take() : nil
    }

    /// Takes what another fold over other events has.
    mutating func merge(_ other: consuming AccountFold) {
        rates.merge(other.rates)
        for index in aggregates.indices {
            guard let theirs = other.take(firstAccount + index) else { continue }
            guard var own = aggregates[index].take() else {
                aggregates[index] = theirs
                continue
            }
            own.merge(theirs)
            aggregates[index] = own
        }
    }
}
