import Foundation
import LMDB
import Testing

/// Which openings of a file go together, and what is left of those that fail.
struct OpeningTests {
    private func check(
        _ expected: StorageError, _ location: SourceLocation = #_sourceLocation,
        _ opening: () throws -> Environment
    ) {
        #expect(throws: expected, sourceLocation: location) { _ = try opening() }
    }

    @Test func `a process opens a file once, whatever its path`() throws {
        let folder = try TemporaryFolder()
        try folder.make("a", rows: 1)
        let files = FileManager.default
        try files.linkItem(atPath: folder.path("a"), toPath: folder.path("hard"))
        try files.createSymbolicLink(
            atPath: folder.path("soft"), withDestinationPath: folder.path("a"))
        for first in [Environment.Access.reading, .writing] {
            let environment = try folder.open("a", first)
            for name in ["a", "hard", "soft"] {
                check(.alreadyOpen) { try folder.open(name, .reading) }
                check(.alreadyOpen) { try folder.open(name, .writing) }
            }
            #expect(try environment.copy(of: 0)?.count == 1_000)
        }
        let again = try folder.open("hard", .writing)
        #expect(try again.copy(of: 0)?.count == 1_000)
    }

    @Test func `a writer of another process is named, and readers don't mind it`() throws {
        let folder = try TemporaryFolder()
        try folder.make("a", rows: 1)
        let other = try LockingProcess(locking: folder.path("a"))
        let error = folder.openingError("a", .writing)
        #expect([.busy(processID: other.identifier), .busy(processID: 0)].contains(error))
        do {
            let reading = try folder.open("a", .reading)
            #expect(try reading.copy(of: 0)?.count == 1_000)
        }
        other.end()
        let writing = try folder.open("a", .writing)
        #expect(try writing.copy(of: 0)?.count == 1_000)
    }

    @Test func `an opening that fails can be tried again`() throws {
        let folder = try TemporaryFolder()
        try folder.make("a", rows: 1)
        // A folder in place of the lock file makes LMDB fail.
        let (lock, kept) = (folder.path("a-lock"), folder.path("kept"))
        try FileManager.default.moveItem(atPath: lock, toPath: kept)
        try FileManager.default.createDirectory(
            atPath: lock, withIntermediateDirectories: false)
        for access in [Environment.Access.reading, .writing] {
            #expect(throws: StorageError.self) { _ = try folder.open("a", access) }
        }
        try FileManager.default.removeItem(atPath: lock)
        for access in [Environment.Access.reading, .writing] {
            #expect(try folder.open("a", access).copy(of: 0)?.count == 1_000)
        }
    }

    @Test func `a creation that fails leaves nothing behind`() throws {
        let folder = try TemporaryFolder()
        #expect(throws: StorageError.self) {
            _ = try folder.open("a", .creating, headroomBytes: Int.max / 2)
        }
        #expect(try folder.names() == [])
        try folder.make("a", rows: 1)
        #expect(try folder.open("a", .reading).copy(of: 0)?.count == 1_000)
    }

    @Test func `only a new file is created and only an old one is opened`() throws {
        let folder = try TemporaryFolder()
        for access in [Environment.Access.reading, .writing] {
            check(.absent(path: folder.path("a"))) { try folder.open("a", access) }
        }
        #expect(try folder.names() == [])
        try folder.make("a", rows: 1)
        check(.unsuitable(reason: "a file of that name exists already")) {
            try folder.open("a", .creating)
        }
        #expect(try folder.open("a", .reading).copy(of: 0)?.count == 1_000)
        #expect(throws: StorageError.self) { _ = try folder.open("no/folder", .creating) }
    }

    @Test func `a file open for writing has headroom, and none once closed`() throws {
        let folder = try TemporaryFolder()
        do {
            let environment = try folder.open("a", .creating)
            for round in 1...5 as ClosedRange<UInt64> {
                let value = [UInt8](repeating: 1, count: 600_000 * Int(round))
                try environment.write { (transaction) throws(StorageError) in
                    try transaction.put(value.span.raw, at: round, in: transaction.table("rows"))
                }
                #expect(try folder.size(of: "a") >= environment.usedBytes() + 1 << 19)
            }
        }
        let reader = try folder.open("a", .reading)
        #expect(try folder.size(of: "a") == reader.usedBytes())
        #expect(try reader.copy(of: 5)?.count == 3_000_000)
    }

    @Test func `opening for reading or without writing changes no byte`() throws {
        let folder = try TemporaryFolder()
        try folder.make("a", rows: 20)
        let bytes = try folder.bytes(of: "a")
        for access in [Environment.Access.reading, .writing] {
            #expect(try folder.open("a", access).copy(of: 19)?.count == 1_000)
        }
        #expect(try folder.bytes(of: "a") == bytes)
    }

    @Test func `what is committed is there after opening again`() throws {
        let folder = try TemporaryFolder()
        try folder.make("a", rows: 3)
        for round in 3..<10 as Range<UInt64> {
            let environment = try folder.open("a", .writing)
            try environment.write { (transaction) throws(StorageError) in
                try transaction.append(
                    ([1] as [UInt8]).span.raw, at: round, in: transaction.table("rows"))
            }
        }
        let reader = try folder.open("a", .reading)
        let entries = try reader.read { (transaction) throws(StorageError) in
            guard let table = try transaction.table("rows") else { return 0 }
            return try transaction.statistics(of: table).entries
        }
        #expect(entries == 10)
    }
}
