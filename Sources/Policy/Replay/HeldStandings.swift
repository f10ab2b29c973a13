import CivilCalendar
package import LedgerModel

/// What stands of the decisions of the accounts of one shard, from instant to instant, where the
/// rules and their holds alone decide (`ReplayPlan.isHeldOnly`).
package struct HeldStandings: Sendable {
    /// A level that an account reaches when it has waited long enough.
    package struct Turn: Sendable {
        /// When.
        package let instant: Instant
        /// The account.
        package let slot: Int
        /// The decision.
        package let decision: Int
        /// The level.
        package let level: Int
    }

    /// What becomes of the accounts through one instant.
    package struct Part: Sendable {
        /// The waits that have ended since the instant before, by account and time.
        package fileprivate(set) var turns: [Turn] = []
        /// What counts of each decision that is due, in their order, for `OutcomeColumn`.
        package fileprivate(set) var codes: [[Int16]] = []
        /// By decision that is due: the slots of the accounts that something else is said of than
        /// before, where only that is told; else none.
        package fileprivate(set) var changed: [[Int]] = []
    }

    private let zone: CivilZone
    private let shard: Int
    private var tracks: [HeldTrack]

    /// Before the first instant.
    package init(_ plan: ReplayPlan, _ roll: AccountRoll, shard: Int) {
        (zone, self.shard) = (plan.pack.zone, shard)
        let slots = roll.slots(ofShard: shard)
        tracks = plan.tracks.sorted().map {
            HeldTrack(plan.pack, $0, slots)
        }
    }

    /// Takes what the rules say of facts.
    ///
    /// - Parameter outcomes: of the decisions that are due, in their order.
    package mutating func decide(
        at facts: InstantFacts, _ outcomes: [(decision: Int, outcomes: OutcomeColumn)]
    ) -> Part {
        let instant = facts.instant
        let knownCount = facts.slots(ofShard: shard).count
        var part = Part()
        for index in tracks.indices {
            let decision = tracks[index].decision
            if let due = outcomes.first(where: { $0.decision == decision }) {
                tracks[index].observe(due.outcomes, at: instant, knownCount: knownCount, &part)
            } else {
                tracks[index].advance(through: instant)
            }
            tracks[index].takeTurns(&part.turns)
        }
        return part
    }

    /// Ends the waits that end by an instant. Nothing that stands by then changes any more, once
    /// all that is due by then was decided.
    package mutating func advance(through instant: Instant) -> [Turn] {
        var turns: [Turn] = []
        for index in tracks.indices {
            tracks[index].advance(through: instant)
            tracks[index].takeTurns(&turns)
        }
        return turns
    }

    /// Where an account stands; nil where nothing was decided yet.
    package func standing(ofSlot slot: Int, decision: Int) -> Standing? {
        tracks.first { $0.decision == decision }?.standing(ofSlot: slot, in: zone)
    }
}

/// One decision of the accounts of a shard.
private struct HeldTrack: Sendable {
    let decision: Int
    private let givesChangesOnly: Bool
    private let firstSlot: Int
    private let accountCount: Int
    private var levels: HeldLevels
    private var moves: HeldMoves
    /// What the rule said last, and when.
    private var last: (raw: OutcomeColumn, at: Instant)?

    init(_ pack: Pack, _ decision: Int, _ slots: Range<Int>) {
        (self.decision, firstSlot, accountCount) = (decision, slots.lowerBound, slots.count)
        givesChangesOnly = pack.givesChangesOnly(decision)
        let hold = pack.decisions[decision].hold
        levels = HeldLevels(hold, accountCount: accountCount, keepsTimes: true)
        moves = HeldMoves(hold, in: pack.zone)
    }

    mutating func observe(
        _ raw: OutcomeColumn, at instant: Instant, knownCount: Int,
        _ part: inout HeldStandings.Part
    ) {
        var said = Array(repeating: HeldLevels.undecided, count: accountCount)
        raw.take(&said, from: firstSlot) { $0 < knownCount }
        levels.observe(said, at: instant, &moves)
        part.codes.append(raw.holding(levels.held, from: firstSlot))
        part.changed.append(givesChangesOnly ? changed(raw, knownCount: knownCount) : [])
        last = (raw, instant)
    }

    mutating func advance(through instant: Instant) { levels.advance(through: instant, &moves) }

    /// The accounts of which something else is said than before: also where it is another reason
    /// why there is no level.
    private func changed(_ raw: OutcomeColumn, knownCount: Int) -> [Int] {
        var changed = Set(moves.found.lazy.filter { !$0.isByTime }.map(\.account))
        if let last {
            for account in 0..<knownCount
            where levels.held[account] == HeldLevels.unrated
                && raw[firstSlot + account] != last.raw[firstSlot + account]
            {
                changed.insert(account)
            }
        }
        return changed.sorted().map { firstSlot + $0 }
    }

    mutating func takeTurns(_ turns: inout [HeldStandings.Turn]) {
        for move in moves.found where move.isByTime {
            turns.append(
                HeldStandings.Turn(
                    instant: Instant(microseconds: move.at), slot: firstSlot + move.account,
                    decision: decision, level: Int(move.to)))
        }
        moves.forget()
    }

    func standing(ofSlot slot: Int, in zone: CivilZone) -> Standing? {
        guard let last else { return nil }
        return levels.standing(
            slot - firstSlot, last.raw[slot], decidedAt: last.at, in: zone)
    }
}
