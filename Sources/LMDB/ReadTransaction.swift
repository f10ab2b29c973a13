import CLMDB

/// One state of a file: a committed one, or inside a write transaction what it has written so far.
/// It and the spans that it gives can't leave the closure that got it.
@safe package struct ReadTransaction: ~Copyable, ~Escapable {
    private let pointer: OpaquePointer

    @_lifetime(immortal)
    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// The table of that name, or nil where the file has none.
    ///
    /// Tables are opened once, in a transaction beside which the process has no other (a rule of
    /// `mdb_dbi_open`), and used by others only after it ended.
    package func table(_ name: String) throws(StorageError) -> Table? {
        var handle: MDB_dbi = 0
        let code = unsafe mdb_dbi_open(pointer, name, 0, &handle)
        guard code != MDB_NOTFOUND else { return nil }
        try require(code, "open table \(name)")
        return Table(handle: handle)
    }

    /// The value of a key, or nil.
    @_lifetime(borrow self)
    package func value(of key: UInt64, in table: Table) throws(StorageError) -> RawSpan? {
        var key = key.bigEndian
        let bytes = unsafe try withUnsafeMutableBytes(of: &key) { (name) throws(StorageError) in
            unsafe try find(UnsafeRawBufferPointer(name), in: table)
        }
        guard let bytes = unsafe bytes else { return nil }
        return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
    }

    /// The value of a key, or nil.
    @_lifetime(borrow self)
    package func value(of key: UInt128, in table: Table) throws(StorageError) -> RawSpan? {
        var key = key.bigEndian
        let bytes = unsafe try withUnsafeMutableBytes(of: &key) { (name) throws(StorageError) in
            unsafe try find(UnsafeRawBufferPointer(name), in: table)
        }
        guard let bytes = unsafe bytes else { return nil }
        return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
    }

    /// The value of a key, or nil.
    @_lifetime(borrow self)
    package func value(of key: [UInt8], in table: Table) throws(StorageError) -> RawSpan? {
        let bytes = unsafe try key.span.bytes.withUnsafeBytes { (name) throws(StorageError) in
            unsafe try find(name, in: table)
        }
        guard let bytes = unsafe bytes else { return nil }
        return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
    }

    /// A cursor over a table, before its first entry.
    @_lifetime(borrow self)
    package func cursor(in table: Table) throws(StorageError) -> Cursor {
        var opened: OpaquePointer?
        try require(unsafe mdb_cursor_open(pointer, table.handle, &opened), "open a cursor")
        guard let cursor = unsafe opened else {
            throw .failed(operation: "mdb_cursor_open", code: 0, reason: "no cursor")
        }
        return unsafe _overrideLifetime(Cursor(cursor), borrowing: self)
    }

    /// Entries and bytes of a table.
    package func statistics(of table: Table) throws(StorageError) -> TableStatistics {
        var status = MDB_stat()
        try require(unsafe mdb_stat(pointer, table.handle, &status), "statistics")
        let pages = status.ms_branch_pages + status.ms_leaf_pages + status.ms_overflow_pages
        return TableStatistics(entries: status.ms_entries, bytes: pages * Int(status.ms_psize))
    }

    private func find(
        _ key: UnsafeRawBufferPointer, in table: Table
    ) throws(StorageError) -> UnsafeRawBufferPointer? {
        var name = unsafe MDB_val(
            mv_size: key.count, mv_data: UnsafeMutableRawPointer(mutating: key.baseAddress))
        var value = unsafe MDB_val()
        let code = unsafe mdb_get(pointer, table.handle, &name, &value)
        guard code != MDB_NOTFOUND else { return nil }
        try require(code, "read")
        return unsafe UnsafeRawBufferPointer(start: value.mv_data, count: value.mv_size)
    }
}

/// What a table holds.
package struct TableStatistics: Equatable, Sendable {
    /// How many keys the table has.
    package let entries: Int
    /// Bytes of the pages that the table fills, free room inside them included.
    package let bytes: Int
}
