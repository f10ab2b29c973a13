package import LedgerModel
import Policy

/// One decision over the whole history of a ledger, at each instant under the pack that was in
/// force then. Each pack decides its own history from the beginning, of which the stretches count
/// in which it is in force, as `DecisionHistory` has it. Where another pack takes force, accounts
/// that stand elsewhere under it have a row at that instant.
package struct InForceReplay: ReplayedDecisions, Sendable {
    /// The time in which one pack decides.
    package struct Stretch: Sendable {
        /// The index of the activation; nil for the starter.
        package let activation: Int?
        /// From when on.
        package let from: Instant
        /// When the next one begins; nil for never.
        let until: Instant?
    }

    /// A stretch, and its pack over its own history from the beginning.
    private struct Part: Sendable {
        let stretch: Stretch
        var replay: Replay
        let track: Int
    }

    /// What is left out: rows before its `from`.
    private var options: ReplayOptions
    private var parts: [Part]
    /// The packs.
    package let packs: PacksInForce
    /// The decision or machine.
    package let decision: String
    /// In the order of time.
    package let stretches: [Stretch]
    /// Events from this position on are not in it.
    package let end: UInt64

    /// Of all parts; nil where decisions follow events.
    package var instantCount: Int? {
        parts.reduce(Int?(0)) { count, part in
            count.flatMap { own in part.replay.instantCount.map { own + $0 } }
        }
    }

    /// Reads what each pack needs. All are decided through one end: the latest of their own ends
    /// and of the instants at which packs take force, unless the options say another.
    init(
        _ ledger: Ledger, _ packs: PacksInForce, _ decision: String, end: UInt64,
        _ options: ReplayOptions
    ) throws(QueryError) {
        (self.packs, self.decision, self.end) = (packs, decision, end)
        var own = options
        (own.end, own.approvals, own.overrides) = (end, .recorded, .apply)
        own.from = .earliest
        self.options = options
        let stretches = packs.stretches(of: decision, knowsThen: options.knowsThen)
        self.stretches = stretches
        var parts: [Part] = []
        for stretch in stretches {
            let pack = packs.pack(stretch.activation)
            guard let track = pack.trackIndex(of: decision) else { continue }
            let replay = try ledger.replay(pack, tracks: [track], own)
            parts.append(Part(stretch: stretch, replay: replay, track: track))
        }
        let ends = parts.compactMap(\.replay.ownEnd) + stretches.map(\.from)
        let last = options.to ?? ends.max() ?? .earliest
        parts.removeAll { $0.stretch.from > last }
        for index in parts.indices {
            let (from, until) = (parts[index].stretch.from, parts[index].stretch.until)
            parts[index].replay.end(
                at: until.map { min(last, Instant(microseconds: $0.microseconds - 1)) } ?? last)
            parts[index].replay.forgetBeforeLast(
                of: parts[index].track, at: max(from, options.from))
        }
        self.parts = parts
    }

    /// Leaves out what is decided through an instant; as the protocol says.
    package mutating func leaveOut(through instant: Instant) {
        options.leaveOut(through: instant)
        for index in parts.indices {
            parts[index].replay.forgetBeforeLast(
                of: parts[index].track, at: max(parts[index].stretch.from, options.from))
        }
    }

    /// Decides block by block; as the protocol says.
    package func forEachInstant<Names: Sendable, Made: Sendable>(
        naming: (ReplayLegend) throws -> Names,
        make: @escaping @Sendable (ReplayRows, Names) -> Made, take: (Made) throws -> Void
    ) throws {
        var shown: [AccountID: String] = [:]
        for part in parts {
            let (stretch, replay, track) = (part.stretch, part.replay, part.track)
            let legend = ReplayLegend(
                pack: replay.pack, roll: replay.roll, activation: stretch.activation)
            let (names, from, first) = (try naming(legend), stretch.from, options.from)
            var passage = Passage(legend, track: track, from: from, shown)
            func takeTurn(_ own: ReplayRows?) throws -> Bool {
                guard let turn = passage.turn(own) else { return false }
                if turn.rows.count > 0, from >= first {
                    try take(make(turn.rows, try naming(turn.legend)))
                }
                return true
            }
            try replay.forEachInstant(
                make: { rows in
                    (rows, rows.instant < max(from, first) ? nil : make(rows, names))
                },
                take: { rows, made in
                    if rows.instant > from { _ = try takeTurn(nil) }
                    passage.add(rows)
                    if rows.instant == from, try takeTurn(rows) { return }
                    if let made { try take(made) }
                })
            _ = try takeTurn(nil)
            passage.settle()
            shown = passage.shown
        }
    }
}

extension Ledger {
    /// Replays one decision under the packs in force.
    ///
    /// - Parameters:
    ///   - packs: known as the options say.
    ///   - options: approvals and overrides count as they were recorded, whatever these say.
    package func replay(
        inForce packs: PacksInForce, _ decision: String, _ options: ReplayOptions
    ) throws(QueryError) -> InForceReplay {
        let known = try known(options.knownAt, before: options.end)
        return try InForceReplay(self, packs, decision, end: known.end, options)
    }
}

extension PacksInForce {
    /// The stretches in which one pack decides something.
    fileprivate func stretches(
        of decision: String, knowsThen: Bool
    ) -> [InForceReplay.Stretch] {
        var turns: [(activation: Int?, from: Instant)] = []
        for instant in [.earliest] + boundaries(knowsThen) {
            let activation = inForce(decision, at: instant, knowsThen: knowsThen)
            if turns.isEmpty || turns.last?.activation != activation {
                turns.append((activation, instant))
            }
        }
        return turns.enumerated().map { index, turn in
            InForceReplay.Stretch(
                activation: turn.activation, from: turn.from,
                until: index + 1 < turns.count ? turns[index + 1].from : nil)
        }
    }
}
