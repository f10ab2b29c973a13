import LedgerModel
import Policy
import Testing
import TransparencyLog

@testable import LedgerEngine

/// What a replay must say: what the histories of all accounts do, in the order of time and account.
enum ReplayOracle {
    /// A decision, as a replay tells it.
    private struct Told: Equatable {
        let at: Instant
        let account: String
        let level: String
    }

    static func check(
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
    private static func reference(
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
}
