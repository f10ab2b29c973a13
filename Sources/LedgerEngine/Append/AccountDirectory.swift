import LMDB
import LedgerModel

/// The numbers and next revisions of accounts, as the writer knows them: rows that it has read or
/// changed, kept in open addressing so that a known account costs no allocation.
struct AccountDirectory: Sendable {
    /// Accounts kept in memory at most; beyond, the cache starts again after a commit.
    static let capacity = 4 << 20

    private var slots = [UInt32](repeating: 0, count: 1 << 12)
    private var hashes: [UInt64] = []
    private var ids: [UInt8] = []
    private var idEnds: [Int] = [0]
    private var rows: [Row] = []
    private var changed: [Int] = []
    /// How many accounts the ledger has.
    private(set) var count: UInt32

    private struct Row: Sendable {
        let number: UInt32
        var nextRevision: UInt32
        var isChanged = false
        let isNew: Bool
    }

    init(count: UInt32) { self.count = count }

    /// The number of an account, or nil where it has no event.
    mutating func number(
        of id: ArraySlice<UInt8>, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> UInt32? {
        try find(id, transaction, tables).map { rows[$0].number }
    }

    /// The revision that the next event of an account gets, or nil where it has no event.
    mutating func nextRevision(
        of id: ArraySlice<UInt8>, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> UInt32? {
        try find(id, transaction, tables).map { rows[$0].nextRevision }
    }

    /// Takes the next revision of an account, which is made where it has no event yet.
    mutating func takeRevision(
        of id: ArraySlice<UInt8>, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> (number: UInt32, revision: UInt32) {
        let index: Int
        if let found = try find(id, transaction, tables) {
            index = found
        } else {
            index = insert(id, Row(number: count, nextRevision: 0, isNew: true))
            count += 1
        }
        let row = rows[index]
        if !row.isChanged {
            rows[index].isChanged = true
            changed.append(index)
        }
        rows[index].nextRevision += 1
        return (row.number, row.nextRevision)
    }

    /// Writes the rows that changed since the last call.
    mutating func write(
        _ transaction: borrowing WriteTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        changed.sort { rows[$0].number < rows[$1].number }
        for index in changed {
            let row = rows[index]
            let id = ids[idEnds[index]..<idEnds[index + 1]]
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
            let row = rows[index]
            rows[index] = Row(number: row.number, nextRevision: row.nextRevision, isNew: false)
        }
        changed.removeAll(keepingCapacity: true)
    }

    private mutating func find(
        _ id: ArraySlice<UInt8>, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> Int? {
        if let index = cached(id, hash: Self.hash(id)) { return index }
        let key = Array(id)
        guard let value = try transaction.value(of: key, in: tables.accountIDs) else { return nil }
        guard value.byteCount == 4 else { throw .damaged(reason: "an account id row is cut") }
        let number = value.uint32(at: 0)
        guard let row = try transaction.value(of: UInt64(number), in: tables.accounts),
            row.byteCount == 4 + key.count
        else { throw .damaged(reason: "account \(number) has no row of its own") }
        return insert(
            id, Row(number: number, nextRevision: row.uint32(at: 0), isNew: false))
    }

    private func cached(_ id: ArraySlice<UInt8>, hash: UInt64) -> Int? {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hash) & mask
        while slots[slot] != 0 {
            let index = Int(slots[slot]) - 1
            if hashes[index] == hash, ids[idEnds[index]..<idEnds[index + 1]] == id { return index }
            slot = (slot + 1) & mask
        }
        return nil
    }

    private mutating func insert(_ id: ArraySlice<UInt8>, _ row: Row) -> Int {
        if rows.count * 2 >= slots.count { grow() }
        let index = rows.count
        hashes.append(Self.hash(id))
        rows.append(row)
        ids.append(contentsOf: id)
        idEnds.append(ids.count)
        place(index)
        return index
    }

    private mutating func place(_ index: Int) {
        let mask = slots.count - 1
        var slot = Int(truncatingIfNeeded: hashes[index]) & mask
        while slots[slot] != 0 { slot = (slot + 1) & mask }
        slots[slot] = UInt32(index + 1)
    }

    private mutating func grow() {
        slots = [UInt32](repeating: 0, count: slots.count * 2)
        for index in rows.indices { place(index) }
    }

    /// Seeded by the process, so that nobody can choose ids that collide.
    private static func hash(_ id: ArraySlice<UInt8>) -> UInt64 {
        var hasher = Hasher()
        var (word, count) = (UInt64(0), 0)
        for byte in id {
            word = word << 8 | UInt64(byte)
            count += 1
            if count & 7 == 0 { hasher.combine(word) }
        }
        hasher.combine(word)
        return UInt64(truncatingIfNeeded: hasher.finalize())
    }
}
