import LedgerModel
import Policy
import Testing
import TransparencyLog

@testable import LedgerEngine

/// A replay from the columns of a ledger against the history of each account.
struct ReplayTests {
    @Test(
        arguments: [
            "abc-pareto", "elevator-four-tier", "five-stages", "reference-tiering", "satisfaction",
            "starter", "telecom-grades", "threshold-key-account", "value-squares",
        ])
    func `a ledger is replayed as the history of each account says`(name: String) throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        let seed: UInt64 = 4
        var history = RandomHistory(seed: seed)
        var writer = try Writer(ledger, tuning: .small)
        for batch in 0..<12 {
            try history.append(Array(history.lines(batch)), &writer)
            while try writer.maintain() {}
        }
        let pack = try TestPack.named(name)
        let middle = try ledger.treeHead().size / 2
        for knownAt in [
            KnownAt.now, .position(Position(middle)),
            .instant(RandomHistory.instant(day: 700), .source),
        ] {
            try ReplayOracle.check(ledger, pack, knownAt, "\(name), \(knownAt), seed \(seed)")
        }
        try history.append(history.annulments, &writer)
        try ReplayOracle.check(ledger, pack, .now, "\(name) after annulments, seed \(seed)")
        let before = try digest(ledger, pack, .now)
        while try writer.settle() {}
        _ = consume writer
        try ledger.rebuild(tuning: .small)
        #expect(try digest(ledger, pack, .now) == before, "\(name) after rebuild")
        #expect(try ledger.verify().difference == nil)
    }

    @Test func `what is appended while a ledger is replayed isn't in it`() throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var history = RandomHistory(seed: 9)
        var writer = try Writer(ledger, tuning: .small)
        for batch in 0..<4 {
            try history.append(Array(history.lines(batch)), &writer)
            while try batch < 3 && writer.settle() {}
        }
        let pack = try TestPack.named("starter")
        let expected = try digest(ledger, pack, .now)
        let size = try ledger.treeHead().size
        var options = ReplayOptions()
        options.blockCells = 400
        let replay = try ledger.replay(pack, tracks: [0], options)
        #expect(replay.end == size)
        var (digest, batch) = (ReplayDigest(), 4)
        try replay.forEachInstant(
            naming: { $0 }, make: { ReplayDigest.Part($0, $1) },
            take: { part in
                digest.add(part)
                guard batch < 8 else { return }
                try history.append(Array(history.lines(batch)) + history.annulments, &writer)
                while try writer.settle() {}
                batch += 1
            })
        #expect(batch == 8)
        #expect(digest.value.hexadecimal == expected)
        #expect(try self.digest(ledger, pack, .now) != expected)
        #expect(try self.digest(ledger, pack, .position(Position(size - 1))) == expected)
    }

    private func digest(
        _ ledger: Ledger, _ pack: Pack, _ knownAt: KnownAt
    ) throws -> String {
        var options = ReplayOptions()
        options.knowledge = .at(knownAt)
        let replay = try ledger.replay(pack, tracks: [0], options)
        var digest = ReplayDigest()
        try replay.forEachInstant(
            naming: { $0 }, make: { ReplayDigest.Part($0, $1) }, take: { digest.add($0) })
        #expect(digest.count > 0)
        return digest.value.hexadecimal
    }
}
