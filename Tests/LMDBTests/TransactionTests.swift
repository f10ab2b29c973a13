import LMDB
import Testing

struct TransactionTests {
    @Test func `what is put is read back until it is removed`() throws {
        let folder = try TemporaryFolder()
        let environment = try folder.open("a", .creating)
        try environment.write { (transaction) throws(StorageError) in
            let table = try transaction.table("rows")
            try transaction.put(([1, 2] as [UInt8]).span.raw, at: 7 as UInt64, in: table)
            try transaction.put(([3] as [UInt8]).span.raw, at: 7 as UInt64, in: table)
            try transaction.put(([4] as [UInt8]).span.raw, at: UInt64.max, in: table)
        }
        #expect(try environment.copy(of: 7) == [3])
        #expect(try environment.copy(of: .max) == [4])
        #expect(try environment.copy(of: 8) == nil)
        try environment.write { (transaction) throws(StorageError) in
            let table = try transaction.table("rows")
            let wasThere = try transaction.remove(7 as UInt64, from: table)
            let isStillThere = try transaction.remove(7 as UInt64, from: table)
            #expect(wasThere && !isStillThere)
        }
        #expect(try environment.copy(of: 7) == nil)
        try environment.write { (transaction) throws(StorageError) in
            try transaction.removeAll(from: transaction.table("rows"))
        }
        #expect(try environment.copy(of: .max) == nil)
    }

    @Test func `keys of 16 bytes and free keys work alike`() throws {
        let folder = try TemporaryFolder()
        let environment = try folder.open("a", .creating)
        let wide: UInt128 = 1 << 64 | 5
        let names = [[0x61], Array("客户".utf8), [UInt8](repeating: 0x7A, count: 511)]
        try environment.write { (transaction) throws(StorageError) in
            let table = try transaction.table("rows")
            try transaction.put(([1] as [UInt8]).span.raw, at: wide, in: table)
            let free = try transaction.table("names")
            for name in names { try transaction.put(name.span.raw, at: name, in: free) }
            let reading = transaction.reading
            let value = try reading.value(of: wide, in: table)?.copy()
            #expect(value == [1])
        }
        try environment.read { (transaction) throws(StorageError) in
            guard let table = try transaction.table("rows"),
                let free = try transaction.table("names")
            else {
                Issue.record("a table is missing")
                return
            }
            let value = try transaction.value(of: wide, in: table)?.copy()
            let next = try transaction.value(of: wide + 1, in: table)?.copy()
            #expect(value == [1] && next == nil)
            for name in names {
                let value = try transaction.value(of: name, in: free)?.copy()
                #expect(value == name)
            }
            let (count, missing) = try (
                transaction.statistics(of: free).entries, transaction.table("missing")
            )
            #expect(count == 3 && missing == nil)
        }
        try environment.write { (transaction) throws(StorageError) in
            let wasThere = try transaction.remove(wide, from: transaction.table("rows"))
            #expect(wasThere)
        }
    }

    @Test func `a key has 1 to 511 bytes`() throws {
        let folder = try TemporaryFolder()
        let environment = try folder.open("a", .creating)
        for key in [[], [UInt8](repeating: 1, count: 512)] {
            let error = environment.writingError { (transaction) throws(StorageError) in
                try transaction.put(
                    ([1] as [UInt8]).span.raw, at: key, in: transaction.table("rows"))
            }
            guard case .failed? = error else {
                Issue.record("\(key.count) bytes: \(String(describing: error))")
                return
            }
        }
    }

    @Test func `a body that throws keeps nothing`() throws {
        let folder = try TemporaryFolder()
        let environment = try folder.open("a", .creating)
        let error = environment.writingError { (transaction) throws(StorageError) in
            let table = try transaction.table("rows")
            try transaction.put(([1] as [UInt8]).span.raw, at: 1 as UInt64, in: table)
            throw .unsuitable(reason: "test")
        }
        #expect(error == .unsuitable(reason: "test"))
        let isThere = try environment.read { (transaction) throws(StorageError) in
            try transaction.table("rows") != nil
        }
        #expect(!isThere)
    }

    @Test func `values of every size around the page boundaries come back whole`() throws {
        let folder = try TemporaryFolder()
        let sizes =
            [0, 1] + Array(1_980...2_060) + Array(4_060...4_100) + Array(8_150...8_200)
            + [65_000, 65_536, 1 << 20]
        func value(_ size: Int) -> [UInt8] {
            (0..<size).map { UInt8(truncatingIfNeeded: $0 ^ size) }
        }
        do {
            let environment = try folder.open("a", .creating)
            try environment.write { (transaction) throws(StorageError) in
                let (table, parts) = try (transaction.table("rows"), transaction.table("parts"))
                for size in sizes {
                    let value = value(size)
                    try transaction.put(value.span.raw, at: UInt64(size), in: table)
                    let (head, rest) = (Array(value[..<(size / 3)]), Array(value[(size / 3)...]))
                    try transaction.append(
                        head.span.raw, rest.span.raw, at: UInt64(size), in: parts)
                }
            }
        }
        let environment = try folder.open("a", .reading)
        for size in sizes {
            #expect(try environment.copy(of: UInt64(size)) == value(size), "\(size) bytes")
            #expect(try environment.copy(of: UInt64(size), in: "parts") == value(size), "\(size)")
        }
    }

    @Test func `an append out of order is an error and keeps nothing`() throws {
        let folder = try TemporaryFolder()
        let environment = try folder.open("a", .creating)
        for next in [5, 4] as [UInt64] {
            let error = environment.writingError { (transaction) throws(StorageError) in
                let table = try transaction.table("rows")
                try transaction.append(([1] as [UInt8]).span.raw, at: 5, in: table)
                try transaction.append(([2] as [UInt8]).span.raw, at: next, in: table)
            }
            guard case .failed(operation: "append", code: _, reason: _)? = error else {
                Issue.record("\(next) after 5: \(String(describing: error))")
                return
            }
        }
        #expect(try environment.copy(of: 5) == nil)
    }

    @Test func `a transaction that failed within can't be committed by ignoring it`() throws {
        let folder = try TemporaryFolder()
        let environment = try folder.open("a", .creating, mapBytes: 1 << 20)
        let error = environment.writingError { (transaction) throws(StorageError) in
            let table = try transaction.table("rows")
            try transaction.put(([1] as [UInt8]).span.raw, at: 1 as UInt64, in: table)
            let large = [UInt8](repeating: 0, count: 2 << 20)
            _ = try? transaction.put(large.span.raw, at: 2 as UInt64, in: table)
        }
        #expect(error != nil)
        #expect(try environment.copy(of: 1) == nil)
    }

    @Test func `a full map is told, and the file goes on`() throws {
        let folder = try TemporaryFolder()
        let environment = try folder.open("a", .creating, mapBytes: 1 << 20)
        let large = [UInt8](repeating: 7, count: 2 << 20)
        let error = environment.writingError { (transaction) throws(StorageError) in
            try transaction.put(large.span.raw, at: 1 as UInt64, in: transaction.table("rows"))
        }
        guard case .full? = error else {
            Issue.record("\(String(describing: error))")
            return
        }
        try environment.write { (transaction) throws(StorageError) in
            try transaction.put(
                ([1] as [UInt8]).span.raw, at: 1 as UInt64, in: transaction.table("rows"))
        }
        #expect(try environment.copy(of: 1) == [1])
    }

    @Test func `no reader outlives its closure`() throws {
        let folder = try TemporaryFolder()
        let environment = try folder.open("a", .creating)
        let page = [UInt8](repeating: 1, count: 3_000)
        for round in 0..<1_200 {
            try environment.write { (transaction) throws(StorageError) in
                try transaction.put(page.span.raw, at: 1 as UInt64, in: transaction.table("rows"))
            }
            #expect(throws: StorageError.alreadyOpen) {
                try environment.read { (_) throws(StorageError) in throw .alreadyOpen }
            }
            if round % 2 == 0 { #expect(try environment.copy(of: 1)?.count == 3_000) }
        }
        // A reader that stayed would keep every page of every commit since.
        #expect(environment.usedBytes() < 64 * 4_096)
        try environment.clearDeadReaders()
    }

    @Test func `a reader sees one state while the next is written`() throws {
        let folder = try TemporaryFolder()
        try folder.make("a", rows: 1)
        let environment = try folder.open("a", .writing)
        let opened = try environment.read { (transaction) throws(StorageError) in
            try transaction.table("rows")
        }
        let table = try #require(opened)
        try environment.read { (transaction) throws(StorageError) in
            try environment.write { (writing) throws(StorageError) in
                try writing.put(([9] as [UInt8]).span.raw, at: 0 as UInt64, in: table)
                let reading = writing.reading
                let written = try reading.value(of: 0 as UInt64, in: table)?.copy()
                #expect(written == [9])
            }
            let before = try transaction.value(of: 0 as UInt64, in: table)?.byteCount
            #expect(before == 1_000)
        }
        #expect(try environment.copy(of: 0) == [9])
    }
}
