package import LedgerModel

/// How a pack is replayed.
package struct ReplayOptions: Sendable {
    /// Whose approvals count.
    package enum Approvals: String, CaseIterable, Sendable {
        /// What the rule says counts as approved when it says it.
        case assume
        /// Only what was approved.
        case recorded
    }

    /// Whether overrides count.
    package enum Overrides: String, CaseIterable, Sendable {
        case apply
        case ignore
    }

    /// Whose approvals count.
    package var approvals = Approvals.assume
    /// Whether overrides count.
    package var overrides = Overrides.ignore
    /// What is taken as known.
    package var knowledge = DecisionKnowledge.at(.now)
    /// Whether facts that no rule reads are wanted as well.
    package var takesAllFacts = false
    /// Such facts that are wanted in any case, by index.
    var facts: Set<Int> = []
    /// Decisions before this instant are left out.
    package var from = Instant.earliest
    /// Decisions after this instant are left out; nil for the first instant of each schedule after
    /// the last event.
    package var to: Instant?
    /// Threads; nil for one a core.
    package var threads: Int?
    /// Cells of a fact that are kept at a time: what bounds the memory.
    package var blockCells = 1 << 24
    /// Decisions that are made of a block before they are handed over.
    package var pieceCells = 1 << 20

    /// Positions from here on are unknown, whatever is asked for; nil for none. So a second replay
    /// rests on the same events as the first.
    package var end: UInt64?

    package init() {}

    /// Leaves out decisions through an instant.
    mutating func leaveOut(through instant: Instant) {
        from = max(from, Instant(microseconds: instant.microseconds + 1))
    }

    /// The same where standings are kept until they are handed over, which take some four hundred
    /// bytes each, and where facts may have no small form.
    var keepingStandings: ReplayOptions {
        var kept = self
        kept.blockCells = min(blockCells, 1 << 22)
        kept.pieceCells = min(pieceCells, 1 << 19)
        return kept
    }
}

/// The bounds of a replay.
package enum ReplayLimits {
    /// Threads.
    package static let threads = 256
}
