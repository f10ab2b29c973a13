import LedgerEngine
import Policy

/// Outcomes for people, by the labels of the pack that decides.
struct OutcomeText {
    let packs: PacksInForce
    let words: Words

    /// An outcome of a decision under the pack of an activation.
    func text(_ outcome: Outcome, _ decision: String, _ activation: Int?) -> String {
        let pack = packs.pack(activation)
        guard let track = pack.trackIndex(of: decision) else { return "" }
        let levels = pack.levels(ofTrack: track)
        let language = words.language.rawValue
        switch outcome {
        case .level(let level): return levels[level].text(in: language)
        case .unapproved(let proposal):
            return words.unapproved(levels[proposal].text(in: language))
        case .none: return track < pack.decisions.count ? words.notRated : words.unknown
        }
    }

    /// What counts from a step on, for a column: a level that is only proposed has a question mark.
    func brief(_ step: DecisionHistory.Step, _ decision: String) -> String {
        let effective = step.standing.effective
        guard let proposed = proposal(of: step, decision) else {
            return text(effective, decision, step.activation)
        }
        if case .unapproved = effective { return proposed + "?" }
        return text(effective, decision, step.activation) + " (\(proposed)?)"
    }

    /// The level that waits for its approval; nil where none does.
    func proposal(of step: DecisionHistory.Step, _ decision: String) -> String? {
        step.standing.proposal.map { text(.level($0), decision, step.activation) }
    }

    /// Why there is no level, for people; empty where there is one.
    func reason(_ outcome: Outcome, _ activation: Int?) -> String {
        guard case .none(let unrated) = outcome else { return "" }
        let pack = packs.pack(activation)
        return words.reason(unrated) { name in
            let fact = pack.facts.first { $0.name == name }?.label
            let parameter = pack.parameters.first { $0.name == name }?.label
            return (fact ?? parameter)?.text(in: words.language.rawValue) ?? name
        }
    }

    /// The same for programs.
    static func reason(_ outcome: Outcome) -> String {
        if case .none(let unrated) = outcome { unrated.sentence } else { "" }
    }
}
