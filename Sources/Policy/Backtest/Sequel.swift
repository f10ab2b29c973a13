package import LedgerModel

/// What came of one decision within its window, [decision, decision + horizon).
package enum Sequel: Equatable, Sendable {
    /// The window isn't over by the end of what is known, or the one that it is compared with
    /// begins before its beginning.
    case censored
    /// It could not come: the account was lost, silent, or without revenue already.
    case notAtRisk
    /// It can't be said: an amount has no value in the currency of the ledger, or a sum is too
    /// large.
    case unjudged
    /// It didn't come.
    case quiet
    /// It came, at an instant; nil where it is about the window as a whole.
    case followed(at: Instant?)
}
