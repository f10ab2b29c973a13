import LedgerModel
import Policy

/// Two replays over the same events, side by side. Each gives its decisions block by block; what
/// was decided at an instant is compared and forgotten, so that memory holds one block of each, and
/// what `ComparisonFold` keeps of each account and instant.
struct ComparedReplays {
    /// One of the two replays.
    struct Party {
        let kernel: ReplayKernel
        let track: Int
        /// The index of each slot's account among all that are compared.
        fileprivate let indices: [UInt32]
        /// The slot of each account; `UInt32.max` where the pack doesn't know it.
        private var slots: [UInt32]
        fileprivate var waiting: ArraySlice<ComparedRows> = []
        /// What was known at the last instant that is compared.
        fileprivate var moment: ReplayPass.Moment?
        /// What stands behind it, by shard; empty where the rules alone decide.
        fileprivate var standings: [ReplayKernel.Standings] = []

        fileprivate init(
            _ kernel: ReplayKernel, track: Int, indices: [UInt32], accountCount: Int
        ) {
            (self.kernel, self.track, self.indices) = (kernel, track, indices)
            slots = Array(repeating: .max, count: accountCount)
            for (slot, account) in indices.enumerated() { slots[Int(account)] = UInt32(slot) }
        }

        /// Gives what was decided through an instant, by time.
        fileprivate mutating func take(through instant: Instant, _ body: (ComparedRows) -> Void) {
            while let rows = waiting.first, rows.instant <= instant {
                body(rows)
                waiting.removeFirst()
            }
        }

        /// Whether an instant needs another block of a pass.
        fileprivate func isBehind(_ instant: Instant, _ pass: ReplayPass) -> Bool {
            waiting.isEmpty && pass.reached.map { $0 < instant } ?? true
        }

        /// Looks at what a pass saw at the end.
        fileprivate mutating func look(at pass: ReplayPass) {
            (moment, standings) = (pass.moment, pass.standings)
        }

        /// What was decided at one instant, by the index of the accounts.
        fileprivate func compared(_ rows: ReplayRows) -> ComparedRows? {
            rows.compared(track, indices, accountCount: slots.count)
        }

        /// What both packs say of the facts of one instant.
        fileprivate func shared(
            _ rows: ReplayRows, _ variant: Party
        ) -> (base: ComparedRows?, variant: ComparedRows?) {
            guard case .columns(let columns) = rows.content,
                let index = variant.kernel.index(of: rows.instant)
            else { return (nil, nil) }
            let outcomes = variant.kernel.outcomes(at: index, columns.facts)
            let other = ReplayRows(
                content: .columns(.init(facts: columns.facts, outcomes: outcomes)))
            return (compared(rows), variant.compared(other))
        }

        /// Why the rules put an account where it stands at the end; nil where none were asked.
        func reason(
            of account: Int, _ outcome: Outcome, language: String
        ) -> LedgerComparison.Reason? {
            guard slots[account] != .max, let moment,
                moment.facts.isKnown(Int(slots[account]))
            else { return nil }
            let slot = Int(slots[account])
            let reasoning = kernel.reasoning(
                of: slot, inTrack: track, at: moment.index, moment.facts, before: before(slot),
                in: outcome, language: language)
            return LedgerComparison.Reason(reasoning: reasoning, standing: standing(slot))
        }

        /// The accounts nearest to a threshold at the end, by their index.
        func near(
            _ outcomes: [Outcome?], percent: Int64, limit: Int
        ) -> (found: [(account: Int, miss: NearMiss)], unseen: Int) {
            guard let moment else { return ([], 0) }
            let near = kernel.nearMisses(
                inTrack: track, at: moment.index, moment.facts, before: { before($0) },
                in: { outcomes[Int(indices[$0])] ?? .none(.notDecidedYet) }, percent: percent,
                limit: limit)
            return (near.found.map { (Int(indices[$0.slot]), $0) }, near.unseen)
        }

        private func before(_ slot: Int) -> ReplayKernel.Standings? {
            guard let moment, !moment.before.isEmpty else { return nil }
            return moment.before[kernel.roll.shard(ofSlot: slot)]
        }

        private func standing(_ slot: Int) -> Standing? {
            guard !standings.isEmpty else { return nil }
            return standings[kernel.roll.shard(ofSlot: slot)].standing(
                ofSlot: slot, track: track)
        }
    }

    /// The accounts that a pack knows, in the order of their ids.
    let accounts: [AccountID]
    /// Their numbers in the ledger.
    let numbers: [UInt32]
    private(set) var base: Party
    private(set) var variant: Party
    private var basePass: ReplayPass
    /// Nil where both packs decide by the same facts at the same instants: then one pass serves
    /// both.
    private var variantPass: ReplayPass?
    /// Indices of the base's instants that are compared.
    private let due: [Int]

    /// Nil where the base decides at no instant, and where decisions follow events.
    ///
    /// - Parameter sharing: whether both rest on one reading and one fold.
    init?(
        _ base: Replay, track: Int, _ variant: Replay, track variantTrack: Int, from: Instant,
        sharing: Bool
    ) {
        guard let own = base.columns, let other = variant.columns else { return nil }
        due = own.kernel.instants.indices.filter {
            own.kernel.isDue(track, at: $0) && own.kernel.instants[$0] >= from
        }
        guard let last = due.last else { return nil }
        let (accounts, indices) = Self.joined(base.roll, sharing ? base.roll : variant.roll)
        self.accounts = accounts
        var numbers = [UInt32](repeating: 0, count: accounts.count)
        for (reading, indices) in [(own.reading, indices.0), (other.reading, indices.1)] {
            for (slot, number) in reading.accountsBySlot.enumerated() {
                numbers[Int(indices[slot])] = number
            }
        }
        self.numbers = numbers
        self.base = Party(
            own.kernel, track: track, indices: indices.0, accountCount: accounts.count)
        self.variant = Party(
            other.kernel, track: variantTrack, indices: indices.1, accountCount: accounts.count)
        let end = own.kernel.instants[last]
        basePass = ReplayPass(
            own.kernel, own.reading, base.options, watching: own.kernel.lastDue(track, through: end)
        )
        let isPlain = [(own, base.options), (other, variant.options)].allSatisfy { side, options in
            side.kernel.isPlain(options, hasRulings: side.reading.hasRulings)
        }
        let watched = other.kernel.lastDue(variantTrack, through: end)
        if sharing, isPlain, own.kernel.instants == other.kernel.instants, watched == last {
            variantPass = nil
        } else {
            variantPass = ReplayPass(
                other.kernel, other.reading, variant.options, watching: watched)
        }
    }

    /// The last instant that is compared.
    var end: Instant {
        due.last.map { base.kernel.instants[$0] } ?? .earliest
    }

    /// Compares what stands at each of the base's instants.
    ///
    /// - Parameter watched: accounts of which it is told where they stood before an instant.
    mutating func compare(watching watched: [Int: Instant]) throws -> PackComparison {
        let instants = base.kernel.instants
        let packs = (base.kernel.plan.pack, variant.kernel.plan.pack)
        var fold = ComparisonFold(
            base: ComparedLevels(packs.0, track: base.track),
            variant: ComparedLevels(packs.1, track: variant.track), accountCount: accounts.count,
            from: due.first.map { instants[$0] } ?? .earliest, watching: watched)
        for instant in due.map({ instants[$0] }) {
            try take(through: instant, &fold)
            fold.compare(at: instant)
        }
        base.look(at: basePass)
        variant.look(at: variantPass ?? basePass)
        return fold.comparison
    }

    /// Takes what both decided through an instant.
    private mutating func take(
        through instant: Instant, _ fold: inout ComparisonFold
    ) throws {
        while true {
            base.take(through: instant) { fold.note($0, of: .base) }
            variant.take(through: instant) { fold.note($0, of: .variant) }
            guard try decideOn(through: instant) else { return }
        }
    }

    /// Decides another block of whoever waits for one; false where nobody does.
    private mutating func decideOn(through instant: Instant) throws -> Bool {
        let (own, other) = (base, variant)
        guard var variantPass else {
            guard own.isBehind(instant, basePass),
                let made = try basePass.next({ (rows: ReplayRows) in own.shared(rows, other) })
            else { return false }
            base.waiting = made.compactMap(\.base)[...]
            variant.waiting = made.compactMap(\.variant)[...]
            return true
        }
        var goesOn = false
        if own.isBehind(instant, basePass),
            let made = try basePass.next({ own.compared($0) })
        {
            base.waiting = made.compactMap(\.self)[...]
            goesOn = true
        }
        if other.isBehind(instant, variantPass),
            let made = try variantPass.next({ other.compared($0) })
        {
            variant.waiting = made.compactMap(\.self)[...]
            goesOn = true
        }
        self.variantPass = variantPass
        return goesOn
    }

    /// All accounts in the order of their ids, and the index of each slot's account.
    private static func joined(
        _ left: AccountRoll, _ right: AccountRoll
    ) -> (accounts: [AccountID], indices: ([UInt32], [UInt32])) {
        var accounts: [AccountID] = []
        var indices = (
            [UInt32](repeating: 0, count: left.accounts.count),
            [UInt32](repeating: 0, count: right.accounts.count)
        )
        var (own, other) = (left.slotsByName[...], right.slotsByName[...])
        while !own.isEmpty || !other.isEmpty {
            let names = (
                own.first.map { left.accounts[Int($0)] },
                other.first.map { right.accounts[Int($0)] }
            )
            guard let next = [names.0, names.1].compactMap(\.self).min() else { break }
            if names.0 == next, let slot = own.popFirst() {
                indices.0[Int(slot)] = UInt32(accounts.count)
            }
            if names.1 == next, let slot = other.popFirst() {
                indices.1[Int(slot)] = UInt32(accounts.count)
            }
            accounts.append(next)
        }
        return (accounts, indices)
    }
}

extension ReplayKernel {
    /// The index of the last instant at which something is due; nil where there is none.
    func lastDue(_ track: Int, through end: Instant) -> Int? {
        instants.indices.last { instants[$0] <= end && isDue(track, at: $0) }
    }
}
