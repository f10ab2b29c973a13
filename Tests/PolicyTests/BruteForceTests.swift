import Foundation
import LedgerModel
import Policy
import SeededRandom
import Testing

/// Random packs over random histories, decided by the module and again by looking at every event
/// for every fact and instant.
struct BruteForceTests {
    private static let seeds =
        ProcessInfo.processInfo.environment["RAPPORT_POLICY_SEEDS"].flatMap { Int($0) } ?? 500

    @Test(arguments: 0..<4)
    func `random packs decide as the brute force does, then and restated`(part: Int) throws {
        for seed in 1...Self.seeds where seed % 4 == part { try check(seed: UInt64(seed)) }
    }

    private func check(seed: UInt64) throws {
        let world = try RandomWorld(seed: seed)
        var random = SeededGenerator(seed: seed)
        for account in world.accounts {
            guard let index = world.index(of: account) else { continue }
            let found = world.run.standings(
                of: [index], through: Instant(microseconds: world.end))[0]
            compare(
                found[0], world.brute.decisions(of: account, through: world.end), world.pack, 0,
                "the tier of \(account), \(world.name)")
            compare(
                found[1], world.brute.stages(of: account, through: world.end), world.pack, 1,
                "the stage of \(account), \(world.name)")
            let start = WallClock("UTC").start(year: 2022, month: 1)
            let kept = (0..<3).map { _ in
                Instant(
                    microseconds: start
                        + Int64(random.below(Int((world.end - start) / 1_000_000))) * 1_000_000)
            }
            compareKept(kept, of: index, in: world.run, found, "\(account), \(world.name)")
        }
    }

    /// Where only some instants are kept, what stood at them is the same.
    private func compareKept(
        _ kept: [Instant], of account: Int, in run: HistoryRun, _ all: [[Standing]],
        _ what: String
    ) {
        let end = Instant(microseconds: WallClock("UTC").start(year: 2026, month: 1))
        let few = run.standings(of: [account], through: end, keeping: [0: kept, 1: kept])[0]
        for (few, all) in zip(few, all) {
            #expect(few.count <= kept.count + 1, "\(what)")
            for instant in kept + [end] {
                let found = few.last { $0.instant <= instant }
                #expect(found == all.last { $0.instant <= instant }, "\(instant.text), \(what)")
            }
        }
    }

    /// Both must change at the same instants to the same levels.
    private func compare(
        _ standings: [Standing], _ steps: [BruteHistory.Step], _ pack: Pack, _ track: Int,
        _ what: String
    ) {
        let found = standings.map { Told($0, pack, track) }
        let steps = steps.map { Told($0) }
        guard found != steps else { return }
        let index = zip(found, steps).enumerated().first { $1.0 != $1.1 }?.offset
        let place = index ?? min(found.count, steps.count)
        Issue.record(
            """
            \(what) differs at \(place) of \(found.count) and \(steps.count):
            found  \(place < found.count ? "\(found[place])" : "nothing")
            wanted \(place < steps.count ? "\(steps[place])" : "nothing")
            """)
    }

    /// What both say of an instant.
    private struct Told: Equatable {
        let at: Int64
        let raw: String
        let held: String
        let effective: String
        let isEvaluation: Bool

        init(_ standing: Standing, _ pack: Pack, _ track: Int) {
            at = standing.instant.microseconds
            raw = pack.text(of: standing.raw, in: track)
            held = pack.text(of: standing.held, in: track)
            effective = pack.text(of: standing.effective, in: track)
            isEvaluation = standing.occasion == .evaluation
        }

        init(_ step: BruteHistory.Step) {
            at = step.at
            (raw, held, effective) = (step.raw, step.held, step.effective)
            isEvaluation = step.isEvaluation
        }
    }
}
