import Instruments
import LedgerEngine
import LedgerModel
import Policy

/// The tier, stage and satisfaction of one account as of an instant, what people say of its stage,
/// what the next one lacks, and what the tier asks of us.
struct AccountLevels {
    private var reader: DecisionReader
    private let histories: [DecisionHistory]
    private let card: AccountCard
    /// Where the account stands.
    let standing: AccountStanding

    init(_ card: AccountCard, in ledger: Ledger, _ known: KnownOptions) throws {
        self.card = card
        let knowledge = DecisionKnowledge.at(known.value)
        var reader = DecisionReader(
            ledger, try ledger.packs(knowledge), of: card.row.account, knowledge)
        let histories = try reader.histories(AccountStanding.decisions, through: card.asOf)
        self.histories = histories
        self.reader = reader
        let instants = AccountStanding.Instants(reader.packs, asOf: card.asOf)
        standing = AccountStanding(card.row, reader.packs, instants) { decision, instant in
            histories.first { $0.decision == decision }?.step(at: instant)
        }
    }

    private var packs: PacksInForce { reader.packs }

    /// For people: a line for each level, what belongs to it below.
    mutating func lines(_ language: LanguageOption) throws -> [String] {
        let words = Words(language: language.value)
        let outcomes = OutcomeText(packs: packs, words: words)
        var lines: [String] = []
        for history in histories {
            let last = history.changes(packs).last
            if let last {
                let since = history.since(packs) ?? last.standing.instant
                lines.append(line(history.decision, last, since: since, outcomes))
            }
            guard history.decision == "stage" else { continue }
            let labels = labels(words)
            if last == nil, !labels.isEmpty { lines.append(words.undecided(history.decision)) }
            lines += try labels.map { "  " + $0 } + missing(history, words)
        }
        return lines + Cadence.Channel.allCases.compactMap { line($0, words) }
    }

    private func line(
        _ decision: String, _ step: DecisionHistory.Step, since: Instant, _ outcomes: OutcomeText
    ) -> String {
        let (words, effective) = (outcomes.words, step.standing.effective)
        let reason = outcomes.reason(effective, step.activation)
        let name = outcomes.text(effective, decision, step.activation)
        let since = LocalTime.text(since, in: packs.pack(step.activation).zone)
        var line = words.levelLine(
            decision, name + (reason.isEmpty ? "" : words.because(reason)), since)
        if case .level = effective, let proposal = outcomes.proposal(of: step, decision) {
            line += words.inBrackets(words.proposed(proposal))
        }
        guard decision == "tier", let change = standing.change else { return line }
        let before = standing.tierYearBefore.map {
            outcomes.brief($0, decision)
        }
        return line + words.inBrackets(words.withinYear(change, before ?? "", name))
    }

    /// The stage that was assessed, and the one that is aimed at.
    private func labels(_ words: Words) -> [String] {
        let pack = packs.pack(of: "stage", at: card.asOf)
        let states = pack.trackIndex(of: "stage").map { pack.levels(ofTrack: $0) } ?? []
        func name(_ stage: String) -> String {
            states.first { $0.name == stage }?.text(in: words.language.rawValue) ?? stage
        }
        return words.stageLabels(card.stageLabels, named: name)
    }

    /// What is asked of one channel in the period of today, and when the next one is due.
    private func line(_ channel: Cadence.Channel, _ words: Words) -> String? {
        let (present, dueBy) = (
            standing.calendar.present(channel), standing.calendar.dueBy(channel)
        )
        let done = present.map { words.done($0.done, $0.required, $0.planned, $0.period.text) }
        let due = dueBy.map { words.due($0.text, isOverdue: standing.calendar.isOverdue(channel)) }
        let parts = [done, due].compactMap(\.self)
        return parts.isEmpty ? nil : words.channelLine(channel, parts)
    }

    /// The parts of the guard into the next stage that don't hold.
    private mutating func missing(
        _ stages: DecisionHistory, _ words: Words
    ) throws -> [String] {
        let explained = try reader.explanation(of: stages, asOf: card.asOf)
        guard let explained, case .level(let stage) = explained.explanation.standing.effective,
            let track = explained.pack.trackIndex(of: "stage"),
            let trial = explained.explanation.reasoning?.trials.first(where: {
                $0.path == [stage + 1]
            })
        else { return [] }
        let open = trial.clauses.filter { $0.holds != true }
        guard !open.isEmpty else { return [] }
        let next = explained.pack.levels(ofTrack: track)[stage + 1]
        return ["  " + words.missingFor(next.text(in: words.language.rawValue))]
            + open.flatMap { ClauseText(pack: explained.pack, words: words).lines($0) }
            .map { "    " + $0 }
    }
}
