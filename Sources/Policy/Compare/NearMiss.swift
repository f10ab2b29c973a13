/// An account whose level would be another one, were one fact of it a little larger or smaller.
package struct NearMiss: Sendable {
    /// The account, by its slot.
    package let slot: Int
    /// What the rules say of it.
    package let outcome: Outcome
    /// The change of the fact, and the level that it would give.
    package let distance: Explanation.Distance
}

/// The accounts nearest to a threshold.
package struct NearMisses: Sendable {
    /// The nearest first, those that are as near in the order of the accounts' ids.
    package let found: [NearMiss]
    /// Facts of accounts that lie near a threshold and were not looked at: there were more than are
    /// asked for.
    package let unseen: Int
}
