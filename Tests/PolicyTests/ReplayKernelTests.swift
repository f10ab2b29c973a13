import Foundation
import LedgerModel
import Policy
import SeededRandom
import Testing

/// The kernel decides over columns what the history of an account decides event by event.
struct ReplayKernelTests {
    private static let seeds =
        ProcessInfo.processInfo.environment["RAPPORT_POLICY_SEEDS"].flatMap { Int($0) } ?? 500

    @Test(arguments: 0..<4)
    func `random packs are replayed as the history of each account says`(part: Int) throws {
        var compared = 0
        for seed in 1...Self.seeds where seed % 4 == part {
            compared += try check(seed: UInt64(seed))
        }
        #expect(compared > 0)
    }

    @Test(arguments: 0..<4)
    func `a replay gives the reasons that the history of an account gives`(part: Int) throws {
        var compared = 0
        for seed in 1...Self.seeds / 2 where seed % 4 == part {
            compared += try checkReasons(seed: UInt64(seed))
        }
        #expect(compared > 0)
    }

    /// Compares the reasons of one world; gives how many distances to other levels both found.
    private func checkReasons(seed: UInt64) throws -> Int {
        let world = try RandomWorld(seed: seed)
        let plan = ReplayPlan(world.pack, tracks: [0, 1])
        guard plan.isOnCalendar, !world.knowsThen else { return 0 }
        let replayed = ReplayedWorld(world, plan, shardCount: 2, blockLength: 7)
        var compared = 0
        for account in world.accounts {
            guard let index = world.index(of: account) else { continue }
            for track in [0, 1] {
                let wanted = world.run.explanation(
                    of: index, in: track, at: Instant(microseconds: world.end))
                let found = replayed.reasoning(of: account, track, wanted?.standing.effective)
                let (own, other) = (found, wanted?.reasoning)
                #expect(own?.evaluatedAt == other?.evaluatedAt, "\(world.name)")
                #expect(own?.text == other?.text, "\(account), \(world.name)")
                #expect(own?.up == other?.up, "\(account), track \(track), \(world.name)")
                #expect(own?.down == other?.down, "\(account), track \(track), \(world.name)")
                #expect(own?.trials.map(\.applies) == other?.trials.map(\.applies), "\(world.name)")
                #expect(own?.facts.map(\.value) == other?.facts.map(\.value), "\(world.name)")
                compared += (own?.up.count ?? 0) + (own?.down.count ?? 0)
            }
        }
        return compared
    }

    @Test func `a near miss is a distance that the history of the account tells too`() throws {
        var found = 0
        for seed in UInt64(1)...200 {
            let world = try RandomWorld(seed: seed)
            let plan = ReplayPlan(world.pack, tracks: [0, 1])
            guard plan.isOnCalendar, !world.knowsThen else { continue }
            let replayed = ReplayedWorld(world, plan, shardCount: 2, blockLength: 7)
            for (account, miss) in replayed.nearMisses(0) {
                let index = try #require(world.index(of: account))
                let explanation = world.run.explanation(
                    of: index, in: 0, at: Instant(microseconds: world.end))
                let reasoning = try #require(explanation?.reasoning)
                #expect(
                    (reasoning.up + reasoning.down).contains(miss.distance),
                    "\(account), \(world.name)")
                let gap = (miss.distance.to - miss.distance.from).magnitude
                #expect(
                    gap <= miss.distance.to.magnitude + 3, "\(miss.distance), \(world.name)")
                found += 1
            }
        }
        #expect(found > 0)
    }

    /// Compares one world; gives the number of standings that both sides had.
    private func check(seed: UInt64) throws -> Int {
        let world = try RandomWorld(seed: seed)
        let plan = ReplayPlan(world.pack, tracks: [0, 1])
        guard plan.isOnCalendar, !world.knowsThen else { return 0 }
        var random = SeededGenerator(seed: seed)
        let replayed = ReplayedWorld(
            world, plan, shardCount: 1 + random.below(3), blockLength: 1 + random.below(40))
        var compared = 0
        for account in world.accounts {
            guard let index = world.index(of: account) else { continue }
            let wanted = world.run.standings(
                of: [index], through: Instant(microseconds: world.end))[0]
            for track in [0, 1] {
                let found = replayed.standings[account]?[track] ?? []
                #expect(found == wanted[track], "\(account), track \(track), \(world.name)")
                compared += found.count
            }
            let raw = wanted[0].filter { $0.occasion == .evaluation }.map {
                [$0.instant.text, "\($0.raw)"]
            }
            if plan.isPlain { #expect(replayed.outcomes[account] == raw, "\(world.name)") }
        }
        return compared
    }
}

/// A world whose events lie in the columns of some shards, decided block by block.
private struct ReplayedWorld {
    var standings: [String: [[Standing]]] = [:]
    var outcomes: [String: [[String]]] = [:]
    private let kernel: ReplayKernel
    /// By track: what was known and stood when it was last due.
    private var moments: [Int: Moment] = [:]

    private struct Moment {
        let index: Int
        let facts: InstantFacts
        let before: [ReplayKernel.Standings]
    }

    private func slot(of account: String) -> Int? {
        kernel.roll.accounts.firstIndex(of: AccountID(account))
    }

    func reasoning(
        of account: String, _ track: Int, _ state: Outcome?
    ) -> Explanation.Reasoning? {
        guard let moment = moments[track], let slot = slot(of: account), let state,
            moment.facts.isKnown(slot)
        else { return nil }
        return inspection(track, moment).reasoning(of: slot, in: state, language: "en")
    }

    private func inspection(_ track: Int, _ moment: Moment) -> Inspection {
        kernel.inspection(
            ofTrack: track, at: moment.index, moment.facts, before: moment.before)
    }

    func nearMisses(_ track: Int) -> [(account: String, miss: NearMiss)] {
        guard let moment = moments[track] else { return [] }
        let near = inspection(track, moment).nearMisses(
            in: { _ in .none(.nothingApplies) }, percent: 100, limit: 100)
        return near.found.map { (kernel.roll.accounts[$0.slot].text, $0) }
    }

    init(_ world: RandomWorld, _ plan: ReplayPlan, shardCount: Int, blockLength: Int) {
        let shards = world.shards(shardCount, plan)
        let roll = AccountRoll(of: shards)
        let end = Instant(microseconds: world.end)
        let kernel = ReplayKernel(
            plan, roll, span: world.run.span, through: end, lists: world.readings.lists,
            rates: world.readings.rates.table)
        self.kernel = kernel
        let last = [0, 1].map { track in
            kernel.instants.indices.last { kernel.isDue(track, at: $0) }
        }
        var states = shards.indices.map { shard in
            ReplayKernel.Standings(
                plan, accountCount: shards[shard].accounts.count,
                firstSlot: roll.firstSlots[shard], rulings: shards[shard].others)
        }
        for start in stride(from: 0, to: kernel.instants.count, by: blockLength) {
            let block = start..<min(start + blockLength, kernel.instants.count)
            let shards = shards.map { kernel.shardFacts(of: $0, block) }
            for index in block {
                let facts = kernel.facts(at: index, in: block, shards)
                for (track, last) in last.enumerated() where last == index {
                    moments[track] = Moment(index: index, facts: facts, before: states)
                }
                for state in states.indices { kernel.evaluate(at: index, facts, &states[state]) }
                note(kernel, index, facts)
            }
            for state in states.indices { note(&states[state], roll) }
        }
        for state in states.indices {
            states[state].advance(through: end)
            note(&states[state], roll)
        }
    }

    private mutating func note(_ states: inout ReplayKernel.Standings, _ roll: AccountRoll) {
        for (slot, track, taken) in states.take() {
            let name = roll.accounts[slot].text
            standings[name, default: [[], []]][track] += taken
        }
    }

    private mutating func note(_ kernel: ReplayKernel, _ index: Int, _ facts: InstantFacts) {
        for (decision, found) in kernel.outcomes(at: index, facts) where decision == 0 {
            facts.forEachSlot { slot in
                outcomes[kernel.roll.accounts[slot].text, default: []].append([
                    facts.instant.text, "\(found[slot])",
                ])
            }
        }
    }
}
