package import LedgerModel
package import Policy

/// Two packs compared over a ledger: who would stand where, why, and what that brings and asks for.
package struct LedgerComparison: Sendable {
    /// Why one pack puts an account where it does.
    package struct Reason: Sendable {
        /// What its rules made of the account when they were last asked.
        package let reasoning: Explanation.Reasoning
        /// Where the account stands, with what holds it there; nil where the rules alone decide.
        package let standing: Standing?
    }

    /// An account that stands elsewhere at the end.
    package struct Move: Sendable {
        /// From where to where.
        package let move: PackComparison.Move
        /// The account.
        package let account: AccountID
        /// What it is called; nil where no event says it.
        package let name: String?
        /// Its net revenue of the 365 days before the end, in minor units.
        package let revenue: Figure
        /// Its events of the same days.
        package let events: Int
        /// The first instant at which it stood elsewhere.
        package let since: Instant?
        /// Where it stands today under the packs in force; nil where they decide nothing about it.
        package let today: DecisionHistory.Step?
        /// Why the base puts it there; nil behind the limit, and where the base doesn't know it.
        package let baseReason: Reason?
        /// The same of the variant.
        package let variantReason: Reason?
    }

    /// An account near to a threshold.
    package struct Near: Sendable {
        /// The account.
        package let account: AccountID
        /// What it is called; nil where no event says it.
        package let name: String?
        /// How near, and to what.
        package let miss: NearMiss
    }

    /// An account that was lost in the 365 days before the end, wholly or in part, and not won
    /// back: `churn.confirmed` or `account.closed`, with no `winback.won` or `account.reopened`
    /// behind it.
    package struct Loss: Sendable {
        /// The account.
        package let account: AccountID
        /// What it is called; nil where no event says it.
        package let name: String?
        /// When it was lost, last of all.
        package let occurredAt: Instant
        /// Where it stood when it was last compared before; nil where nothing was decided by then.
        package let before: PackComparison.Glimpse?
    }

    /// One of the two packs, and what it does.
    package struct Party: Sendable {
        /// The pack, in the currency of the ledger where it follows that.
        package let pack: Pack
        /// The decision or machine.
        package let track: Int
        /// What its levels bring and ask for at the end.
        package let load: PackLoad
        /// The accounts nearest to a threshold at the end, the nearest first.
        package let near: [Near]
        /// Facts near a threshold that were not looked at.
        package let unseenNear: Int
    }

    /// What both decided; accounts are called by their index in `accounts`.
    package let comparison: PackComparison
    /// The accounts that a pack knows, in the order of their ids.
    package let accounts: [AccountID]
    /// The base.
    package let base: Party
    /// The variant.
    package let variant: Party
    /// The accounts that stand elsewhere at the end, those with the largest revenue first.
    package let moves: [Move]
    /// The accounts that were lost in the year before the end, by time.
    package let losses: [Loss]
    /// Events from this position on are not in it.
    package let end: UInt64
    /// Of all revenue.
    package let currency: CurrencyCode
    /// How it was compared.
    package let options: ComparisonOptions
    /// The packs in force, under which accounts stand today; nil where nobody asked.
    package let inForce: PacksInForce?

    /// One of the two packs.
    package func party(_ side: PackComparison.Side) -> Party { side == .base ? base : variant }

    /// What the accounts that stand elsewhere bring, in minor units.
    package var revenueTouched: Figure {
        var sum = FigureSum()
        for move in moves { sum.add(move.revenue) }
        return sum.figure
    }
}
