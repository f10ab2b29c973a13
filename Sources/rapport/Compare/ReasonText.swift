import LedgerEngine
import LedgerModel
import Policy

/// Why a pack puts an account where it does, in one line.
struct ReasonText {
    let party: LedgerComparison.Party
    let words: Words

    private var pack: Pack { party.pack }
    private var clauses: ClauseText { ClauseText(pack: pack, words: words) }
    private var levels: [Level] { pack.levels(ofTrack: party.track) }

    /// What an outcome is called.
    func name(of outcome: Outcome) -> String {
        switch outcome {
        case .level(let level): levels[level].text(in: words.language.rawValue)
        case .unapproved(let level):
            words.unapproved(levels[level].text(in: words.language.rawValue))
        case .none: name(ofPlace: levels.count)
        }
    }

    /// What a place of the matrix is called.
    func name(ofPlace place: Int) -> String {
        words.name(ofPlace: place, of: pack, track: party.track)
    }

    /// Why there is no level.
    func sentence(of reason: Unrated) -> String {
        words.reason(reason) { name in
            let fact = pack.facts.first { $0.name == name }?.label
            let parameter = pack.parameters.first { $0.name == name }?.label
            return (fact ?? parameter)?.text(in: words.language.rawValue) ?? name
        }
    }

    /// What the rule says for it, what it lacks for the level that the other pack gives, and what
    /// holds it.
    ///
    /// - Parameter other: the name of that level; nil where there is none.
    func line(_ reason: LedgerComparison.Reason?, _ outcome: Outcome, other: String?) -> String {
        var parts: [String] = []
        if case .none(let unrated) = outcome { parts.append(sentence(of: unrated)) }
        guard let reason else { return parts.joined(separator: words.semicolon) }
        if case .level = outcome, let said = said(reason.reasoning) { parts.append(said) }
        if let other, let lacking = lacking(reason.reasoning, other) { parts.append(lacking) }
        if let standing = reason.standing, standing.raw != standing.effective {
            parts.append(
                words.heldBack(name(of: standing.raw), words.holding(standing.heldBy)))
        }
        return parts.joined(separator: words.semicolon)
    }

    /// What the rule says of its choice, else the conditions of it.
    private func said(_ reasoning: Explanation.Reasoning) -> String? {
        if let text = reasoning.text { return text }
        guard let trial = reasoning.trials.last(where: { $0.applies == true }) else { return nil }
        return trial.clauses.isEmpty ? words.otherwise : clauses.line(trial.clauses)
    }

    /// The conditions that don't hold of the choice that would give a level.
    private func lacking(_ reasoning: Explanation.Reasoning, _ other: String) -> String? {
        guard let level = levels.firstIndex(where: { $0.name == other }) else { return nil }
        let trial = reasoning.trials.first { $0.level == level && $0.applies != true && !$0.keeps }
        let open = trial?.clauses.filter { $0.holds != true } ?? []
        guard !open.isEmpty else { return nil }
        return words.lacks(
            levels[level].text(in: words.language.rawValue), clauses.line(open))
    }

    /// A value of a fact or parameter in its unit.
    func text(_ value: FactValue, _ unit: Quantity.Unit) -> String { clauses.text(value, unit) }

    /// How near an account is to another level.
    func line(_ near: LedgerComparison.Near) -> String {
        let distance = near.miss.distance
        let fact = pack.facts[distance.fact]
        return words.nearly(
            name(of: near.miss.outcome),
            levels[distance.level].text(in: words.language.rawValue), clauses.label(fact),
            clauses.text(.number(distance.from), fact.unit),
            clauses.text(.number(distance.to), fact.unit))
    }
}
