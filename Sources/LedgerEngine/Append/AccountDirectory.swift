import JSON
import LMDB
import LedgerModel

/// The numbers and next revisions of accounts, as the writer knows them: rows that it has read or
/// changed, kept in open addressing so that a known account costs no allocation.
struct AccountDirectory: Sendable {
    /// Accounts kept in memory at most; beyond, the cache starts again after a commit.
    static let capacity = 4 << 20

    /// One more than the index of a row, or 0.
    private var slots = [UInt32](repeating: 0, count: 1 << 12)
    private var rows: [Row] = []
    private var ids: [UInt8] = []
    private var changed: [Int] = []
    /// Makes ids that collide differ from process to process.
    private let seed = UInt64.random(in: 0...UInt64.max)
    /// How many accounts the ledger has.
    private(set) var count: UInt32

    /// All that a look needs, in half a cache line.
    private struct Row: Sendable {
        let hash: UInt64
        /// Where the id lies in `ids`.
        let start: UInt32
        let end: UInt32
        let number: UInt32
        var nextRevision: UInt32
        var isChanged = false
        var isNew: Bool

        var id: Range<Int> { Int(start)..<Int(end) }
    }

    init(count: UInt32) { self.count = count }

    /// The number of an account, or nil where it has no event.
    mutating func number(
        of id: Span<UInt8>, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> UInt32? {
        try find(id, hash(id), transaction, tables).map { rows[$0].number }
    }

    /// The revision that the next event of an account gets, or nil where it has no event.
    mutating func nextRevision(
        of id: Span<UInt8>, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> UInt32? {
        try find(id, hash(id), transaction, tables).map { rows[$0].nextRevision }
    }

    /// Takes the next revision of an account, which is made where it has no event yet.
    mutating func takeRevision(
        of id: Span<UInt8>, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> (number: UInt32, revision: UInt32) {
        let index: Int
        let hash = hash(id)
        if let found = try find(id, hash, transaction, tables) {
            index = found
        } else {
            index = insert(id, hash, number: count, nextRevision: 0, isNew: true)
            count += 1
        }
        let row = rows[index]
        guard row.nextRevision < .max else {
            throw .damaged(reason: "account \(row.number) has no revision left")
        }
        if !row.isChanged { changed.append(index) }
        rows[index].isChanged = true
        rows[index].nextRevision = row.nextRevision + 1
        return (row.number, row.nextRevision)
    }

    /// Writes the rows that changed since the last call.
    mutating func write(
        _ transaction: borrowing WriteTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        changed.sort { rows[$0].number < rows[$1].number }
        for index in changed {
            let row = rows[index]
            let id = ids[row.id]
            var value: [UInt8] = []
            value.appendLittleEndian(row.nextRevision)
            value.append(contentsOf: id)
            try transaction.put(value.span.raw, at: UInt64(row.number), in: tables.accounts)
            if row.isNew {
                let number: [UInt32] = [row.number.littleEndian]
                try transaction.put(number.span.raw, at: Array(id), in: tables.accountIDs)
            }
        }
        forgetChanges()
    }

    private mutating func forgetChanges() {
        if rows.count > Self.capacity {
            self = AccountDirectory(count: count)
            return
        }
        for index in changed {
            rows[index].isChanged = false
            rows[index].isNew = false
        }
        changed.removeAll(keepingCapacity: true)
    }

    private mutating func find(
        _ id: Span<UInt8>, _ hash: UInt64, _ transaction: borrowing ReadTransaction,
        _ tables: LedgerTables
    ) throws(StorageError) -> Int? {
        if let index = cached(id, hash) { return index }
        var key: [UInt8] = []
        key.append(copying: id)
        guard let value = try transaction.value(of: key, in: tables.accountIDs) else { return nil }
        guard value.byteCount == 4 else { throw .damaged(reason: "an account id row is cut") }
        let number = value.uint32(at: 0)
        guard let row = try transaction.value(of: UInt64(number), in: tables.accounts),
            row.byteCount == 4 + key.count
        else { throw .damaged(reason: "account \(number) has no row of its own") }
        return insert(id, hash, number: number, nextRevision: row.uint32(at: 0), isNew: false)
    }

    private func cached(_ id: Span<UInt8>, _ hash: UInt64) -> Int? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let row = rows[Int(slots[slot]) - 1]
            if row.hash == hash, ids.span.extracting(row.id).raw.equals(id.raw) {
                return Int(slots[slot]) - 1
            }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private mutating func insert(
        _ id: Span<UInt8>, _ hash: UInt64, number: UInt32, nextRevision: UInt32, isNew: Bool
    ) -> Int {
        if rows.count * 2 >= slots.count { grow() }
        let start = ids.count
        ids.append(copying: id)
        rows.append(
            Row(
                hash: hash, start: UInt32(start), end: UInt32(ids.count), number: number,
                nextRevision: nextRevision, isNew: isNew))
        place(rows.count - 1)
        return rows.count - 1
    }

    private mutating func place(_ index: Int) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: rows[index].hash) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = UInt32(index + 1)
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for index in rows.indices { place(index) }
    }

    /// Multiplies word by word and folds the high half in.
    private func hash(_ id: Span<UInt8>) -> UInt64 {
        var hash = seed ^ UInt64(id.count)
        for offset in stride(from: 0, to: id.count, by: 8) {
            let word = id.prefix(from: offset, to: min(id.count, offset + 8))
            let product = (hash ^ word).multipliedFullWidth(by: 0x9E37_79B9_7F4A_7C15)
            hash = product.high ^ product.low
        }
        return hash
    }
}
