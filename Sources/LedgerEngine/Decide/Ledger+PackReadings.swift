import JSON
import LMDB
package import LedgerModel
package import Policy

/// What a pack reads of a ledger, ready to be decided.
struct PackReadings: Sendable {
    let records: [(account: AccountID, record: AccountReadings)]
    let lists: [FrozenList]
    let rates: [QuotedRate]
    /// The first and the last event of the whole ledger that the pack's facts read.
    let span: ClosedRange<Instant>?
    /// The currency of the ledger, where the pack follows it.
    let currency: CurrencyCode
}

extension Ledger {
    /// Runs a pack over the ledger, or over one account where the pack needs no other.
    ///
    /// - Parameters:
    ///   - end: positions from here on are unknown; nil for none.
    ///   - rulings: which approvals and overrides count.
    package func historyRun(
        _ pack: Pack, _ knowledge: DecisionKnowledge, of account: AccountID? = nil,
        before end: UInt64? = nil, rulings: (AccountReadings.Ruling) -> Bool = { _ in true }
    ) throws(QueryError) -> HistoryRun {
        let own = pack.needsEveryAccount ? nil : account
        let scan = try scan(knowledge, before: end)
        let readings = try readings(of: pack, scan, account: own)
        let isThen = if case .then = knowledge { true } else { false }
        let records = readings.records.map { account, record in
            (account: account, record: record.keepingRulings(rulings))
        }
        return HistoryRun(
            pack.inCurrency(ofLedger: readings.currency), records, lists: readings.lists,
            rates: readings.rates, span: readings.span, knowledge: isThen ? .then : .fixed)
    }

    private func readings(
        of pack: Pack, _ scan: DecisionScan, account: AccountID?
    ) throws(QueryError) -> PackReadings {
        var fold = try emptyFold(pack)
        let types = try eventTypes()
        let read = EventIntake(pack).types
        let isRead = types.map { read.contains($0) }
        var (first, last): (Instant?, Instant?) = (nil, nil)
        func note(_ header: EventHeader) {
            guard Int(header.type) < isRead.count, isRead[Int(header.type)] else { return }
            first = first.map { min($0, header.occurredAt) } ?? header.occurredAt
            last = last.map { max($0, header.occurredAt) } ?? header.occurredAt
        }
        try querying { () throws(StorageError) in
            var tape = JSONTape()
            let log = LogReader(tables: tables)
            guard let account else {
                try log.forEach(0..<scan.end, in: environment) {
                    (position, header, json) throws(StorageError) in
                    guard let known = try scan.span(position, header, json, &tape) else {
                        return .next
                    }
                    try fold.add(position, header, json, known: known)
                    note(header)
                    return .next
                }
                return
            }
            for account in [account, .ledger] {
                let positions = try positions(of: account).filter { $0 < scan.end }
                try log.forEach(at: positions, in: environment) {
                    (position, header, json) throws(StorageError) in
                    guard let known = try scan.span(position, header, json, &tape) else {
                        return .next
                    }
                    try fold.add(position, header, json, known: known)
                    return .next
                }
            }
            try log.forEach(0..<scan.end, in: environment) {
                (position, header, json) throws(StorageError) in
                if try scan.span(position, header, json, &tape) != nil { note(header) }
                return .next
            }
        }
        fold.sort()
        let names = try accountNames(fold.records.count)
        var records: [(account: AccountID, record: AccountReadings)] = []
        for (name, record) in zip(names, fold.records) where name != .ledger {
            if let record { records.append((name, record)) }
        }
        let span: ClosedRange<Instant>? =
            if let first, let last { first...last } else { nil }
        return PackReadings(
            records: records, lists: fold.lists, rates: fold.rates, span: span,
            currency: fold.currencies.proposal)
    }

    private func emptyFold(_ pack: Pack) throws(QueryError) -> PackFold {
        try querying { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                PackFold(
                    pack, types: try TypeDirectory(transaction, tables).names,
                    ledgerAccount: try accountNumber(of: .ledger, transaction),
                    accountCount: try transaction.statistics(of: tables.accounts).entries)
            }
        }
    }

    private func eventTypes() throws(QueryError) -> [String] {
        try querying { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                try TypeDirectory(transaction, tables).names
            }
        }
    }
}
