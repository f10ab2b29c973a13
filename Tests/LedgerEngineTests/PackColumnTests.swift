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

    @Test(arguments: 1...3 as ClosedRange<UInt64>)
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
        while try writer.settle() {}
        #expect(try pieces(pack).isEmpty, "seed \(seed), sealed again")
        try ReplayOracle.check(ledger, pack, .now, "seed \(seed), sealed again")
        try removeSome(&random)
        #expect(try !pieces(pack).isEmpty, "seed \(seed)")
        try ReplayOracle.check(ledger, pack, .now, "seed \(seed) with fewer columns")
        #expect(try ledger.verify(tuning: Self.tuning).difference == nil, "seed \(seed)")
        _ = consume writer
        try ledger.rebuild(tuning: Self.tuning)
        #expect(try pieces(pack).allSatisfy { $0.segment == nil }, "seed \(seed)")
        try ReplayOracle.check(ledger, pack, .now, "seed \(seed) after rebuild")
        #expect(try ledger.verify(tuning: Self.tuning).difference == nil, "seed \(seed)")
    }

    /// A ledger with an activated pack and all its columns.
    private func fill(_ tuning: IndexTuning, seed: UInt64) throws -> Pack {
        var history = CustomHistory(seed: seed)
        let stored = try CustomHistory.pack(currency: "CNY")
        var writer = try Writer(ledger, tuning: tuning)
        try activate(stored, &writer)
        for _ in 0..<4 { try history.append(history.lines(150), &writer) }
        while try writer.settle() {}
        return stored.pack
    }

    private func digest(_ pack: Pack) throws -> TreeHash {
        let replay = try ledger.replay(
            pack, tracks: Array(pack.names.indices), ReplayOptions())
        var digest = ReplayDigest()
        try replay.forEachInstant(
            naming: { $0 }, make: { ReplayDigest.Part($0, $1) }, take: { digest.add($0) })
        return digest.value
    }

    /// Changes a byte of every value of a table, one after the other, and lets `body` look.
    private func forEachFlip(
        of table: Table, _ random: inout SeededGenerator, _ body: (String) throws -> Void
    ) throws {
        var keys: [UInt128] = []
        try ledger.environment.read { (transaction) throws(StorageError) in
            var cursor = try transaction.cursor(in: table)
            while try cursor.next() { keys.append(try cursor.wideKey) }
        }
        #expect(keys.count > 20)
        for key in keys where random.below(keys.count) < 12 {
            let whole = try ledger.environment.read { (transaction) throws(StorageError) in
                try transaction.value(of: key, in: table)?.copy() ?? []
            }
            var flipped = whole
            let (byte, bit) = (random.below(whole.count), random.below(8))
            flipped[byte] ^= 1 << bit
            for bytes in [flipped, Array(whole.dropLast(8)), [], whole] {
                try ledger.environment.write { (transaction) throws(StorageError) in
                    try transaction.put(bytes.span.raw, at: key, in: table)
                }
                guard bytes != whole else { continue }
                try body("key \(key), bit \(bit) of byte \(byte), \(bytes.count) bytes")
            }
        }
    }

    @Test func `a damaged block of values is an error, and verify names it`() throws {
        let (seed, values) = (UInt64(5), try #require(ledger.tables.values))
        let pack = try fill(Self.tuning, seed: seed)
        let expected = try digest(pack)
        var random = SeededGenerator(seed: seed)
        try forEachFlip(of: values.blocks, &random) { place in
            #expect(throws: QueryError.self, "\(place), seed \(seed)") { try digest(pack) }
            let sentence = try ledger.verify(tuning: Self.tuning).difference?.sentence
            #expect(sentence?.hasPrefix("the values of positions") == true, "\(place)")
        }
        try forEachFlip(of: values.manifest, &random) { place in
            let found = try? digest(pack)
            #expect(found == nil || found == expected, "\(place), seed \(seed)")
            let difference = try ledger.verify(tuning: Self.tuning).difference
            #expect(difference != nil, "\(place)")
        }
        #expect(try ledger.verify(tuning: Self.tuning).difference == nil, "seed \(seed)")
        try ledger.environment.write { (transaction) throws(StorageError) in
            try transaction.removeAll(from: values.registry)
        }
        #expect(try digest(pack) == expected)
        #expect(try ledger.verify(tuning: Self.tuning).difference != nil)
        try ledger.rebuild(tuning: Self.tuning)
        #expect(try ledger.verify(tuning: Self.tuning).difference == nil)
        #expect(try pieces(pack).allSatisfy { $0.segment == nil })
        #expect(try digest(pack) == expected)
    }

    @Test func `a column is kept at the limit of its bytes and left to the log past it`() throws {
        let pack = try fill(Self.tuning, seed: 6)
        #expect(try !valueSegments().contains { !$0.isKept })
        let largest = try #require(try bytesOfColumns().max())
        for (bytes, keepsAll) in [(largest, true), (largest - 1, false), (2_200, false)] {
            var tuning = Self.tuning
            tuning.valueBytes = bytes
            try ledger.rebuild(tuning: tuning)
            let rows = try valueSegments()
            let kept = rows.count { $0.isKept }
            #expect(kept > 0 && (kept == rows.count) == keepsAll, "\(bytes) bytes")
            let readsSegments = try pieces(pack).contains { $0.segment != nil }
            #expect(readsSegments != keepsAll, "\(bytes) bytes")
            try ReplayOracle.check(ledger, pack, .now, "seed 6, \(bytes) bytes")
            #expect(try ledger.verify(tuning: tuning).difference == nil, "\(bytes) bytes")
            var writer = try Writer(ledger, tuning: tuning)
            let isUnsettled = try writer.settle()
            #expect(!isUnsettled, "what is too large is made again and again")
        }
    }

    /// Bytes of the blocks of each column of each segment.
    private func bytesOfColumns() throws -> [Int] {
        let values = try #require(ledger.tables.values)
        var bytes: [UInt128: Int] = [:]
        try ledger.environment.read { (transaction) throws(StorageError) in
            var cursor = try transaction.cursor(in: values.blocks)
            while try cursor.next() {
                let key = try cursor.wideKey
                let column = UInt128(UInt16(truncatingIfNeeded: key >> 32))
                bytes[(key >> 64) << 64 | column, default: 0] += cursor.value.byteCount
            }
        }
        return Array(bytes.values)
    }

    private func valueSegments() throws -> [ValueSegment] {
        let values = try #require(ledger.tables.values)
        return try ledger.environment.read { (transaction) throws(StorageError) in
            var found: [ValueSegment] = []
            for segment in try ColumnSegment.all(transaction, ledger.tables) {
                found += try ValueSegment.all(of: segment, transaction, values)
            }
            return found
        }
    }

    @Test func `a pack that is activated again gets the columns that it lacks`() throws {
        let stored = try CustomHistory.pack(currency: "CNY")
        _ = try fill(Self.tuning, seed: 7)
        let values = try #require(ledger.tables.values)
        let count = try valueSegments().count
        try ledger.environment.write { (transaction) throws(StorageError) in
            for table in [values.registry, values.manifest, values.blocks] {
                try transaction.removeAll(from: table)
            }
        }
        #expect(try pieces(stored.pack).count > 1)
        #expect(try ledger.verify(tuning: Self.tuning).difference == nil)
        var writer = try Writer(ledger, tuning: Self.tuning)
        while try writer.settle() {}
        #expect(try valueSegments().isEmpty)
        try activate(stored, &writer)
        while try writer.settle() {}
        #expect(try valueSegments().count == count)
        #expect(try pieces(stored.pack).allSatisfy { $0.segment == nil })
    }

    @Test func `a ledger keeps as many columns of packs as it may, and no more`() throws {
        let values = try #require(ledger.tables.values)
        let columns = (0...Limits.valueColumns).map {
            ValueColumn(eventType: "x", expression: "event.a\($0)")
        }
        try ledger.environment.write { (transaction) throws(StorageError) in
            var registry = ValueRegistry()
            try registry.register(columns, transaction, values)
        }
        try ledger.environment.read { (transaction) throws(StorageError) in
            let registry = try ValueRegistry(transaction, values)
            #expect(registry.columns == Array(columns.prefix(Limits.valueColumns)))
        }
    }

    @Test func `a file of before there were columns of packs is read and written`() throws {
        let path = file.path + ".older"
        try makeOlderFile(path)
        let stored = try CustomHistory.pack(currency: "CNY")
        do {
            let older = try Ledger(path, for: .reading, mapBytes: 1 << 32)
            #expect(older.tables.values == nil)
            #expect(try older.verify().difference == nil)
            #expect(try older.statistics().tableBytes.count == 13)
        }
        let older = try Ledger(path, for: .writing, mapBytes: 1 << 32)
        var history = CustomHistory(seed: 8)
        var writer = try Writer(older, tuning: Self.tuning)
        try activate(stored, &writer)
        try history.append(history.lines(400), &writer)
        while try writer.settle() {}
        try ReplayOracle.check(older, stored.pack, .now, "a file that was older, seed 8")
        #expect(try older.verify(tuning: Self.tuning).difference == nil)
        #expect(try older.statistics().tableBytes.count == 16)
    }

    /// Makes a ledger as it was made when fourteen tables were all.
    private func makeOlderFile(_ path: String) throws {
        let environment = try Environment(
            path, access: .creating, options: LedgerFormat.options(mapBytes: 1 << 32))
        try environment.write { (transaction) throws(StorageError) in
            for name in [
                "events", "types", "accounts", "account_ids", "annulled", "tail_keys",
                "tail_accounts", "segments", "manifest", "packs", "columns", "column_manifest",
            ] { _ = try transaction.table(name) }
            let identity = LedgerIdentity(id: 9, createdMicroseconds: 0)
            try transaction.put(
                identity.encoded().span.raw, at: LedgerIdentity.row,
                in: try transaction.table("meta"))
            try transaction.put(
                TreeRows.encode(TreeEdge()).span.raw, at: TreeRows.edge,
                in: try transaction.table("tree"))
        }
    }
}
