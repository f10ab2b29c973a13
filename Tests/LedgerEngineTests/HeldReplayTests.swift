import LedgerModel
import Policy
import Testing

@testable import LedgerEngine

/// Replays of random packs with holds against the history of each account, row by row.
struct HeldReplayTests {
    /// A row, as a replay tells it.
    private struct Told: Equatable {
        let at: Instant
        let account: String
        let track: Int
        let outcome: Outcome
        let isByFacts: Bool
    }

    @Test(arguments: 0..<3)
    func `random holds are replayed as the history of each account says`(part: UInt64) throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var history = RandomHistory(seed: part)
        var writer = try Writer(ledger)
        for batch in 0..<4 { try history.append(Array(history.lines(batch)), &writer) }
        var byTime = 0
        for seed in part * 100..<part * 100 + 2 {
            let pack = try HeldPack(seed: seed).read()
            let expected = try reference(ledger, pack)
            for tracks in [[0], [0, 1, 2]] {
                byTime += try check(
                    ledger, pack, tracks, expected, "tracks \(tracks), seed \(seed)")
            }
        }
        #expect(byTime > 100)
    }

    /// Compares one pack; gives the rows by time alone.
    private func check(
        _ ledger: Ledger, _ pack: Pack, _ tracks: [Int], _ all: [Told], _ what: String
    ) throws -> Int {
        #expect(ReplayPlan(pack.assumingApproval, tracks: tracks).isHeldOnly, "\(what)")
        var byTime = 0
        for (threads, cells, pieces) in [(1, 200, 1), (3, 1 << 20, 900)] {
            for from in [Instant.earliest, RandomHistory.instant(day: 400)] {
                var options = ReplayOptions()
                (options.threads, options.blockCells, options.pieceCells) = (threads, cells, pieces)
                (options.from, options.to) = (from, Self.end)
                let replay = try ledger.replay(pack, tracks: tracks, options)
                let expected = all.filter { tracks.contains($0.track) && $0.at >= from }
                var (found, instants) = ([Told](), [Instant]())
                try replay.forEachInstant(
                    make: { $0 },
                    take: { rows in
                        if rows.count > 0 { instants.append(rows.instant) }
                        rows.forEachRow { row in
                            found.append(
                                Told(
                                    at: row.instant,
                                    account: replay.roll.accounts[row.slot].text,
                                    track: row.track, outcome: row.effective,
                                    isByFacts: row.isByFacts))
                        }
                    })
                #expect(found == expected, "\(threads) threads, from \(from.text), \(what)")
                #expect(zip(instants, instants.dropFirst()).allSatisfy(<), "\(what)")
                byTime += found.count { !$0.isByFacts }
            }
        }
        return byTime
    }

    /// Behind all events, while some levels still wait.
    private static let end = RandomHistory.instant(day: 1_050)

    /// What the histories of all accounts say, in the order of time, account and track.
    private func reference(_ ledger: Ledger, _ pack: Pack) throws -> [Told] {
        let pack = pack.assumingApproval
        let run = try ledger.historyRun(pack, .at(.now))
        var rows: [Told] = []
        for (account, own) in zip(run.accounts, run.standings(through: Self.end)) {
            for (track, standings) in own.enumerated() {
                var last: Outcome?
                for standing in standings {
                    defer { last = standing.effective }
                    guard !pack.givesChangesOnly(track) || last != standing.effective else {
                        continue
                    }
                    rows.append(
                        Told(
                            at: standing.instant, account: account.text, track: track,
                            outcome: standing.effective,
                            isByFacts: standing.occasion == .evaluation))
                }
            }
        }
        return rows.enumerated()
            .sorted { ($0.element.at, $0.offset) < ($1.element.at, $1.offset) }
            .map(\.element)
    }
}
