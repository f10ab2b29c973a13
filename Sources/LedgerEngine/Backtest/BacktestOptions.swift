package import LedgerModel
package import Policy

/// How packs are scored against what came later.
package struct BacktestOptions: Sendable {
    /// What is looked for after decisions.
    package let aftermath: Aftermath
    /// In how many days of 86,400 s it must come: in [decision, decision + days).
    package let horizonDays: Int64
    /// Decisions before this instant are left out.
    package var from = Instant.earliest
    /// Decisions after this instant are left out; nil for none.
    package var to: Instant?
    /// Whose knowledge each decision rests on: what was known at its own instant.
    package var knowledge = Knowledge.ledger
    /// By what was known then what came is judged. No decision is judged whose window ends later.
    package var knownAt = KnownAt.now
    /// At which instants what stands is scored; nil for those at which it is decided.
    package var schedule: Schedule?

    package init(_ aftermath: Aftermath, horizonDays: Int64) {
        precondition((1...BacktestLimits.days).contains(horizonDays))
        self.aftermath = aftermath
        self.horizonDays = horizonDays
    }
}
