import JSON
import LMDB
import LedgerModel
import Policy

/// Takes what a pack reads of the events of a ledger, as they come in position order.
struct PackFold: Sendable {
    private let intake: EventIntake
    private let empty: AccountReadings
    private let types: [String]
    private let reads: [Bool]
    private let ledgerAccount: UInt32?
    /// By type, the amounts that tell the currency of the ledger; nil where the pack has its own.
    private let money: [MoneyColumns?]
    /// By account number; nil where the account has no event that counts.
    private(set) var records: [AccountReadings?]
    private(set) var lists: [FrozenList] = []
    private(set) var rates: [QuotedRate] = []
    /// Of what nobody has annulled, where the pack follows the currency of the ledger.
    private(set) var currencies = CurrencyTally()
    private var tape = JSONTape()

    /// - Parameters:
    ///   - types: the names of the ledger's event types by their numbers.
    ///   - accountCount: how many accounts the ledger has.
    init(_ pack: Pack, types: [String], ledgerAccount: UInt32?, accountCount: Int) {
        intake = EventIntake(pack)
        empty = AccountReadings(pack)
        self.types = types
        reads = types.map { [intake] in intake.reads($0) }
        self.ledgerAccount = ledgerAccount
        money = types.map { type in
            guard pack.followsLedgerCurrency else { return nil }
            return Catalogue.index(of: type).flatMap { MoneyColumns(definition: $0) }
        }
        records = Array(repeating: nil, count: accountCount)
    }

    /// Takes an event that counts. An annulment says nothing of its own.
    mutating func add(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>, known: KnownSpan
    ) throws(StorageError) {
        guard !header.flags.contains(.annulment) else { return }
        let type = Int(header.type)
        guard types.indices.contains(type), records.indices.contains(Int(header.account)) else {
            throw .damaged(reason: "the event at position \(position) names no account or type")
        }
        let event = EventIntake.Event(
            type: types[type], occurredAt: header.occurredAt, position: Position(position),
            known: known)
        if header.account == ledgerAccount {
            let data = try tape.parseData(of: position, json)
            EventIntake.takeLedger(
                event, tape, data: data, in: json, lists: &lists, rates: &rates)
            return
        }
        var record = records[Int(header.account)].take() ?? empty
        if reads[type] || money[type] != nil {
            let data = try tape.parseData(of: position, json)
            intake.take(event, tape, data: data, in: json, into: &record)
            if let money = money[type], known.until == nil {
                currencies.add(money, tape, data: data, in: json)
            }
        } else {
            intake.notice(event, in: &record)
        }
        records[Int(header.account)] = record
    }

    /// Puts everything in the order of time.
    mutating func sort() {
        for index in records.indices {
            guard var record = records[index].take() else { continue }
            record.sort()
            records[index] = record
        }
        lists.sort { ($0.occurredAt, $0.position) < ($1.occurredAt, $1.position) }
    }
}
