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
            try check(ledger, pack, knownAt, "\(name), \(knownAt), seed \(seed)")
        }
        try history.append(history.annulments, &writer)
        try check(ledger, pack, .now, "\(name) after annulments, seed \(seed)")
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

    /// A decision, as a replay tells it.
    private struct Told: Equatable {
        let at: Instant
        let account: String
        let level: String
    }

    private func check(
        _ ledger: Ledger, _ pack: Pack, _ knownAt: KnownAt, _ what: String
    ) throws {
        let tracks = pack.names.indices.filter { pack.schedule(ofTrack: $0) != .onEvent }
        for track in tracks {
            let expected = try reference(ledger, pack, track, knownAt)
            #expect(!expected.isEmpty, "\(pack.names[track]), \(what)")
            for (threads, cells) in [(1, 200), (2, 700), (7, 1 << 20)] {
                var options = ReplayOptions()
                options.knowledge = .at(knownAt)
                (options.threads, options.blockCells) = (threads, cells)
                let replay = try ledger.replay(pack, tracks: [track], options)
                var (found, digest) = ([Told](), ReplayDigest())
                try replay.forEachInstant(
                    naming: { $0 }, make: { ($0, ReplayDigest.Part($0, $1), $1) },
                    take: { rows, part, legend in
                        digest.add(part)
                        rows.forEachRow { row in
                            let account = legend.roll.accounts[row.slot].text
                            let level = pack.text(of: row.effective, in: row.track)
                            found.append(Told(at: row.instant, account: account, level: level))
                        }
                    })
                let name = "\(pack.names[track]), \(threads) threads, \(cells) cells, \(what)"
                #expect(found == expected, "\(name)")
                #expect(
                    digest.value == Self.digest(of: expected, pack.names[track]), "\(name)")
            }
        }
        #expect(!tracks.isEmpty, "\(what)")
    }

    /// The digest of rows by its definition.
    private static func digest(of rows: [Told], _ decision: String) -> TreeHash {
        var hashes: [UInt8] = []
        var start = 0
        while start < rows.count {
            let own = rows[start...].prefix { $0.at == rows[start].at }
            var bytes: [UInt8] = []
            for row in own {
                bytes += Array(row.account.utf8) + [0]
                let time = UInt64(bitPattern: row.at.microseconds)
                for index in 0..<8 { bytes.append(UInt8(truncatingIfNeeded: time >> (8 * index))) }
                bytes += Array(decision.utf8) + [0] + Array(row.level.utf8) + [0]
            }
            hashes += SHA256Hashing.hash(bytes.span).bytes
            start = own.endIndex
        }
        return SHA256Hashing.hash(hashes.span)
    }

    /// What the histories of all accounts say, in the order of time and account.
    private func reference(
        _ ledger: Ledger, _ pack: Pack, _ track: Int, _ knownAt: KnownAt
    ) throws -> [Told] {
        let pack = pack.assumingApproval
        let run = try ledger.historyRun(pack, .at(knownAt))
        guard let span = run.span else { return [] }
        let schedule = pack.schedule(ofTrack: track)
        let end = try #require(schedule.next(after: span.upperBound, in: pack.zone))
        let standings = run.standings(tracks: [track], through: end)
        let givesChanges = track >= pack.decisions.count || schedule == .daily
        var rows: [Told] = []
        for (account, own) in zip(run.accounts, standings) {
            var last: Outcome?
            for standing in own[track] {
                defer { last = standing.effective }
                guard !givesChanges || last != standing.effective else { continue }
                rows.append(
                    Told(
                        at: standing.instant, account: account.text,
                        level: pack.text(of: standing.effective, in: track)))
            }
        }
        return rows.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
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
