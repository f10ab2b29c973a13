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
        private let indices: [UInt32]
        /// The slot of each account; `UInt32.max` where the pack doesn't know it.
        private var slots: [UInt32]
        private var pass: ReplayPass
        private var waiting: ArraySlice<ComparedRows> = []

        fileprivate init(
            _ columns: (kernel: ReplayKernel, reading: ReplayReading), _ options: ReplayOptions,
            track: Int, indices: [UInt32], accountCount: Int, through end: Instant
        ) {
            kernel = columns.kernel
            self.track = track
            self.indices = indices
            slots = Array(repeating: .max, count: accountCount)
            for (slot, account) in indices.enumerated() { slots[Int(account)] = UInt32(slot) }
            pass = ReplayPass(
                columns.kernel, columns.reading, options,
                watching: kernel.lastDue(track, through: end))
        }

        /// Gives what was decided through an instant, by time.
        fileprivate mutating func take(
            through instant: Instant, _ body: (ComparedRows) -> Void
        ) throws {
            let (track, indices) = (track, indices)
            while true {
                while let rows = waiting.first, rows.instant <= instant {
                    body(rows)
                    waiting.removeFirst()
                }
                guard waiting.isEmpty, pass.reached.map({ $0 < instant }) ?? true,
                    let made = try pass.next({ rows in
                        rows.compared(track) { Int(indices[$0]) }
                    })
                else { return }
                waiting = made.compactMap(\.self)[...]
            }
        }

        /// Why the rules put an account where it stands at the end; nil where none were asked.
        func reason(
            of account: Int, _ outcome: Outcome, language: String
        ) -> LedgerComparison.Reason? {
            guard slots[account] != .max, let moment = pass.moment,
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
            guard let moment = pass.moment else { return ([], 0) }
            let near = kernel.nearMisses(
                inTrack: track, at: moment.index, moment.facts, before: { before($0) },
                in: { outcomes[Int(indices[$0])] ?? .none(.notDecidedYet) }, percent: percent,
                limit: limit)
            return (near.found.map { (Int(indices[$0.slot]), $0) }, near.unseen)
        }

        private func before(_ slot: Int) -> ReplayKernel.Standings? {
            guard let moment = pass.moment, !moment.before.isEmpty else { return nil }
            return moment.before[kernel.roll.shard(ofSlot: slot)]
        }

        private func standing(_ slot: Int) -> Standing? {
            guard !pass.standings.isEmpty else { return nil }
            return pass.standings[kernel.roll.shard(ofSlot: slot)].standing(
                ofSlot: slot, track: track)
        }
    }

    /// The accounts that a pack knows, in the order of their ids.
    let accounts: [AccountID]
    private(set) var base: Party
    private(set) var variant: Party
    /// Indices of the base's instants that are compared.
    private let due: [Int]

    /// Nil where the base decides at no instant, and where decisions follow events.
    init?(
        _ base: Replay, track: Int, _ variant: Replay, track variantTrack: Int, from: Instant
    ) {
        guard let own = base.columns, let other = variant.columns else { return nil }
        due = own.kernel.instants.indices.filter {
            own.kernel.isDue(track, at: $0) && own.kernel.instants[$0] >= from
        }
        guard let last = due.last else { return nil }
        let (accounts, indices) = Self.joined(base.roll, variant.roll)
        self.accounts = accounts
        let end = own.kernel.instants[last]
        self.base = Party(
            own, base.options, track: track, indices: indices.0, accountCount: accounts.count,
            through: end)
        self.variant = Party(
            other, variant.options, track: variantTrack, indices: indices.1,
            accountCount: accounts.count, through: end)
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
            try base.take(through: instant) { fold.note($0, of: .base) }
            try variant.take(through: instant) { fold.note($0, of: .variant) }
            fold.compare(at: instant)
        }
        return fold.comparison
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
