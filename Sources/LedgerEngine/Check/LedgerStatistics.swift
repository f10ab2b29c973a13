import LMDB
public import LedgerModel
public import TransparencyLog

/// What a ledger consists of, in numbers.
public struct LedgerStatistics: Equatable, Sendable {
    /// Sixteen bytes in hexadecimal digits that name the ledger.
    public let ledgerID: String
    /// When the ledger was made.
    public let createdAt: Instant
    /// Events recorded, the ledger's own included.
    public let events: UInt64
    /// Accounts with an event.
    public let accounts: Int
    /// Different types among the events.
    public let eventTypes: Int
    /// Events that were annulled.
    public let annulments: Int
    /// Size and root of the tree over all events.
    public let head: TreeHead
    /// Sealed segments.
    public let segments: Int
    /// Events after the last sealed segment.
    public let tailEvents: UInt64
    /// Bytes of the data file that commits have used, free pages included.
    public let bytes: Int
    /// Bytes by table.
    public let tableBytes: [(table: String, bytes: Int)]

    public static func == (left: LedgerStatistics, right: LedgerStatistics) -> Bool {
        left.ledgerID == right.ledgerID && left.head == right.head && left.bytes == right.bytes
    }
}

extension Ledger {
    /// Counts what the ledger holds, in one read transaction.
    public func statistics() throws(LedgerError) -> LedgerStatistics {
        try translating { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                try statistics(transaction)
            }
        }
    }

    private func statistics(
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> LedgerStatistics {
        let edge = try TreeRows.readEdge(transaction, tables)
        let sealed = try SegmentManifest.all(transaction, tables).filter { $0.level > 0 }
        return LedgerStatistics(
            ledgerID: identity.text,
            createdAt: Instant(microseconds: identity.createdMicroseconds),
            events: edge.size, accounts: try accountCount(transaction),
            eventTypes: try transaction.statistics(of: tables.types).entries,
            annulments: try transaction.statistics(of: tables.annulled).entries,
            head: TreeHead(size: edge.size, root: edge.root), segments: sealed.count,
            tailEvents: edge.size - (sealed.last?.end ?? 0), bytes: environment.usedBytes(),
            tableBytes: try tableBytes(transaction))
    }

    /// Accounts with an event; the subject of ledger events is none.
    private func accountCount(
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> Int {
        let reserved = Array(AccountID.ledger.text.utf8)
        let subjects = try transaction.statistics(of: tables.accounts).entries
        let hasReserved = try transaction.value(of: reserved, in: tables.accountIDs) != nil
        return hasReserved ? subjects - 1 : subjects
    }

    private func tableBytes(
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> [(table: String, bytes: Int)] {
        var sizes: [(table: String, bytes: Int)] = []
        for (name, table) in tables.named {
            sizes.append((name, try transaction.statistics(of: table).bytes))
        }
        return sizes
    }
}

extension LedgerTables {
    /// All tables with their names in the file.
    var named: [(name: String, table: Table)] {
        let named = [
            ("events", events), ("accounts", accounts), ("account_ids", accountIDs),
            ("types", types), ("annulled", annulled), ("tree", tree), ("segments", segments),
            ("manifest", manifest), ("tail_keys", tailKeys), ("tail_accounts", tailAccounts),
            ("columns", columns), ("column_manifest", columnManifest), ("meta", meta),
        ]
        guard let values else { return named }
        return named + [
            ("value_columns", values.registry), ("value_manifest", values.manifest),
            ("values", values.blocks),
        ]
    }
}

extension LedgerIdentity {
    /// The id as 32 hexadecimal digits.
    var text: String {
        let digits = String(id, radix: 16)
        return String(repeating: "0", count: 32 - digits.count) + digits
    }
}
