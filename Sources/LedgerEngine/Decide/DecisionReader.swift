package import LedgerModel
import Policy

/// Answers questions about the decisions of one account on one knowledge. Whatever is asked, the
/// ledger is read once for each pack.
package struct DecisionReader {
    private let ledger: Ledger
    /// The packs that decide.
    package let packs: PacksInForce
    private let account: AccountID
    private let knowledge: DecisionKnowledge
    /// By the index of the activation; nil is the starter.
    private var runs: [Int?: HistoryRun] = [:]

    package init(
        _ ledger: Ledger, _ packs: PacksInForce, of account: AccountID,
        _ knowledge: DecisionKnowledge
    ) {
        self.ledger = ledger
        self.packs = packs
        self.account = account
        self.knowledge = knowledge
    }

    private mutating func run(_ activation: Int?) throws(QueryError) -> HistoryRun {
        if let run = runs[activation] { return run }
        let run = try ledger.historyRun(packs.pack(activation), knowledge, of: account)
        runs[activation] = run
        return run
    }

    /// Where the account stood in decisions through an instant, in the order of their names.
    package mutating func histories(
        _ decisions: [String], through end: Instant
    ) throws(QueryError) -> [DecisionHistory] {
        let knowsThen = if case .then = knowledge { true } else { false }
        var found: [[Int?: [Standing]]] = Array(repeating: [:], count: decisions.count)
        var isKnown = false
        let indices: [Int?] = [nil] + packs.activations.indices.map { $0 }
        for activation in indices {
            let tracks = decisions.map { packs.pack(activation).trackIndex(of: $0) }
            guard tracks.contains(where: { $0 != nil }) else { continue }
            let run = try run(activation)
            guard let index = run.accounts.firstIndex(of: account) else { continue }
            isKnown = true
            let standings = run.standings(
                of: [index], tracks: tracks.compactMap(\.self), through: end)[0]
            for (decision, track) in tracks.enumerated() {
                if let track { found[decision][activation] = standings[track] }
            }
        }
        guard isKnown else { throw .unknownAccount(account) }
        return zip(decisions, found).map { decision, standings in
            DecisionHistory(
                account: account, decision: decision,
                steps: packs.spliced(decision, through: end, knowsThen: knowsThen, standings))
        }
    }

    /// Explains where the account stands in a decision as of an instant; nil where nothing was
    /// decided by then.
    ///
    /// - Parameter language: that of the texts that packs make: `en`, `zh-Hans` or `zh-Hant`.
    package mutating func explanation(
        of decision: String, asOf: Instant, language: String = "en"
    ) throws(QueryError) -> LedgerExplanation? {
        let history = try histories([decision], through: asOf).first
        return try history.flatMap { (own) throws(QueryError) in
            try explanation(of: own, asOf: asOf, language: language)
        }
    }

    /// Explains where the account of a history stands at its end, without deciding it again.
    package mutating func explanation(
        of history: DecisionHistory, asOf: Instant, language: String = "en"
    ) throws(QueryError) -> LedgerExplanation? {
        let (decision, steps) = (history.decision, history.steps)
        guard let last = steps.last else { return nil }
        let run = try run(last.activation)
        guard let track = run.pack.trackIndex(of: decision),
            let index = run.accounts.firstIndex(of: account),
            let explanation = run.explanation(
                of: index, in: track, at: asOf, language: language)
        else { return nil }
        let name = { [packs] (step: DecisionHistory.Step) in packs.fullName(of: step, decision) }
        let changed = steps.indices.dropFirst().last { name(steps[$0]) != name(steps[$0 - 1]) }
        var (change, causes): (ExplainedChange?, [Cause]) = (nil, [])
        if let changed {
            (change, causes) = try self.change(
                decision, from: steps[changed - 1], to: steps[changed])
        }
        return LedgerExplanation(
            account: account, decision: decision, activation: last.activation, pack: run.pack,
            explanation: explanation, since: steps[changed ?? 0].standing.instant,
            before: changed.map { steps[$0 - 1] }, causes: causes, change: change,
            packOfChange: packs.pack(steps[changed ?? 0].activation))
    }

    /// Why a step came: by the pack that decided it, or because that came into force, which is so
    /// where the pack before would have left the account where it was.
    private mutating func change(
        _ decision: String, from before: DecisionHistory.Step, to after: DecisionHistory.Step
    ) throws(QueryError) -> (ExplainedChange?, [Cause]) {
        let instant = after.standing.instant
        if before.activation != after.activation,
            let left = try standing(decision, under: before.activation, at: instant),
            packs.fullName(of: left, decision) == packs.fullName(of: before, decision)
        {
            return (nil, [.ruleChanged])
        }
        let run = try run(after.activation)
        guard let track = run.pack.trackIndex(of: decision),
            let index = run.accounts.firstIndex(of: account),
            let change = run.lastChange(of: index, in: track, through: instant),
            change.instant == instant
        else { return (nil, [.ruleChanged]) }
        return (change, change.causes)
    }

    /// Where the account stands at an instant by a pack, whether or not it is in force then.
    private mutating func standing(
        _ decision: String, under activation: Int?, at instant: Instant
    ) throws(QueryError) -> DecisionHistory.Step? {
        let run = try run(activation)
        guard let track = run.pack.trackIndex(of: decision),
            let index = run.accounts.firstIndex(of: account)
        else { return nil }
        let standings = run.standings(of: [index], tracks: [track], through: instant)[0]
        return standings[track].last.map {
            DecisionHistory.Step(activation: activation, standing: $0)
        }
    }
}
