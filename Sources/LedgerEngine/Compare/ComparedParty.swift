import LedgerModel
import Policy

/// One of two replays that are compared.
struct ComparedParty {
    /// The pack that decides, in the currency of the ledger.
    let pack: Pack
    /// The decision or machine that is compared.
    let track: Int
    /// The index of each slot's account among all that are compared.
    private let indices: [UInt32]
    /// The slot of each account; `UInt32.max` where the pack doesn't know it.
    private var slots: [UInt32]
    private let kernel: ReplayKernel?
    /// What is still to be decided; nil where the other party's pass serves both, and where all is
    /// decided from the start.
    private var pass: ReplayPass?
    private var waiting: ArraySlice<ComparedRows> = []
    /// The accounts as they were seen when they were last asked about; nil before that.
    private var inspection: Inspection?
    /// Where an account stands, by its slot; nil where the rules alone decide.
    private var standing: @Sendable (Int) -> Standing? = { _ in nil }
    /// Whether the rules alone decide.
    private let isPlain: Bool
    /// Whether the other party's pass serves this one too.
    let isShared: Bool

    /// - Parameters:
    ///   - end: the last instant that is compared.
    ///   - other: the party with which this one may share a pass: it is so where both decide by
    ///     rules alone and at the same instants.
    init(
        _ replay: Replay, _ track: Int, _ indices: [UInt32], _ accountCount: Int,
        through end: Instant, with other: ComparedParty? = nil
    ) {
        (pack, self.track, self.indices) = (replay.pack, track, indices)
        slots = Array(repeating: .max, count: accountCount)
        for (slot, account) in indices.enumerated() { slots[Int(account)] = UInt32(slot) }
        kernel = replay.columns?.kernel
        let watched = kernel?.lastDue(track, through: end)
        isShared =
            other?.isPlain == true && replay.isPlain && watched != nil
            && kernel?.instants == other?.kernel?.instants
            && watched == other.flatMap { $0.kernel?.lastDue($0.track, through: end) }
        isPlain = replay.isPlain
        if let (kernel, reading) = replay.columns {
            guard !isShared else { return }
            pass = ReplayPass(kernel, reading, replay.options, watching: watched)
        } else if let run = replay.histories {
            takeHistories(run, through: end)
        }
    }

    /// Takes what the histories of all accounts say.
    private mutating func takeHistories(_ run: HistoryRun, through end: Instant) {
        let standings = run.standings(tracks: [track], through: end)
        var rows: [Instant: ComparedRows] = [:]
        for (slot, own) in standings.enumerated() {
            for standing in own[track] {
                rows[standing.instant, default: ComparedRows(at: standing.instant)].append(
                    Int(indices[slot]), standing.effective)
            }
        }
        waiting = rows.values.sorted { $0.instant < $1.instant }[...]
        guard let last = run.instants(ofTrack: track, through: end).last else { return }
        inspection = run.inspection(ofTrack: track, at: last, standings)
        let track = track
        standing = { standings[$0][track].last }
    }

    /// Gives what was decided through an instant, by time.
    mutating func take(through instant: Instant, _ body: (ComparedRows) -> Void) {
        while let rows = waiting.first, rows.instant <= instant {
            body(rows)
            waiting.removeFirst()
        }
    }

    /// Decides another block where one is needed for an instant; false where none is.
    mutating func decide(through instant: Instant) throws -> Bool {
        let own = self
        guard var pass, isBehind(instant, pass),
            let made = try pass.next({ own.compared($0) })
        else { return false }
        waiting = made.compactMap(\.self)[...]
        self.pass = pass
        return true
    }

    /// The same for two parties that share this one's pass.
    mutating func decide(
        through instant: Instant, with other: inout ComparedParty
    ) throws -> Bool {
        let (own, sharing) = (self, other)
        guard var pass, isBehind(instant, pass),
            let made = try pass.next({ (own.compared($0), sharing.decided($0)) })
        else { return false }
        waiting = made.compactMap(\.0)[...]
        other.waiting = made.compactMap(\.1)[...]
        self.pass = pass
        return true
    }

    private func isBehind(_ instant: Instant, _ pass: ReplayPass) -> Bool {
        waiting.isEmpty && pass.reached.map { $0 < instant } ?? true
    }

    /// What was decided at one instant, by the index of the accounts.
    private func compared(_ rows: ReplayRows) -> ComparedRows? {
        rows.compared(track, indices, accountCount: slots.count)
    }

    /// What this party's pack decides by the facts of another one that are its own, too.
    private func decided(_ rows: ReplayRows) -> ComparedRows? {
        guard case .columns(let columns) = rows.content, let kernel,
            let index = kernel.index(of: rows.instant)
        else { return nil }
        let outcomes = kernel.outcomes(at: index, columns.facts)
        return compared(
            ReplayRows(content: .columns(.init(facts: columns.facts, outcomes: outcomes))))
    }

    /// Looks at what was known and stood at the end, once all is decided.
    ///
    /// - Parameter other: the party whose pass was shared.
    mutating func finish(with other: ComparedParty? = nil) {
        guard let kernel, let pass = isShared ? other?.pass : pass, let moment = pass.moment
        else { return }
        inspection = kernel.inspection(
            ofTrack: track, at: moment.index, moment.facts, before: moment.before)
        guard let standing = pass.standing else { return }
        let track = track
        self.standing = { standing($0, track) }
    }

    /// Why the rules put an account where it stands at the end; nil where none were asked.
    func reason(
        of account: Int, _ outcome: Outcome, language: String
    ) -> LedgerComparison.Reason? {
        let slot = Int(slots[account])
        guard slots[account] != .max, let inspection, inspection.isKnown(slot)
        else { return nil }
        return LedgerComparison.Reason(
            reasoning: inspection.reasoning(of: slot, in: outcome, language: language),
            standing: standing(slot))
    }

    /// The accounts nearest to a threshold at the end, by their index.
    func near(
        _ outcomes: [Outcome?], percent: Int64, limit: Int
    ) -> (found: [(account: Int, miss: NearMiss)], unseen: Int) {
        guard let inspection else { return ([], 0) }
        let near = inspection.nearMisses(
            in: { outcomes[Int(indices[$0])] ?? .none(.notDecidedYet) }, percent: percent,
            limit: limit)
        return (near.found.map { (Int(indices[$0.slot]), $0) }, near.unseen)
    }
}

extension Replay {
    /// The instants at which something is due for all accounts.
    func instants(ofTrack track: Int) -> [Instant] {
        if let kernel = columns?.kernel {
            return kernel.instants.indices.filter { kernel.isDue(track, at: $0) }.map {
                kernel.instants[$0]
            }
        }
        return histories?.instants(ofTrack: track, through: options.to ?? .latest) ?? []
    }
}

extension ReplayKernel {
    /// The index of the last instant at which something is due; nil where there is none.
    func lastDue(_ track: Int, through end: Instant) -> Int? {
        instants.indices.last { instants[$0] <= end && isDue(track, at: $0) }
    }
}
