package import LedgerModel

/// How well the signals of one decision of a pack foretold what came. Each decision is counted
/// once: it is judged, censored, not at risk or not to be judged.
package struct BacktestScore: Equatable, Sendable {
    /// By signal.
    package internal(set) var signals: [SignalScore]
    /// Decisions that were judged: at risk, with a window that is over.
    package internal(set) var judged = 0
    /// Those that were followed by what is looked for.
    package internal(set) var followed = 0
    /// Decisions whose window isn't over, or whose base begins before anything is known.
    package internal(set) var censored = 0
    /// Decisions about accounts to which it could not come any more, or not yet.
    package internal(set) var notAtRisk = 0
    /// Decisions of which it can't be said, for want of an exchange rate or for too large a sum.
    package internal(set) var unjudged = 0
    /// Accounts with a decision that was judged.
    package internal(set) var accounts = 0
    /// Accounts with a decision that was followed.
    package internal(set) var followedAccounts = 0
    /// Instants with a decision.
    package internal(set) var instants: [Instant] = []

    /// All decisions.
    package var decisions: Int { judged + censored + notAtRisk + unjudged }

    /// The same without signals that are no level and that no decision has.
    package func telling(_ levelCount: Int) -> BacktestScore {
        var told = self
        told.signals.removeAll { signal in
            signal.decisions == 0 && signal.places.allSatisfy { $0 >= levelCount }
        }
        return told
    }

    /// The share of all judged decisions that were followed.
    package var baseRate: Ratio? { Ratio(followed, of: judged) }

    /// The share of the decisions with a signal that were followed.
    package func precision(_ signal: SignalScore) -> Ratio? {
        Ratio(signal.followed, of: signal.decisions)
    }

    /// The share of the decisions followed that had a signal.
    package func recall(_ signal: SignalScore) -> Ratio? { Ratio(signal.followed, of: followed) }

    /// Precision by base rate.
    package func lift(_ signal: SignalScore) -> Ratio? {
        Ratio(signal.followed * judged, of: signal.decisions * followed)
    }
}
