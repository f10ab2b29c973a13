import LedgerModel
import Policy

/// Decides instant by instant where the rules and their holds alone decide: the rules say of all
/// accounts at once what they say, then each shard holds its levels in the order of time.
struct HeldReplay: Sendable {
    /// What was known at an instant, and what the rules say.
    struct Said: Sendable {
        let facts: InstantFacts
        let outcomes: [(decision: Int, outcomes: OutcomeColumn)]
    }

    private var shards: [HeldStandings]
    private let pack: Pack
    private let roll: AccountRoll
    /// By slot.
    private let places: [UInt32]
    private let from: Instant

    /// Before the first instant.
    ///
    /// - Parameter from: rows before this instant are left out.
    init(_ kernel: ReplayKernel, from: Instant) {
        (pack, roll, self.from) = (kernel.plan.pack, kernel.roll, from)
        places = roll.placesByName
        shards = roll.firstSlots.indices.map { [roll] shard in
            HeldStandings(kernel.plan, roll, shard: shard)
        }
    }

    /// Decides the next instants, and gives what is made of their rows, by time.
    mutating func decide<Made: Sendable>(
        _ said: [Said], _ workers: Workers, _ make: @escaping @Sendable (ReplayRows) -> Made
    ) -> [Made] {
        let parts = workers.change(&shards) { shard in
            said.map { said in shard.decide(at: said.facts, said.outcomes) }
        }
        let (pack, places, from) = (pack, places, from)
        return workers.map(said.count) { number in
            let rows = HeldRows(pack, places, from: from)
            return rows.rows(said[number], parts.map { $0[number] }).map(make)
        }.flatMap(\.self)
    }

    /// Lets time alone pass through an instant, and gives the rows, by time.
    mutating func wait(through end: Instant, _ workers: Workers) -> [ReplayRows] {
        let turns = workers.change(&shards) { $0.advance(through: end) }
        return HeldRows(pack, places, from: from).rows(of: turns)
    }

    /// Where an account stands; nil where nothing was decided yet.
    func standing(ofSlot slot: Int, decision: Int) -> Standing? {
        shards[roll.shard(ofSlot: slot)].standing(ofSlot: slot, decision: decision)
    }
}

/// Makes rows of what becomes of accounts.
private struct HeldRows {
    private let pack: Pack
    private let places: [UInt32]
    private let from: Instant

    init(_ pack: Pack, _ places: [UInt32], from: Instant) {
        (self.pack, self.places, self.from) = (pack, places, from)
    }

    /// The rows of the waits that have ended.
    func rows(of turns: [[HeldStandings.Turn]]) -> [ReplayRows] {
        let moments = moments(turns)
        return moments.keys.sorted().map { instant in
            ReplayRows(content: .rows(moments[instant]?.sorted ?? [], facts: nil))
        }
    }

    /// The rows of what becomes of all accounts through an instant, those of an earlier one first.
    func rows(_ said: HeldReplay.Said, _ parts: [HeldStandings.Part]) -> [ReplayRows] {
        let instant = said.facts.instant
        let turns = parts.map(\.turns)
        let isLate = turns.contains { $0.contains { $0.instant == instant } }
        let before = isLate ? turns.map { $0.filter { $0.instant < instant } } : turns
        let rows = rows(of: before)
        guard instant >= from else { return rows }
        let outcomes = said.outcomes.enumerated().map { place, raw in
            let codes = parts.map { $0.codes[place] }
            return (
                decision: raw.decision, outcomes: OutcomeColumn(holding: raw.outcomes, codes)
            )
        }
        let givesAll = outcomes.allSatisfy { !pack.givesChangesOnly($0.decision) }
        if !isLate, givesAll {
            return rows + [
                ReplayRows(content: .columns(.init(facts: said.facts, outcomes: outcomes)))
            ]
        }
        let own = ownRows(said.facts, outcomes, parts)
        return own.isEmpty
            ? rows : rows + [ReplayRows(content: .rows(own, facts: .columns(said.facts)))]
    }

    /// The rows of an instant where some are of waits that end at it, or only of changes.
    private func ownRows(
        _ facts: InstantFacts, _ outcomes: [(decision: Int, outcomes: OutcomeColumn)],
        _ parts: [HeldStandings.Part]
    ) -> [ReplayRows.Row] {
        var found: [(track: Int, row: ReplayRows.Row)] = []
        for turn in parts.flatMap(\.turns) where turn.instant == facts.instant {
            found.append((turn.decision, row(of: turn)))
        }
        for (place, own) in outcomes.enumerated() {
            func take(_ slot: Int) {
                found.append(
                    (
                        own.decision,
                        ReplayRows.Row(
                            facts.instant, slot: slot, track: own.decision, own.outcomes)
                    ))
            }
            if pack.givesChangesOnly(own.decision) {
                for part in parts { for slot in part.changed[place] { take(slot) } }
            } else {
                facts.forEachSlot(take)
            }
        }
        var rows = MomentRows()
        for track in pack.decisions.indices {
            for own in found where own.track == track {
                rows.append(own.row, place: places[own.row.slot])
            }
        }
        return rows.sorted
    }

    private func moments(_ turns: [[HeldStandings.Turn]]) -> [Instant: MomentRows] {
        var moments: [Instant: MomentRows] = [:]
        for turn in turns.joined() where turn.instant >= from {
            moments[turn.instant, default: MomentRows()].append(
                row(of: turn), place: places[turn.slot])
        }
        return moments
    }

    private func row(of turn: HeldStandings.Turn) -> ReplayRows.Row {
        ReplayRows.Row(
            turn.instant, slot: turn.slot, track: turn.decision, .level(turn.level),
            isByFacts: false)
    }
}
