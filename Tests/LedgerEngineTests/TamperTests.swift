import LMDB
import LedgerModel
import Testing

@testable import LedgerEngine

/// What `verify` must find, each change made behind the ledger's back.
struct TamperTests {
    private func difference(
        after change: (borrowing WriteTransaction, LedgerTables) throws(StorageError) -> Void
    ) throws -> VerifyReport.Difference? {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        let lines = (0..<600).map {
            #"{"specversion":"1.0","id":"\#($0)","source":"/s","type":"x","subject":"a","#
                + #""time":"2024-01-01T00:00:00Z","data":{}}"#
        }
        let request = Writer.Request.atomic(PreparedBatch(readBatch(lines).batch), .any, actor: "t")
        _ = try writer.commit([request], now: Instant(microseconds: 5))
        try ledger.environment.write { (transaction) throws(StorageError) in
            try change(transaction, ledger.tables)
        }
        return try ledger.verify().difference
    }

    private func flag(_ bits: UInt8) throws -> VerifyReport.Difference? {
        try difference { (transaction, tables) throws(StorageError) in
            let reading = transaction.reading
            var row = try reading.value(of: UInt64(5), in: tables.events)?.copy() ?? []
            row[6] ^= bits
            try transaction.put(row.span.raw, at: UInt64(5), in: tables.events)
        }
    }

    @Test func `an untouched ledger has no difference`() throws {
        #expect(try flag(0) == nil)
    }

    @Test(arguments: [2, 4, 16] as [UInt8])
    func `flags that the event doesn't bear out are found`(bits: UInt8) throws {
        #expect(try flag(bits)?.position == Position(5))
    }

    @Test func `a type that no event has is found`() throws {
        let found = try difference { (transaction, tables) throws(StorageError) in
            try transaction.put(Array("y".utf8).span.raw, at: UInt64(1), in: tables.types)
        }
        #expect(found != nil)
    }

    @Test func `a subtree that the tree doesn't have is found`() throws {
        let found = try difference { (transaction, tables) throws(StorageError) in
            let hash = [UInt8](repeating: 7, count: 32)
            try transaction.put(
                hash.span.raw, at: TreeRows.key(level: 1, index: 9), in: tables.tree)
        }
        #expect(found != nil)
    }
}
