import CEL
import CivilCalendar
package import LedgerModel

extension HistoryRun {
    /// Why an account stands where it does at an instant; nil where nothing was decided by then.
    ///
    /// - Parameters:
    ///   - account: its index.
    ///   - track: the index of the decision, machines behind decisions.
    ///   - language: that of the texts that the pack makes: `en`, `zh-Hans` or `zh-Hant`.
    package func explanation(
        of account: Int, in track: Int, at end: Instant, language: String = "en"
    ) -> Explanation? {
        let standings = standings(of: [account], tracks: [track], through: end)[0]
        guard let last = standings[track].last else { return nil }
        return Explanation(
            standing: last, reasoning: reasoning(account, track, standings, language),
            ruling: track < pack.decisions.count
                ? rulings(of: account, in: pack.decisions[track]).inForce(at: last.instant) : nil)
    }

    /// The last change of where an account stands through an instant; nil where there was none.
    package func lastChange(
        of account: Int, in track: Int, through end: Instant
    ) -> ExplainedChange? {
        let standings = standings(of: [account], tracks: [track], through: end)[0]
        guard let change = change(in: standings[track], ofTrack: track) else { return nil }
        return ExplainedChange(
            instant: change.after.instant, causes: causes(of: change, account, track, standings),
            turnedAt: change.turn?.instant,
            trial: change.turn.flatMap { trial(at: $0, account, track, standings) })
    }

    /// The guard that moved a machine, as it was at the evaluation that led there.
    private func trial(
        at turn: ChangeOfLevel.Turn, _ account: Int, _ track: Int, _ standings: [[Standing]]
    ) -> Explanation.Trial? {
        guard track >= pack.decisions.count else { return nil }
        let machine = pack.machines[track - pack.decisions.count]
        let known = population(knownAt: turn.instant)
        let all = facts(at: turn.instant, in: known, Set(pack.facts.indices))
        guard let facts = all(account) else { return nil }
        let inputs = RuleInputs(
            RuleContext(pack, at: turn.instant), facts,
            previous: previous(standings, before: turn.instant))
        switch turn.question {
        case .rise(let state): return machine.up[state].map { inputs.trial(state, $0.condition) }
        case .fall(let state):
            return machine.keep[state].map { inputs.trial(state, $0.condition, keeps: true) }
        case .rule, .value: return nil
        }
    }

    /// What the rules made of an account at the last evaluation; nil where there was none.
    private func reasoning(
        _ account: Int, _ track: Int, _ standings: [[Standing]], _ language: String
    ) -> Explanation.Reasoning? {
        guard let evaluated = standings[track].last(where: { $0.occasion == .evaluation }),
            let last = standings[track].last
        else { return nil }
        let known = population(knownAt: evaluated.instant)
        let all = facts(at: evaluated.instant, in: known, Set(pack.facts.indices))
        guard let facts = all(account) else { return nil }
        let previous = previous(standings, before: evaluated.instant)
        return Explanation.Reasoning(
            track, at: evaluated.instant, RuleContext(pack, at: evaluated.instant), facts,
            previous: previous, in: last.effective,
            lines(track, facts, of: account, at: evaluated.instant, known), language: language)
    }

    /// The levels that counted before an instant, by the name of their decision.
    func previous(
        _ standings: [[Standing]], before instant: Instant
    ) -> [String: String] {
        var previous: [String: String] = [:]
        let names = pack.decisions.map(\.name) + pack.machines.map(\.name)
        for (track, name) in names.enumerated() {
            let last = standings[track].last { $0.instant < instant }
            guard case .level(let level)? = last?.effective else { continue }
            previous[name] = pack.levels(ofTrack: track)[level].name
        }
        return previous
    }

    // What the rule looks at, with the facts that those facts are computed of.
    private func lines(
        _ track: Int, _ values: [FactValue], of account: Int, at instant: Instant,
        _ known: Population
    ) -> [Explanation.FactLine] {
        return pack.factsShown(ofTrack: track).map { fact in
            let seen = known.facts[account].evidence(of: fact, at: instant)
            let weight = { (entry: FactEntry) in entry.value.number?.magnitude ?? 0 }
            let largest = seen.sorted {
                (weight($0), $0.position) > (weight($1), $1.position)
            }
            return Explanation.FactLine(
                fact: fact, value: values[fact],
                window: pack.facts[fact].window?.range(at: instant, in: pack.zone),
                evidence: Array(largest.prefix(Self.evidenceShown)), evidenceCount: seen.count)
        }
    }

    /// Events that are shown of one fact.
    private static let evidenceShown = 5
}
