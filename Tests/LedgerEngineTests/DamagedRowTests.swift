import Instruments
import LMDB
import LedgerModel
import Testing
import TransparencyLog

@testable import LedgerEngine

/// Rows that were changed behind the ledger's back: each question has an answer or a typed error.
struct DamagedRowTests {
    private let file: TemporaryLedger
    private let ledger: Ledger
    private let now = Instant(microseconds: 1_704_153_600_000_000)

    init() throws {
        file = try TemporaryLedger()
        ledger = try file.open()
        try append(
            [
                Self.line("0", "order.placed", Self.order), Self.line("1", "badge.scanned"),
                Self.line("2", "complaint.opened", #"{"complaint_id":"1","category":"c"}"#),
                Self.line(
                    "3", "rate.quoted", #"{"from":"USD","to":"CNY","rate":"7.1"}"#,
                    subject: "~ledger"),
                Self.line("4", "order.placed", Self.order, subject: "b"), Self.annulment("5", "4"),
            ])
    }

    private static let order = #"{"order_id":"1","currency":"CNY","amount_minor":1}"#

    private static func line(
        _ id: String, _ type: String, _ data: String = "{}", subject: String = "a"
    ) -> String {
        #"{"specversion":"1.0","id":"\#(id)","source":"/s","type":"\#(type)","#
            + #""subject":"\#(subject)","time":"2024-01-01T00:00:00Z","#
            + #""recordedtime":"2024-01-01T00:00:00Z","data":\#(data)}"#
    }

    private static func annulment(_ id: String, _ target: String) -> String {
        line(
            id, "event.annulled", #"{"source":"/s","id":"\#(target)"}"#,
            subject: target == "3" ? "~ledger" : target == "4" ? "b" : "a")
    }

    private func append(_ lines: [String]) throws {
        let (batch, violations) = readBatch(lines)
        #expect(violations == [])
        var writer = try Writer(ledger)
        _ = try writer.commit([.each(PreparedBatch(batch), actor: "t")], now: now)
    }

    private func row(_ key: UInt64, in table: Table) throws -> [UInt8] {
        try ledger.environment.read { (transaction) throws(StorageError) in
            try transaction.value(of: key, in: table)?.copy() ?? []
        }
    }

    private func put(_ row: [UInt8], _ key: UInt64, in table: Table) throws {
        try ledger.environment.write { (transaction) throws(StorageError) in
            try transaction.put(row.span.raw, at: key, in: table)
        }
    }

    /// Lets every error pass that says that the ledger is damaged, and no other.
    private func expectAnswer(
        _ place: String, _ question: () async throws -> Void
    ) async {
        do {
            try await question()
        } catch LedgerError.damaged, QueryError.ledger(.damaged), AppendError.damaged {
        } catch {
            Issue.record("\(place): \(error)")
        }
    }

    private func ask(about position: UInt64, _ place: String) async {
        let then = KnownAt.instant(now, .source)
        for knownAt in [KnownAt.now, then, .instant(now, .ledger)] {
            await expectAnswer(place) {
                _ = try await ledger.portfolio(asOf: .latest, knownAt: knownAt)
            }
            await expectAnswer(place) {
                _ = try ledger.card(of: AccountID("a"), asOf: now, knownAt: knownAt)
            }
            await expectAnswer(place) {
                var filter = EventFilter()
                filter.account = AccountID("a")
                _ = try ledger.events(filter, knownAt: knownAt) { _, _, _ in }
            }
        }
        await expectAnswer(place) { _ = try ledger.events { _, _, _ in } }
        await expectAnswer(place) { _ = try ledger.verify() }
        let again = readBatch([Self.annulment("n", "\(position)"), Self.line("1", "badge.scanned")])
        await expectAnswer(place) {
            _ = try ledger.tryImport(PreparedBatch(again.batch), actor: "t")
        }
    }

    @Test(arguments: 0..<EventHeader.byteCount)
    func `whatever bit of a header is flipped, nothing traps`(byte: Int) async throws {
        for position in 0..<UInt64(6) {
            let whole = try row(position, in: ledger.tables.events)
            for mask in (0..<8).map({ UInt8(1) << $0 }) + [0xFF] {
                var flipped = whole
                flipped[byte] ^= mask
                try put(flipped, position, in: ledger.tables.events)
                await ask(about: position, "byte \(byte) ^ \(mask) at position \(position)")
            }
            try put(whole, position, in: ledger.tables.events)
        }
        #expect(try ledger.verify().difference == nil)
    }

    @Test func `times beyond all calendars and flags that mean nothing are damage`() throws {
        let whole = try row(1, in: ledger.tables.events)
        for (offset, instant) in [(8, Instant.earliest), (8, .latest), (16, .latest)] {
            for beyond in [Int64(0), 1] {
                let sign: Int64 = instant == .earliest ? -1 : 1
                var header = whole
                var value: [UInt8] = []
                value.appendLittleEndian(instant.microseconds + beyond * sign)
                header.replaceSubrange(offset..<(offset + 8), with: value)
                let read = Result { try EventHeader(header.span.raw, at: 1) }
                #expect((try? read.get()) != nil || beyond == 1, "\(instant.text)")
                #expect((try? read.get()) == nil || beyond == 0, "\(instant.text)")
            }
        }
        for bit in 4..<16 {
            var header = whole
            header[6 + bit / 8] |= 1 << (bit % 8)
            #expect(throws: StorageError.self) { try EventHeader(header.span.raw, at: 1) }
        }
    }

    @Test func `nothing is appended behind a last event that its header doesn't fit`() throws {
        let whole = try row(5, in: ledger.tables.events)
        let recordedAt = Array(16..<24)
        for byte in recordedAt + Array(32..<whole.count) {
            var flipped = whole
            flipped[byte] ^= 1
            try put(flipped, 5, in: ledger.tables.events)
            do throws(LedgerError) {
                _ = try Writer(ledger)
                Issue.record("byte \(byte)")
            } catch {
                guard case .damaged = error else {
                    Issue.record("byte \(byte): \(error)")
                    continue
                }
            }
        }
        try put(whole, 5, in: ledger.tables.events)
        try append([Self.line("x", "badge.scanned")])
        #expect(try ledger.verify().difference == nil)
    }

    @Test(arguments: [SegmentManifest.levelLimit + 1, .max])
    func `a segment of a level beyond all bounds is damage`(level: UInt32) throws {
        var tuning = IndexTuning()
        (tuning.runEvents, tuning.segmentEvents) = (1, 1)
        try ledger.rebuild(tuning: tuning)
        let id = try ledger.environment.read { (transaction) throws(StorageError) in
            try SegmentManifest.all(transaction, ledger.tables).map(\.id).max() ?? 0
        }
        var manifest = try row(id, in: ledger.tables.manifest)
        for shift in 0..<4 { manifest[4 + shift] = UInt8(truncatingIfNeeded: level >> (8 * shift)) }
        try put(manifest, id, in: ledger.tables.manifest)
        #expect(try ledger.verify().difference?.sentence.contains("beyond all bounds") == true)
        #expect(throws: LedgerError.self) {
            var writer = try Writer(ledger, tuning: tuning)
            while try writer.maintain() {}
        }
    }

    @Test func `an event longer than any can be is not read`() async throws {
        let whole = try row(1, in: ledger.tables.events)
        let json = [UInt8](repeating: 0x20, count: Limits.eventBytes + 1)
        for length in [Limits.eventBytes, Limits.eventBytes + 1] {
            var long = whole.prefix(EventHeader.byteCount) + json.prefix(length)
            for shift in 0..<4 {
                long[28 + shift] = UInt8(truncatingIfNeeded: length >> (8 * shift))
            }
            try put(Array(long), 1, in: ledger.tables.events)
            var (filter, read) = (EventFilter(), 0)
            filter.account = AccountID("a")
            await expectAnswer("\(length) bytes") {
                _ = try ledger.events(filter) { _, json, _ in read = max(read, json.count) }
            }
            #expect((read == length) == (length == Limits.eventBytes))
        }
    }

    @Test func `a feed reads no annulments`() async throws {
        try put([1, 2, 3], 4, in: ledger.tables.annulled)
        let then = KnownAt.instant(now, .source)
        for knownAt in [KnownAt.now, then, .instant(now, .ledger), .position(Position(5))] {
            var positions: [UInt64] = []
            _ = try ledger.events(knownAt: knownAt) { position, _, _ in
                positions.append(position.value)
            }
            #expect(positions == Array(0..<6))
            #expect(throws: QueryError.self) {
                try ledger.card(of: AccountID("a"), asOf: now, knownAt: knownAt)
            }
        }
    }

    @Test func `an account at the last revision takes no event`() throws {
        var account = try row(0, in: ledger.tables.accounts)
        account.replaceSubrange(0..<4, with: [0xFF, 0xFF, 0xFF, 0xFF])
        try put(account, 0, in: ledger.tables.accounts)
        let large = #"{"text":"\#(String(repeating: "x", count: Limits.eventBytes - 1_000))"}"#
        for lines in [
            [Self.line("x", "badge.scanned")],
            [Self.line("x", "badge.scanned"), Self.line("y", "badge.scanned", large)],
        ] {
            #expect(throws: AppendError.self) { try append(lines) }
        }
        #expect(try ledger.treeHead().size == 6)
    }
}
