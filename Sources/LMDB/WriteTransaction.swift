import CLMDB

/// The one write transaction of a file. Nothing is kept before the environment commits it, which it
/// does when the closure that got it returns.
@safe package struct WriteTransaction: ~Copyable, ~Escapable {
    private let pointer: OpaquePointer

    @_lifetime(immortal)
    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    /// What the file holds with all that was written so far. Spans taken from it are valid until
    /// the next change.
    package var reading: ReadTransaction {
        @_lifetime(borrow self)
        get { unsafe _overrideLifetime(ReadTransaction(pointer), borrowing: self) }
    }

    /// The table of that name, made where the file has none. The rule of `ReadTransaction.table`
    /// holds; a table made in a transaction that isn't committed must not be used after it.
    package func table(_ name: String) throws(StorageError) -> Table {
        var handle: MDB_dbi = 0
        try require(
            unsafe mdb_dbi_open(pointer, name, UInt32(MDB_CREATE), &handle), "open table \(name)")
        return Table(handle: handle)
    }

    /// Stores a value, in place of one that the key had.
    package func put(_ value: RawSpan, at key: UInt64, in table: Table) throws(StorageError) {
        var key = key.bigEndian
        try require(
            unsafe withUnsafeMutableBytes(of: &key) { unsafe store(value, $0, table, flags: 0) },
            "write")
    }

    /// Stores a value, in place of one that the key had.
    package func put(_ value: RawSpan, at key: UInt128, in table: Table) throws(StorageError) {
        var key = key.bigEndian
        try require(
            unsafe withUnsafeMutableBytes(of: &key) { unsafe store(value, $0, table, flags: 0) },
            "write")
    }

    /// Stores a value, in place of one that the key had.
    package func put(_ value: RawSpan, at key: [UInt8], in table: Table) throws(StorageError) {
        var key = key
        try require(
            unsafe key.withUnsafeMutableBytes { unsafe store(value, $0, table, flags: 0) }, "write")
    }

    /// Stores a value under a key that comes after all keys of the table: the fastest way in.
    package func append(_ value: RawSpan, at key: UInt64, in table: Table) throws(StorageError) {
        var key = key.bigEndian
        try require(
            unsafe withUnsafeMutableBytes(of: &key) {
                unsafe store(value, $0, table, flags: UInt32(MDB_APPEND))
            }, "append")
    }

    /// Like `append`, for a value in two parts that are stored end to end.
    package func append(
        _ head: RawSpan, _ rest: RawSpan, at key: UInt64, in table: Table
    ) throws(StorageError) {
        var key = key.bigEndian
        var content = unsafe MDB_val(mv_size: head.byteCount + rest.byteCount, mv_data: nil)
        let code = unsafe withUnsafeMutableBytes(of: &key) { bytes in
            var name = unsafe MDB_val(mv_size: bytes.count, mv_data: bytes.baseAddress)
            return unsafe mdb_put(
                pointer, table.handle, &name, &content, UInt32(MDB_APPEND | MDB_RESERVE))
        }
        try require(code, "append")
        let place = unsafe UnsafeMutableRawBufferPointer(
            start: content.mv_data, count: content.mv_size)
        unsafe head.withUnsafeBytes { unsafe place.copyMemory(from: $0) }
        unsafe rest.withUnsafeBytes {
            unsafe UnsafeMutableRawBufferPointer(rebasing: place[head.byteCount...])
                .copyMemory(from: $0)
        }
    }

    /// Removes a key; whether it was there.
    @discardableResult
    package func remove(_ key: UInt64, from table: Table) throws(StorageError) -> Bool {
        var key = key.bigEndian
        return try removed(unsafe withUnsafeMutableBytes(of: &key) { unsafe delete($0, table) })
    }

    /// Removes a key; whether it was there.
    @discardableResult
    package func remove(_ key: UInt128, from table: Table) throws(StorageError) -> Bool {
        var key = key.bigEndian
        return try removed(unsafe withUnsafeMutableBytes(of: &key) { unsafe delete($0, table) })
    }

    /// Removes all entries of a table and keeps the table.
    package func removeAll(from table: Table) throws(StorageError) {
        try require(unsafe mdb_drop(pointer, table.handle, 0), "empty a table")
    }

    private func store(
        _ value: RawSpan, _ key: UnsafeMutableRawBufferPointer, _ table: Table, flags: UInt32
    ) -> Int32 {
        var name = unsafe MDB_val(mv_size: key.count, mv_data: key.baseAddress)
        return unsafe value.withUnsafeBytes { bytes in
            var content = unsafe MDB_val(
                mv_size: bytes.count, mv_data: UnsafeMutableRawPointer(mutating: bytes.baseAddress))
            return unsafe mdb_put(pointer, table.handle, &name, &content, flags)
        }
    }

    private func delete(_ key: UnsafeMutableRawBufferPointer, _ table: Table) -> Int32 {
        var name = unsafe MDB_val(mv_size: key.count, mv_data: key.baseAddress)
        return unsafe mdb_del(pointer, table.handle, &name, nil)
    }

    private func removed(_ code: Int32) throws(StorageError) -> Bool {
        guard code != MDB_NOTFOUND else { return false }
        try require(code, "remove")
        return true
    }
}
