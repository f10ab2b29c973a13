import LedgerModel
import Testing

@testable import LedgerEngine

/// A cursor is good for its own question and ledger only: the feed never skips.
struct CursorTests {
    private func ledger(_ file: TemporaryLedger, events count: Int) throws -> Ledger {
        let ledger = try file.open()
        var writer = try Writer(ledger)
        let lines = (0..<count).map {
            #"{"specversion":"1.0","id":"\#($0)","source":"/s","type":"x","subject":"a","#
                + #""time":"2024-01-0\#(1 + $0 % 9)T00:00:00Z","data":{}}"#
        }
        let request = Writer.Request.atomic(PreparedBatch(readBatch(lines).batch), .any, actor: "t")
        _ = try writer.commit([request], now: Instant(microseconds: 5))
        return ledger
    }

    @Test func `a cursor of a known-at is refused without it, for it skipped what was unknown`()
        throws
    {
        let file = try TemporaryLedger()
        let ledger = try ledger(file, events: 9)
        let known = KnownAt.instant(try Instant("2024-01-03T00:00:00Z"), .source)
        var given = 0
        let page = try ledger.events(knownAt: known) { _, _, _ in given += 1 }
        #expect(given == 3)
        #expect(throws: QueryError.self) {
            try ledger.events(after: page.cursor) { _, _, _ in }
        }
        #expect(throws: QueryError.self) {
            try ledger.events(after: page.cursor, knownAt: .position(Position(8))) { _, _, _ in }
        }
        #expect(try ledger.events(after: page.cursor, knownAt: known) { _, _, _ in }.isCaughtUp)
    }

    @Test func `a cursor ahead of the ledger is refused, as of an older copy`() throws {
        let (newer, older) = (try TemporaryLedger(), try TemporaryLedger())
        let cursor = try ledger(newer, events: 4).events { _, _, _ in }.cursor
        let copy = try ledger(older, events: 3)
        #expect(throws: QueryError.self) { try copy.events(after: cursor) { _, _, _ in } }
        let own = try copy.events { _, _, _ in }.cursor
        #expect(try copy.events(after: own) { _, _, _ in }.isCaughtUp)
    }
}
