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
    /// Why it changed.
    package let causes: [Cause]
}

extension Ledger {
    /// Explains where an account stands in a decision as of an instant; nil where nothing was
    /// decided by then.
    ///
    /// - Parameter language: that of the texts that packs make: `en`, `zh-Hans` or `zh-Hant`.
    package func explanation(
        of decision: String, for account: AccountID, _ packs: PacksInForce, asOf: Instant,
        _ knowledge: DecisionKnowledge, language: String = "en"
    ) throws(QueryError) -> LedgerExplanation? {
        let histories = try histories([decision], of: account, packs, through: asOf, knowledge)
        guard let history = histories.first else { return nil }
        return try explanation(of: history, packs, asOf: asOf, knowledge, language: language)
    }

    /// Explains where the account of a history stands at its end, without deciding it again.
    package func explanation(
        of history: DecisionHistory, _ packs: PacksInForce, asOf: Instant,
        _ knowledge: DecisionKnowledge, language: String = "en"
    ) throws(QueryError) -> LedgerExplanation? {
        let (account, decision, steps) = (history.account, history.decision, history.steps)
        guard let last = steps.last else { return nil }
        let run = try historyRun(packs.pack(last.activation), knowledge, of: account)
        guard let track = run.pack.trackIndex(of: decision),
            let index = run.accounts.firstIndex(of: account),
            let explanation = run.explanation(
                of: index, in: track, at: asOf, language: language)
        else { return nil }
        let name = { (step: DecisionHistory.Step) in packs.fullName(of: step, decision) }
        let change = steps.indices.dropFirst().last { name(steps[$0]) != name(steps[$0 - 1]) }
        let isActivation = change.map { steps[$0].activation != steps[$0 - 1].activation } ?? false
        return LedgerExplanation(
            account: account, decision: decision, activation: last.activation, pack: run.pack,
            explanation: explanation, since: steps[change ?? 0].standing.instant,
            before: change.map { steps[$0 - 1] },
            causes: change == nil
                ? [] : isActivation ? [.ruleChanged] : explanation.causes)
    }
}
