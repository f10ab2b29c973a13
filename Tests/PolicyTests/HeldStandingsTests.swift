import Foundation
import LedgerModel
import Policy
import SeededRandom
import Testing

/// Holds over columns against the history of each account.
struct HeldStandingsTests {
    private static let seeds =
        ProcessInfo.processInfo.environment["RAPPORT_POLICY_SEEDS"].flatMap { Int($0) } ?? 500

    @Test(arguments: 0..<4)
    func `random packs are held as the history of each account says`(part: Int) throws {
        var compared = 0
        for seed in 1...Self.seeds where seed % 4 == part {
            compared += try check(seed: UInt64(seed))
        }
        #expect(compared > 0)
    }

    /// Compares one world; gives how many standings both sides had.
    private func check(seed: UInt64) throws -> Int {
        let world = try RandomWorld(seed: seed)
        let pack = world.pack.assumingApproval
        let plan = ReplayPlan(pack, tracks: [0])
        guard plan.isOnCalendar, !world.knowsThen, plan.isHeldOnly else { return 0 }
        var records = world.readings.accounts
        for name in records.keys { records[name]?.rulings = [] }
        let run = HistoryRun(
            pack, records.map { (AccountID($0), $1) }, lists: world.readings.lists,
            rates: world.readings.rates)
        var random = SeededGenerator(seed: seed)
        let replayed = HeldWorld(
            world, plan, run, shardCount: 1 + random.below(3), blockLength: 1 + random.below(40))
        var compared = 0
        for (index, account) in run.accounts.enumerated() {
            let wanted = run.standings(
                of: [index], tracks: [0], through: Instant(microseconds: world.end))[0][0]
            let found = replayed.told[account.text] ?? []
            #expect(found == wanted.map { Told($0) }, "\(account), \(world.name)")
            compared += found.count
        }
        return compared
    }
}

/// What is told of a standing: by time alone only what counts.
private struct Told: Equatable {
    let instant: Instant
    let effective: Outcome
    private(set) var raw: Outcome?
    private(set) var heldBy: Set<HoldReason> = []

    init(_ standing: Standing) {
        (instant, effective) = (standing.instant, standing.effective)
        guard standing.occasion == .evaluation else { return }
        (raw, heldBy) = (standing.raw, standing.heldBy)
    }

    init(_ turn: HeldStandings.Turn) {
        (instant, effective) = (turn.instant, .level(turn.level))
    }
}

/// A world decided over columns.
private struct HeldWorld {
    /// By account, by time.
    private(set) var told: [String: [Told]] = [:]
    private let kernel: ReplayKernel
    private var shards: [HeldStandings]

    init(
        _ world: RandomWorld, _ plan: ReplayPlan, _ run: HistoryRun, shardCount: Int,
        blockLength: Int
    ) {
        let loaded = world.shards(shardCount, plan)
        let roll = AccountRoll(of: loaded)
        let end = Instant(microseconds: world.end)
        let kernel = ReplayKernel(
            plan, roll, span: run.span, through: end, lists: world.readings.lists,
            rates: world.readings.rates.table)
        self.kernel = kernel
        shards = roll.firstSlots.indices.map { HeldStandings(plan, roll, shard: $0) }
        for start in stride(from: 0, to: kernel.instants.count, by: blockLength) {
            let block = start..<min(start + blockLength, kernel.instants.count)
            let shardFacts = loaded.map { kernel.shardFacts(of: $0, block) }
            for index in block { decide(kernel.facts(at: index, in: block, shardFacts), index) }
        }
        for shard in shards.indices { note(shards[shard].advance(through: end)) }
    }

    private mutating func decide(_ facts: InstantFacts, _ index: Int) {
        let raw = kernel.outcomes(at: index, facts)
        let parts = shards.indices.map { shards[$0].decide(at: facts, raw) }
        for part in parts { note(part.turns) }
        let held = OutcomeColumn(holding: raw[0].outcomes, parts.map { $0.codes[0] })
        facts.forEachSlot { slot in
            let shard = kernel.roll.shard(ofSlot: slot)
            guard let standing = shards[shard].standing(ofSlot: slot, decision: 0) else {
                Issue.record("nothing stands of slot \(slot)")
                return
            }
            #expect(standing.effective == held[slot] && standing.raw == raw[0].outcomes[slot])
            told[kernel.roll.accounts[slot].text, default: []].append(Told(standing))
        }
    }

    private mutating func note(_ turns: [HeldStandings.Turn]) {
        for turn in turns {
            told[kernel.roll.accounts[turn.slot].text, default: []].append(Told(turn))
        }
    }
}
