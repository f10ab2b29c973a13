import Instruments
import LMDB
import LedgerModel
import Testing

@testable import LedgerEngine

/// Reading while a writer appends, seals and merges.
struct LiveReadTests {
    private static func tuning() -> IndexTuning {
        var tuning = IndexTuning()
        tuning.runEvents = 512
        tuning.segmentEvents = 4_096
        tuning.mergeWidth = 2
        return tuning
    }

    private static func lines(_ numbers: Range<Int>) -> [String] {
        numbers.map {
            #"{"specversion":"1.0","id":"\#($0)","source":"/s","type":"order.placed","#
                + #""subject":"a\#($0 % 300)","time":"2024-01-01T00:00:00Z","#
                + #""data":{"order_id":"\#($0)","currency":"CNY","amount_minor":1}}"#
        }
    }

    private static func append(_ lines: [String], _ writer: inout Writer) throws {
        let (batch, violations) = readBatch(lines)
        #expect(violations == [])
        let request = Writer.Request.atomic(PreparedBatch(batch), .any, actor: "t")
        _ = try writer.commit([request], now: Instant(microseconds: 5))
    }

    @Test func `verify passes while a writer appends, seals and merges`() throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger, tuning: Self.tuning())
        var next = 0
        while next < 20_000 {
            try Self.append(Self.lines(next..<next + 1_000), &writer)
            next += 1_000
        }
        var failure: (any Error)?
        let report = try ledger.verify { _ in
            guard next < 40_000 else { return }
            do {
                try Self.append(Self.lines(next..<next + 10), &writer)
                try Self.append(Self.lines(next + 10..<next + 5_000), &writer)
                next += 5_000
                while try writer.maintain() {}
            } catch { failure = error }
        }
        #expect(failure == nil)
        #expect(report.difference == nil)
        #expect(report.events > 20_000)
        #expect(report.head == (try ledger.treeHead()))
    }

    /// Pages that a reader may still need are not used again, so that the file grows by all that
    /// the commits free meanwhile.
    @Test(arguments: [AccountID("a7"), nil])
    func `no transaction is open while an event is given`(account: AccountID?) throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger, tuning: Self.tuning())
        let padding = String(repeating: "x", count: 50_000)
        for number in 0..<60 {
            let id = #""id":"\#(number)""#
            let line = Self.lines(7..<8)[0].replacing(#""id":"7""#, with: id)
                .replacing(#""amount_minor":1"#, with: #""amount_minor":1,"note":"\#(padding)""#)
            try Self.append([line], &writer)
        }
        func growth(of numbers: Range<Int>) throws -> Int {
            let before = ledger.environment.usedBytes()
            for number in numbers { try Self.append(Self.lines(number..<number + 1), &writer) }
            return ledger.environment.usedBytes() - before
        }
        _ = try growth(of: 1_000..<1_100)
        let usual = try growth(of: 1_100..<1_200)
        var (filter, given, growths) = (EventFilter(), 0, [Int]())
        filter.account = account
        _ = try ledger.events(filter, limit: 60) { _, _, _ in
            given += 1
            guard [1, 59].contains(given) else { return }
            growths.append(try growth(of: given * 10_000..<given * 10_000 + 100))
        }
        #expect(growths.count == 2)
        for growth in growths { #expect(growth < usual + (256 << 10), "\(growths), \(usual)") }
    }

    @Test func `an account is read whole where the index doesn't reach the end of the log`() throws
    {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        do {
            var writer = try Writer(ledger, tuning: Self.tuning())
            try Self.append(Self.lines(0..<900), &writer)
            try Self.append(Self.lines(900..<1_000), &writer)
        }
        let account = AccountID("a7")
        let before = try ledger.positions(of: account)
        #expect(before == [7, 307, 607, 907])
        try SegmentRepair.removeAll(ledger)
        #expect(try ledger.positions(of: account) == before)
    }

    @Test func `accounts that a writer makes during the answer are left out`() async throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        let writer = try LedgerWriter(ledger, clock: { Instant(microseconds: 9) })
        let old = PreparedBatch(readBatch(Self.lines(0..<9)).batch)
        _ = try await writer.append(old, .any, actor: "t")
        let fold = try await ledger.fold(try ledger.known(.now))
        let new = PreparedBatch(readBatch(Self.lines(9..<12)).batch)
        _ = try await writer.append(new, .any, actor: "t")
        let portfolio = try ledger.portfolio(of: fold, asOf: .latest)
        #expect(portfolio.rows.count == 9)
        await writer.close()
    }
}
