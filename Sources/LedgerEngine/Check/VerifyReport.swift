public import LedgerModel
public import TransparencyLog

/// What `verify` found.
public struct VerifyReport: Equatable, Sendable {
    /// The first difference between what is stored and what follows from the events.
    public struct Difference: Equatable, Sendable {
        /// The event at which it shows; nil where it is about no single event.
        public let position: Position?
        /// What differs.
        public let sentence: String
    }

    /// How many events were checked.
    public internal(set) var events: UInt64 = 0
    /// The head of the tree recomputed from the events that were checked.
    public internal(set) var head: TreeHead
    /// Nil where all is as it must be.
    public internal(set) var difference: Difference?
}
