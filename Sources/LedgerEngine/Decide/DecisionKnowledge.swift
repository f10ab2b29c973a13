import LedgerModel

/// What is taken as known when decisions are told.
package enum DecisionKnowledge: Equatable, Sendable {
    /// The same for all instants (*restated*).
    case at(KnownAt)
    /// For each instant what was known by then (*as known then*).
    case then(Knowledge)
}
