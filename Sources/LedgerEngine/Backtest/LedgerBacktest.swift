package import LedgerModel
package import Policy

/// Packs over a ledger, scored against what came later.
package struct LedgerBacktest: Sendable {
    /// One decision of a pack, and how well it foretold what came.
    package struct Scored: Sendable {
        /// The pack, in the currency of the ledger where it follows that.
        package let pack: Pack
        /// The decision or machine.
        package let track: Int
        /// Its levels, and what is none.
        package let levels: ComparedLevels
        /// How well it foretold what came.
        package let score: BacktestScore
    }

    /// By pack, in the order in which they were asked for.
    package let scored: [Scored]
    /// Events from this position on are not in it.
    package let end: UInt64
    /// What happened from here on isn't known: decisions whose window ends later are censored.
    package let until: Instant
    /// How it was scored.
    package let options: BacktestOptions

    /// How many signals were tried on the decisions of the packs.
    package var variants: Int { scored.reduce(0) { $0 + $1.score.signals.count } }
}

/// Why packs can't be scored.
package enum BacktestError: Error, Equatable {
    /// It decides at events, not on the calendar, so that accounts with many would weigh more.
    case followsEvents(pack: String, decision: String)
    /// There are more decisions of a pack than are counted exactly.
    case tooManyDecisions(pack: String)

    /// What is wrong and what to do, for people.
    package var sentence: String {
        switch self {
        case .followsEvents(let pack, let decision):
            "\(pack) decides '\(decision)' at every event, so that accounts with many events would "
                + "weigh more; say with --every when what stands is scored"
        case .tooManyDecisions(let pack):
            "\(pack) has more than \(BacktestLimits.decisions) decisions; score fewer with --from, "
                + "--to or --every"
        }
    }
}
