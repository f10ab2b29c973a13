import Instruments
import LedgerEngine
import LedgerModel
import Policy
import TransparencyLog

/// An explanation in sentences, and as JSON.
struct WhyText {
    let explained: LedgerExplanation
    let outcomes: OutcomeText

    init(_ explained: LedgerExplanation, _ outcomes: OutcomeText) {
        self.explained = explained
        self.outcomes = outcomes
    }

    private var words: Words { outcomes.words }
    private var clauses: ClauseText { ClauseText(pack: pack, words: words) }
    var explanation: Explanation { explained.explanation }
    var pack: Pack { explained.pack }
    var standing: Standing { explanation.standing }

    /// The sentences.
    var lines: [String] {
        var lines = [headline]
        if let change { lines.append(change) }
        if let ruling { lines.append(ruling) }
        if let ruleSays { lines.append(ruleSays) }
        if let trial = explained.change?.trial, let turnedAt = explained.change?.turnedAt {
            lines +=
                ["", words.moved(date(turnedAt))] + self.lines(trial, by: explained.packOfChange)
        }
        if let reasoning = explanation.reasoning { lines += self.lines(reasoning) }
        lines += ["", packLine]
        return lines
    }

    /// What the rule makes of the account, where it says why, or something else counts.
    private var ruleSays: String? {
        guard let reasoning = explanation.reasoning,
            reasoning.text != nil || standing.raw != standing.effective
        else { return nil }
        return words.ruleSays(
            date(reasoning.evaluatedAt), name(standing.raw), reasoning.text,
            standing.raw == standing.effective ? nil : words.holding(standing.heldBy))
    }

    private func lines(_ reasoning: Explanation.Reasoning) -> [String] {
        var lines = ["", words.rulesTried(date(reasoning.evaluatedAt))]
        for trial in reasoning.trials { lines += self.lines(trial, by: pack) }
        if !reasoning.facts.isEmpty { lines += ["", words.factsSeen] }
        for fact in reasoning.facts { lines += self.lines(fact) }
        let distances = reasoning.up + reasoning.down
        if !distances.isEmpty { lines.append("") }
        for distance in distances { lines.append(sentence(distance)) }
        return lines
    }

    private var headline: String {
        let reason = outcomes.reason(standing.effective, explained.activation)
        let name = name(standing.effective)
        return words.stands(
            explained.account.text, decisionName,
            reason.isEmpty ? name : name + words.because(reason), date(explained.since))
    }

    private var decisionName: String {
        let label = pack.trackIndex(of: explained.decision).flatMap { pack.label(ofTrack: $0) }
        return label?.text(in: words.language.rawValue) ?? explained.decision
    }

    private var change: String? {
        guard let before = explained.before else { return nil }
        let old = outcomes.text(before.standing.effective, explained.decision, before.activation)
        let causes = explained.causes.map { words.cause($0) }
        let turnedAt = explained.change?.turnedAt.flatMap { $0 < explained.since ? $0 : nil }
        return words.before(old, causes) + (turnedAt.map { words.turned(date($0)) } ?? "")
    }

    private var ruling: String? {
        guard let ruling = explanation.ruling else { return nil }
        return words.ruled(
            ruling.kind == .override, ruling.by ?? "?", date(ruling.occurredAt), ruling.reason,
            ruling.expires.map { date($0) })
    }

    private func lines(_ trial: Explanation.Trial, by pack: Pack) -> [String] {
        let clauses = ClauseText(pack: pack, words: words)
        let mark = trial.applies.map { $0 ? "✓" : "✗" } ?? "?"
        let lines =
            trial.clauses.isEmpty ? [words.always] : trial.clauses.flatMap { clauses.lines($0) }
        let head = "  \(mark) \(title(trial, by: pack))"
        guard lines.count > 1 else { return lines.map { head + words.afterName + $0 } }
        return [head + words.colon] + lines.map { "      " + $0 }
    }

    /// What a trial would lead to.
    private func title(_ trial: Explanation.Trial, by pack: Pack) -> String {
        let track = pack.trackIndex(of: explained.decision) ?? 0
        let name = trial.level.map {
            pack.levels(ofTrack: track)[$0].text(in: words.language.rawValue)
        }
        guard track >= pack.decisions.count else { return words.choice(trial.path, name) }
        guard let name else { return "" }
        return trial.keeps ? words.stays(name) : words.enters(name)
    }

    private func lines(_ line: Explanation.FactLine) -> [String] {
        let fact = pack.facts[line.fact]
        let value = clauses.text(line.value, fact.unit)
        var head = "  \(clauses.label(fact))\(words.afterName)\(value)"
        if let window = line.window {
            head += "   " + words.window(date(window.lowerBound), date(window.upperBound))
        }
        guard line.evidenceCount > 0 else { return [head] }
        head += "   " + words.events(line.evidenceCount)
        return [head]
            + line.evidence.map { entry in
                let value =
                    if case .truth = entry.value, fact.unit != .truth {
                        ""
                    } else {
                        "  " + clauses.text(entry.value, fact.unit)
                    }
                return "      \(date(entry.occurredAt))  #\(entry.position.value)" + value
            }
    }

    private func sentence(_ distance: Explanation.Distance) -> String {
        let fact = pack.facts[distance.fact]
        let track = pack.trackIndex(of: explained.decision) ?? 0
        return words.wouldBe(
            pack.levels(ofTrack: track)[distance.level].text(in: words.language.rawValue),
            clauses.label(fact), clauses.text(.number(distance.from), fact.unit),
            clauses.text(.number(distance.to), fact.unit), isMachine: track >= pack.decisions.count)
    }

    private var packLine: String {
        let hash = explained.activation.map {
            outcomes.packs.activations[$0].hash.hexadecimal.prefix(16)
        }
        return words.decidedBy(
            "\(pack.name) \(pack.version)", pack.source ?? "", hash.map { String($0) })
    }

    private func name(_ outcome: Outcome) -> String {
        outcomes.text(outcome, explained.decision, explained.activation)
    }

    private func date(_ instant: Instant) -> String { LocalTime.text(instant, in: pack.zone) }
}
