import LMDB
import LedgerModel
import Policy
import SeededRandom
import Testing
import TransparencyLog

@testable import LedgerEngine

/// Columns of what packs read beside the fixed fields: made for packs that are activated, and never
/// of another opinion than the events.
struct PackColumnTests {
    private let file: TemporaryLedger
    private let ledger: Ledger

    init() throws {
        file = try TemporaryLedger()
        ledger = try file.open()
    }

    private static var tuning: IndexTuning {
        var tuning = IndexTuning.small
        tuning.valueColumns = 3
        return tuning
    }

    private func activate(_ stored: StoredPack, _ writer: inout Writer) throws {
        let start = RandomHistory.instant(day: 0)
        let (batch, violations) = LedgerWriter.activation(of: stored, from: start)
        #expect(violations == [])
        var request = Writer.Request.atomic(PreparedBatch(batch), .any, actor: "t")
        request.pack = stored
        _ = try writer.commit([request], now: Instant(microseconds: 1_760_000_000_000_000))
    }

    /// What a replay of a pack reads of the log.
    private func pieces(
        _ pack: Pack, _ knownAt: KnownAt = .now
    ) throws -> [LogIntake.Piece] {
        let plan = ReplayPlan(pack, tracks: Array(pack.names.indices))
        let reading = try ReplayReading(
            ledger, plan, try ledger.known(knownAt, before: nil), ReplayOptions(),
            Workers(count: 2))
        return reading.pieces
    }

    /// Removes some columns of some segments, as if they had never been made.
    private func removeSome(_ random: inout SeededGenerator) throws {
        let values = try #require(ledger.tables.values)
        var generator = random
        try ledger.environment.write { (transaction) throws(StorageError) in
            var dropped: [(first: UInt64, column: UInt16)] = []
            var blocks: [UInt128] = []
            do {
                let reading = transaction.reading
                for segment in try ColumnSegment.all(reading, ledger.tables) {
                    for own in try ValueSegment.all(of: segment, reading, values)
                    where generator.below(3) == 0 {
                        dropped.append((own.first, own.column))
                        blocks.append(own.key)
                    }
                }
                var cursor = try reading.cursor(in: values.blocks)
                while try cursor.next() {
                    let key = try cursor.wideKey
                    let first = UInt64(truncatingIfNeeded: key >> 64)
                    let column = UInt16(truncatingIfNeeded: key >> 32)
                    guard dropped.contains(where: { $0 == (first, column) }) else { continue }
                    blocks.append(key)
                }
            }
            for key in blocks {
                try transaction.remove(key, from: values.blocks)
                try transaction.remove(key, from: values.manifest)
            }
        }
        random = generator
    }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `whatever columns there are, a replay says what the histories say`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed &* 77)
        var history = CustomHistory(seed: seed)
        let stored = try CustomHistory.pack(currency: seed % 2 == 0 ? "ledger" : "CNY")
        let pack = stored.pack
        var writer = try Writer(ledger, tuning: Self.tuning)
        for _ in 0..<6 {
            try history.append(history.lines(150), &writer)
            while try writer.maintain() {}
        }
        try activate(stored, &writer)
        var steps = 0
        while try writer.maintain() {
            steps += 1
            guard random.below(9) == 0 else { continue }
            try ReplayOracle.check(ledger, pack, .now, "seed \(seed), step \(steps)")
            #expect(try ledger.verify(tuning: Self.tuning).difference == nil, "seed \(seed)")
        }
        #expect(steps > 6, "seed \(seed)")
        try history.append(history.lines(200), &writer)
        while try writer.settle() {}
        try history.append(history.lines(30) + history.annulments, &writer)
        let middle = try ledger.treeHead().size / 2
        for knownAt in [
            KnownAt.now, .position(Position(middle)),
            .instant(RandomHistory.instant(day: 500), .source),
        ] {
            try ReplayOracle.check(ledger, pack, knownAt, "seed \(seed), \(knownAt)")
        }
        let covered = try #require(try pieces(pack).first)
        #expect(try pieces(pack).count == 1 && covered.segment == nil, "seed \(seed)")
        try removeSome(&random)
        #expect(try pieces(pack).count > 1, "seed \(seed)")
        try ReplayOracle.check(ledger, pack, .now, "seed \(seed) with fewer columns")
        #expect(try ledger.verify(tuning: Self.tuning).difference == nil, "seed \(seed)")
        _ = consume writer
        try ledger.rebuild(tuning: Self.tuning)
        #expect(try pieces(pack).allSatisfy { $0.segment == nil }, "seed \(seed)")
        try ReplayOracle.check(ledger, pack, .now, "seed \(seed) after rebuild")
        #expect(try ledger.verify(tuning: Self.tuning).difference == nil, "seed \(seed)")
    }
}
