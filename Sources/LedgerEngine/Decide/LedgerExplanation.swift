package import LedgerModel
package import Policy

/// Why an account stands where it does, with the pack that decides.
package struct LedgerExplanation: Sendable {
    /// The account.
    package let account: AccountID
    /// The name of the decision or machine.
    package let decision: String
    /// The index of the activation; nil for the starter.
    package let activation: Int?
    /// The pack, in the currency of the ledger where it follows that.
    package let pack: Pack
    /// What the pack makes of the account.
    package let explanation: Explanation
    /// Since when it stands there.
    package let since: Instant
    /// Where the account stood before, under the pack that decided then; nil for the first level.
    package let before: DecisionHistory.Step?
    /// Why it changed; of several causes all were needed together.
    package let causes: [Cause]
    /// The change as the pack explains that decided then; nil where there was none, or it came with
    /// another pack alone.
    package let change: ExplainedChange?
    /// The pack that decided then.
    package let packOfChange: Pack
}
