import LMDB

/// The events of small commits after the last sorted run, in two small B-trees: bounded, so that
/// they cost the same however long the ledger is.
enum Tail {
    static func add(
        _ entry: AccountEntry, hash: UInt128, _ transaction: borrowing WriteTransaction,
        _ tables: LedgerTables
    ) throws(StorageError) {
        var positions: [UInt64] = []
        do {
            let reading = transaction.reading
            if let row = try reading.value(of: hash, in: tables.tailKeys) {
                for offset in stride(from: 0, to: row.byteCount - 7, by: 8) {
                    positions.append(row.uint64(at: offset))
                }
            }
        }
        positions.append(entry.position)
        try transaction.put(positions.span.raw, at: hash, in: tables.tailKeys)
        let value: [UInt64] = [UInt64(bitPattern: entry.occurredAt), UInt64(entry.type)]
        try transaction.put(
            value.span.raw, at: UInt128(entry.account) << 64 | UInt128(entry.position),
            in: tables.tailAccounts)
    }

    /// Calls `body` with each position under a hash.
    static func forEachPosition(
        of hash: UInt128, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables,
        _ body: (UInt64) -> Void
    ) throws(StorageError) {
        guard let row = try transaction.value(of: hash, in: tables.tailKeys) else { return }
        for offset in stride(from: 0, to: row.byteCount - 7, by: 8) {
            body(row.uint64(at: offset))
        }
    }

    /// Calls `body` with the entries of one account, or with all, by account and position.
    static func forEachEntry(
        of account: UInt32? = nil, _ transaction: borrowing ReadTransaction,
        _ tables: LedgerTables, _ body: (AccountEntry) -> Void
    ) throws(StorageError) {
        var cursor = try transaction.cursor(in: tables.tailAccounts)
        var found = try cursor.seek(UInt128(account ?? 0) << 64)
        while found {
            let entry = try entry(cursor.wideKey, cursor.value)
            if let account, entry.account != account { return }
            body(entry)
            found = try cursor.next()
        }
    }

    private static func entry(
        _ key: UInt128, _ row: RawSpan
    ) throws(StorageError) -> AccountEntry {
        guard row.byteCount == 16 else { throw .damaged(reason: "a tail entry is cut") }
        return AccountEntry(
            account: UInt32(truncatingIfNeeded: key >> 64),
            type: UInt16(truncatingIfNeeded: row.uint64(at: 8)), occurredAt: row.int64(at: 0),
            position: UInt64(truncatingIfNeeded: key))
    }

    /// Turns the B-trees into a sorted run of their own; nil where they are empty.
    static func fold(
        id: UInt64, first: UInt64, _ transaction: borrowing WriteTransaction,
        _ tables: LedgerTables
    ) throws(StorageError) -> SegmentManifest? {
        var entries: [AccountEntry] = []
        var keys: [KeyEntry] = []
        do {
            let reading = transaction.reading
            try forEachEntry(reading, tables) { entries.append($0) }
            var cursor = try reading.cursor(in: tables.tailKeys)
            while try cursor.next() {
                let (hash, row) = (try cursor.wideKey, cursor.value)
                for offset in stride(from: 0, to: row.byteCount - 7, by: 8) {
                    keys.append(KeyEntry(hash: hash, position: row.uint64(at: offset)))
                }
            }
        }
        guard !entries.isEmpty else { return nil }
        entries.sort { $0.position < $1.position }
        let end = first + UInt64(entries.count)
        guard entries[0].position == first, entries[entries.count - 1].position == end - 1,
            keys.count == entries.count
        else { throw .damaged(reason: "the tail doesn't cover positions \(first) to \(end)") }
        var writer = SegmentWriter(id: id, level: 0, first: first, end: end)
        try writer.writeAll(entries, sortedKeys: keys, transaction, tables)
        try transaction.removeAll(from: tables.tailKeys)
        try transaction.removeAll(from: tables.tailAccounts)
        return writer.manifest
    }
}
