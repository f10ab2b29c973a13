public import LedgerModel

/// What must hold of the one account of a batch for it to be appended.
public enum AppendCondition: Equatable, Sendable {
    /// Nothing.
    case any
    /// The account has no event yet.
    case newAccount
    /// The last event of the account has this revision.
    case revision(Revision)
}

/// Proof of acceptance of a batch.
public struct Receipt: Equatable, Sendable {
    /// What became of one event of the batch.
    public struct Event: Equatable, Sendable {
        /// Where the event stands in the ledger.
        public let position: Position
        /// Where it stands among the events of its account.
        public let revision: Revision
        /// When the ledger took it (`ledgertime`).
        public let recordedAt: Instant
        /// Whether it had been appended before, with the same content.
        public let isDuplicate: Bool
    }

    /// One for each event, in the order of the batch.
    public let events: [Event]
    /// Leaves of the tree after the commit.
    public let treeSize: UInt64
}

/// How an append ended, where the ledger itself is sound.
public enum AppendOutcome: Equatable, Sendable {
    /// At least one event is new.
    case appended(Receipt)
    /// All events had been appended before, with the same content.
    case duplicate(Receipt)
    /// Nothing was appended: these events break a rule.
    case refused([Violation])
    /// Nothing was appended: the key of these events stands in the ledger with other content.
    case conflict([Violation])
    /// Nothing was appended: the account is at another revision; nil where it has no event.
    case revisionMismatch(expected: AppendCondition, actual: Revision?)
}

/// What became of the events of an import batch, each for itself.
package struct ImportOutcome: Equatable, Sendable {
    /// Events that are new.
    package var appended = 0
    /// Events that had been appended before, with the same content.
    package var duplicates = 0
    /// Why the other events were not appended.
    package var violations: [Violation] = []
}
