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
        let levels = try ledger.levels(Self.decisions, packs, asOf: asOf, knowledge)
        let texts = levels.mapValues { steps in
            zip(Self.decisions, steps).map { decision, step in
                step.map { outcomes.brief($0.standing.effective, decision, $0.activation) } ?? ""
            }
        }
        self.texts = texts
    }

    /// The levels of one account, in the order of the titles.
    func texts(of account: AccountID) -> [String] {
        texts[account] ?? Self.decisions.map { _ in "" }
    }
}
