import LedgerEngine
import LedgerModel
import Policy

/// The tier and the stage of every account as of an instant, for people.
struct LevelBook {
    private static let decisions = ["tier", "stage"]

    private let texts: [AccountID: [String]]
    private let words: Words

    /// The titles of the columns.
    var titles: [String] { [words.tier, words.stage] }

    init(
        _ ledger: Ledger, asOf: Instant, _ known: KnownOptions, _ language: LanguageOption
    ) throws {
        words = Words(language: language.value)
        let knowledge = DecisionKnowledge.at(known.value)
        let packs = try ledger.packs(knowledge)
        let outcomes = OutcomeText(packs: packs, words: words)
        var texts: [AccountID: [String]] = [:]
        for history in try ledger.histories(
            Self.decisions, packs, through: asOf, knowledge)
        {
            let last = history.steps.last
            texts[history.account, default: []].append(
                last.map { step in
                    outcomes.text(step.standing.effective, history.decision, step.activation)
                } ?? "")
        }
        self.texts = texts
    }

    /// The levels of one account, in the order of the titles.
    func texts(of account: AccountID) -> [String] {
        texts[account] ?? Self.decisions.map { _ in "" }
    }
}
