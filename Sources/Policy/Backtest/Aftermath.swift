/// What a backtest looks for after decisions: the outcome that they may have foretold.
package enum Aftermath: Equatable, Sendable {
    /// The account is lost, wholly or in part: `churn.confirmed` or `account.closed`. Until it is
    /// won back (`winback.won`) or reopened (`account.reopened`) it isn't at risk, for it can't be
    /// lost again; after a partial loss the rest is.
    case churn
    /// The silence since the last `order.placed` reaches so many days of 86,400 s. At risk is who
    /// has ordered and hasn't been silent for so long.
    case noOrder(days: Int64)
    /// Net revenue of the horizon after the decision is so many percent, or more, below that of the
    /// horizon before. At risk is who had any before.
    case revenueFall(percent: Int64)

    /// As the command line has it: `churn`, `no-order:90`, `revenue-fall:50`.
    package var text: String {
        switch self {
        case .churn: "churn"
        case .noOrder(let days): "no-order:\(days)"
        case .revenueFall(let percent): "revenue-fall:\(percent)"
        }
    }
}

/// The bounds of a backtest.
package enum BacktestLimits {
    /// Days of the horizon, and of a silence.
    package static let days: Int64 = 3_660
    /// Packs in one run.
    package static let packs = 100
    /// Signals that are asked for.
    package static let signals = 100
    /// Decisions of one pack: the product of two counts still fits 2^53 − 1.
    package static let decisions = 90_000_000
    /// Variants that somebody has tried before.
    package static let triedBefore = 1_000_000_000
}
