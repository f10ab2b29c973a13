import LedgerEngine
import LedgerModel
import Policy

/// The tier, stage and satisfaction of one account as of an instant, and what the next stage lacks,
/// for people.
struct AccountLevels {
    private static let decisions = ["tier", "stage", "satisfaction"]

    /// A line for each decision, and one for each thing that is missing.
    let lines: [String]

    init(
        _ account: AccountID, in ledger: Ledger, asOf: Instant, _ known: KnownOptions,
        _ language: LanguageOption
    ) throws {
        let words = Words(language: language.value)
        let knowledge = DecisionKnowledge.at(known.value)
        let packs = try ledger.packs(knowledge)
        let outcomes = OutcomeText(packs: packs, words: words)
        let histories = try ledger.histories(
            Self.decisions, of: account, packs, through: asOf, knowledge)
        var lines: [String] = []
        for history in histories {
            guard let last = history.changes(packs).last else { continue }
            let effective = last.standing.effective
            let reason = outcomes.reason(effective, last.activation)
            let name = outcomes.text(effective, history.decision, last.activation)
            let since = LocalTime.text(
                last.standing.instant, in: packs.pack(last.activation).zone)
            lines.append(
                words.levelLine(
                    history.decision, name + (reason.isEmpty ? "" : words.because(reason)), since))
        }
        lines += try Self.missing(account, in: ledger, asOf: asOf, packs, knowledge, words)
        self.lines = lines
    }

    /// The parts of the guard into the next stage that don't hold.
    private static func missing(
        _ account: AccountID, in ledger: Ledger, asOf: Instant, _ packs: PacksInForce,
        _ knowledge: DecisionKnowledge, _ words: Words
    ) throws -> [String] {
        let explained = try ledger.explanation(
            of: "stage", for: account, packs, asOf: asOf, knowledge)
        guard let explained, case .level(let stage) = explained.explanation.standing.effective,
            let track = explained.pack.trackIndex(of: "stage"),
            let trial = explained.explanation.reasoning?.trials.first(where: {
                $0.path == [stage + 1]
            })
        else { return [] }
        let open = trial.clauses.filter { $0.holds != true }
        guard !open.isEmpty else { return [] }
        let next = explained.pack.levels(ofTrack: track)[stage + 1]
        return [words.missingFor(next.text(in: words.language.rawValue))]
            + open.flatMap { ClauseText(pack: explained.pack, words: words).lines($0) }
            .map { "  " + $0 }
    }
}
