import CLMDB

/// A place in a table. It can't outlive its transaction, and the spans it gives can't be kept over
/// its next move.
@safe package struct Cursor: ~Copyable, ~Escapable {
    private let pointer: OpaquePointer
    private var foundKey = unsafe MDB_val()
    private var foundValue = unsafe MDB_val()

    @_lifetime(immortal)
    init(_ pointer: OpaquePointer) { unsafe self.pointer = pointer }

    deinit { unsafe mdb_cursor_close(pointer) }

    /// To the first entry whose key is not less; false where there is none.
    @_lifetime(self: copy self)
    package mutating func seek(_ key: UInt64) throws(StorageError) -> Bool {
        try seek(bytes: key.bigEndian)
    }

    /// To the first entry whose key is not less; false where there is none.
    @_lifetime(self: copy self)
    package mutating func seek(_ key: UInt128) throws(StorageError) -> Bool {
        try seek(bytes: key.bigEndian)
    }

    /// To the first entry; false in an empty table.
    @_lifetime(self: copy self)
    package mutating func first() throws(StorageError) -> Bool { try move(MDB_FIRST) }

    /// To the last entry; false in an empty table.
    @_lifetime(self: copy self)
    package mutating func last() throws(StorageError) -> Bool { try move(MDB_LAST) }

    /// To the next entry, or the first; false past the end.
    @_lifetime(self: copy self)
    package mutating func next() throws(StorageError) -> Bool { try move(MDB_NEXT) }

    /// To the entry before, or the last; false before the first.
    @_lifetime(self: copy self)
    package mutating func previous() throws(StorageError) -> Bool { try move(MDB_PREV) }

    /// The key at this place, as a number of 8 bytes; throws where a damaged page gives it others.
    package var key: UInt64 {
        get throws(StorageError) { UInt64(bigEndian: try number(UInt64.self)) }
    }

    /// The key at this place, as a number of 16 bytes; throws where a damaged page gives it others.
    package var wideKey: UInt128 {
        get throws(StorageError) { UInt128(bigEndian: try number(UInt128.self)) }
    }

    /// The bytes of the key at this place. Traps beside every entry.
    package var keyBytes: RawSpan {
        @_lifetime(borrow self)
        get {
            precondition(unsafe foundKey.mv_data != nil, "the cursor is beside every entry")
            let bytes = unsafe UnsafeRawBufferPointer(
                start: foundKey.mv_data, count: foundKey.mv_size)
            return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
        }
    }

    /// The value at this place. Traps beside every entry.
    package var value: RawSpan {
        @_lifetime(borrow self)
        get {
            precondition(unsafe foundKey.mv_data != nil, "the cursor is beside every entry")
            let bytes = unsafe UnsafeRawBufferPointer(
                start: foundValue.mv_data, count: foundValue.mv_size)
            return unsafe _overrideLifetime(RawSpan(_unsafeBytes: bytes), borrowing: self)
        }
    }

    private func number<Key: BitwiseCopyable>(_: Key.Type) throws(StorageError) -> Key {
        guard unsafe foundKey.mv_size == MemoryLayout<Key>.size else {
            throw .damaged(reason: "a key has \(unsafe foundKey.mv_size) bytes")
        }
        return unsafe UnsafeRawBufferPointer(start: foundKey.mv_data, count: foundKey.mv_size)
            .loadUnaligned(as: Key.self)
    }

    @_lifetime(self: copy self)
    private mutating func seek<Key: BitwiseCopyable>(
        bytes key: Key
    ) throws(StorageError) -> Bool {
        var key = key
        var (name, value) = unsafe (MDB_val(), MDB_val())
        let cursor = unsafe pointer
        let code = unsafe withUnsafeMutableBytes(of: &key) { bytes in
            unsafe name = MDB_val(mv_size: bytes.count, mv_data: bytes.baseAddress)
            return unsafe mdb_cursor_get(cursor, &name, &value, MDB_SET_RANGE)
        }
        return unsafe try found(name, value, code)
    }

    @_lifetime(self: copy self)
    private mutating func move(_ operation: MDB_cursor_op) throws(StorageError) -> Bool {
        var (name, value) = unsafe (foundKey, foundValue)
        let code = unsafe mdb_cursor_get(pointer, &name, &value, operation)
        return unsafe try found(name, value, code)
    }

    /// Notes what a move found; nothing where it found no entry, as LMDB leaves what it was given.
    @_lifetime(self: copy self)
    private mutating func found(
        _ name: MDB_val, _ value: MDB_val, _ code: Int32
    ) throws(StorageError) -> Bool {
        guard code == MDB_SUCCESS else {
            unsafe (foundKey, foundValue) = (MDB_val(), MDB_val())
            if code != MDB_NOTFOUND { throw .of(code, "move a cursor") }
            return false
        }
        unsafe (foundKey, foundValue) = (name, value)
        return true
    }
}
