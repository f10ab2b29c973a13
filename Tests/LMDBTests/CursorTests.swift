import LMDB
import Testing

struct CursorTests {
    /// Runs a body on a cursor over the keys.
    private func onCursor(
        over keys: [UInt64], _ body: (inout Cursor) throws(StorageError) -> Void
    ) throws {
        let folder = try TemporaryFolder()
        let environment = try folder.open("a", .creating)
        try environment.write { (transaction) throws(StorageError) in
            let table = try transaction.table("rows")
            for key in keys {
                let value = [UInt8(truncatingIfNeeded: key)]
                try transaction.put(value.span.raw, at: key, in: table)
            }
        }
        try environment.read { (transaction) throws(StorageError) in
            guard let table = try transaction.table("rows") else {
                Issue.record("no table")
                return
            }
            var cursor = try transaction.cursor(in: table)
            try body(&cursor)
        }
    }

    /// The key at a place that a move found.
    private func key(_ isThere: Bool, _ cursor: borrowing Cursor) -> UInt64? {
        isThere ? try? cursor.key : nil
    }

    @Test func `keys are in the order of their numbers`() throws {
        let keys: [UInt64] = [256, 1, 1 << 40, 255, .max, 0, 65_536, 1 << 63]
        try onCursor(over: keys) { (cursor) throws(StorageError) in
            var found: [UInt64] = []
            while try cursor.next() { found.append(try cursor.key) }
            #expect(found == keys.sorted())
            var backwards: [UInt64] = []
            var isThere = try cursor.last()
            while isThere {
                backwards.append(try cursor.key)
                isThere = try cursor.previous()
            }
            #expect(backwards == keys.sorted().reversed())
        }
    }

    @Test func `a cursor finds the first key that is not less`() throws {
        var found: [UInt64?] = []
        try onCursor(over: [10, 20]) { (cursor) throws(StorageError) in
            for wanted in [0, 10, 11, 21] as [UInt64] {
                let isThere = try cursor.seek(wanted)
                found.append(key(isThere, cursor))
            }
        }
        #expect(found == [10, 10, 20, nil])
    }

    @Test func `a cursor ends before the first key and after the last`() throws {
        var found: [UInt64?] = []
        var (name, value): ([UInt8], [UInt8]) = ([], [])
        try onCursor(over: [10, 20]) { (cursor) throws(StorageError) in
            var isThere = try cursor.first()
            found.append(key(isThere, cursor))
            isThere = try cursor.previous()
            found.append(key(isThere, cursor))
            isThere = try cursor.last()
            found.append(key(isThere, cursor))
            (name, value) = (cursor.keyBytes.copy(), cursor.value.copy())
            isThere = try cursor.next()
            found.append(key(isThere, cursor))
        }
        #expect(found == [10, nil, 20, nil])
        #expect(name == [0, 0, 0, 0, 0, 0, 0, 20] && value == [20])
    }

    @Test func `an empty table has no entries`() throws {
        var moves: [Bool] = []
        try onCursor(over: []) { (cursor) throws(StorageError) in
            moves.append(try cursor.first())
            moves.append(try cursor.last())
            moves.append(try cursor.next())
            moves.append(try cursor.previous())
            moves.append(try cursor.seek(0 as UInt64))
        }
        #expect(moves == Array(repeating: false, count: 5))
    }

    @Test func `keys of 16 bytes are in the order of their numbers`() throws {
        let folder = try TemporaryFolder()
        let environment = try folder.open("a", .creating)
        let keys: [UInt128] = [1 << 64, 1, .max, 1 << 64 | 7, 255, 256]
        try environment.write { (transaction) throws(StorageError) in
            let table = try transaction.table("rows")
            for key in keys { try transaction.put([UInt8]().span.raw, at: key, in: table) }
            let reading = transaction.reading
            var cursor = try reading.cursor(in: table)
            var found: [UInt128] = []
            while try cursor.next() { found.append(try cursor.wideKey) }
            #expect(found == keys.sorted())
            let isThere = try cursor.seek(2 as UInt128)
            let (key, size) = (try cursor.wideKey, cursor.value.byteCount)
            #expect(isThere && key == 255 && size == 0)
        }
    }

    @Test func `a cursor beside every entry fails instead of reading stale memory`() async {
        await #expect(processExitsWith: .failure) {
            try CursorTests().onCursor(over: [1]) { (cursor) throws(StorageError) in
                _ = try cursor.seek(2 as UInt64)
                print(try cursor.key)
            }
        }
        await #expect(processExitsWith: .failure) {
            try CursorTests().onCursor(over: [1]) { (cursor) throws(StorageError) in
                print(cursor.value.byteCount)
            }
        }
        await #expect(processExitsWith: .failure) {
            try CursorTests().onCursor(over: [1]) { (cursor) throws(StorageError) in
                if try cursor.first() { print(try cursor.wideKey) }
            }
        }
        await #expect(processExitsWith: .success) {
            try CursorTests().onCursor(over: [1]) { (cursor) throws(StorageError) in
                if try cursor.first() { print(try cursor.key, cursor.value.byteCount) }
            }
        }
    }
}
