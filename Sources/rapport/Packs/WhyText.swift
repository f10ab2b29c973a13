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
    private var explanation: Explanation { explained.explanation }
    private var pack: Pack { explained.pack }
    private var standing: Standing { explanation.standing }

    /// The sentences.
    var lines: [String] {
        var lines = [headline]
        if let change { lines.append(change) }
        if let ruling { lines.append(ruling) }
        if standing.raw != standing.effective {
            lines.append(
                words.ruleSays(
                    name(standing.raw),
                    standing.heldBy.map(\.rawValue).sorted().joined(separator: ", ")))
        }
        if let reasoning = explanation.reasoning { lines += self.lines(reasoning) }
        lines += ["", packLine]
        return lines
    }

    private func lines(_ reasoning: Explanation.Reasoning) -> [String] {
        var lines = ["", words.rulesTried(date(reasoning.evaluatedAt))]
        for trial in reasoning.trials { lines += self.lines(trial) }
        if !reasoning.facts.isEmpty { lines += ["", words.factsSeen] }
        for fact in reasoning.facts { lines += self.lines(fact) }
        let distances = [reasoning.up, reasoning.down].compactMap(\.self)
        if !distances.isEmpty { lines.append("") }
        for distance in distances { lines.append(sentence(distance)) }
        return lines
    }

    private var headline: String {
        let reason = outcomes.reason(standing.effective)
        let name = name(standing.effective)
        return words.stands(
            explained.account.text, explained.decision,
            reason.isEmpty ? name : name + words.because(reason), date(explained.since),
            explanation.reasoning?.text)
    }

    private var change: String? {
        guard let before = explained.before else { return nil }
        let old = outcomes.text(before.standing.effective, explained.decision, before.activation)
        let causes = explained.causes.map { words.cause($0) }
        return words.before(old, causes)
    }

    private var ruling: String? {
        guard let ruling = explanation.ruling else { return nil }
        return words.ruled(
            ruling.kind == .override, ruling.by ?? "?", date(ruling.occurredAt), ruling.reason,
            ruling.expires.map { date($0) })
    }

    private func lines(_ trial: Explanation.Trial) -> [String] {
        let mark = trial.applies.map { $0 ? "✓" : "✗" } ?? "?"
        guard !trial.clauses.isEmpty else { return ["  \(mark) \(trial.choice): \(words.always)"] }
        return trial.clauses.enumerated().map { index, clause in
            let own = clause.holds.map { $0 ? "✓" : "✗" } ?? "?"
            let sides = clause.sides.isEmpty ? "" : "   (\(clause.sides.joined(separator: " · ")))"
            let head = index == 0 ? "  \(mark) \(trial.choice): " : "       "
            return head + "\(own) \(clause.text)\(sides)"
        }
    }

    private func lines(_ line: Explanation.FactLine) -> [String] {
        let fact = pack.facts[line.fact]
        let label = fact.label?.text(in: words.language.rawValue) ?? fact.name
        var head = "  \(label): \(text(line.value, fact.unit))"
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
                        "  " + text(entry.value, fact.unit)
                    }
                return "      \(date(entry.occurredAt))  #\(entry.position.value)" + value
            }
    }

    private func sentence(_ distance: Explanation.Distance) -> String {
        let fact = pack.facts[distance.fact]
        return words.wouldBe(
            pack.decisions.first { $0.name == explained.decision }?.levels[distance.level]
                .text(in: words.language.rawValue) ?? "",
            fact.label?.text(in: words.language.rawValue) ?? fact.name,
            text(.number(distance.from), fact.unit), text(.number(distance.to), fact.unit))
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

    /// A value in its unit.
    private func text(_ value: FactValue, _ unit: Quantity.Unit) -> String {
        switch value {
        case .truth(let truth): return truth ? words.yes : words.no
        case .text(let text): return text
        case .missing(let absence): return words.missing(absence.sentence)
        case .number(let number):
            switch unit {
            case .money: return words.money(number, pack.currency ?? .none)
            case .share: return words.share(number)
            case .days: return words.days(number)
            case .count, .text, .truth: return String(number)
            }
        }
    }
}

extension WhyText {
    /// One object (`schemas/decision.v1.json`).
    var json: [UInt8] {
        var members = JSONMembers()
        members.object { members in
            members.string("account", explained.account.text)
            members.array("causes") { members in
                for cause in explained.causes { members.string(cause.rawValue) }
            }
            members.string("decision", explained.decision)
            append(explanation.reasoning?.down, "down", to: &members)
            members.string("effective", id(standing.effective))
            if let reasoning = explanation.reasoning {
                members.instant("evaluated_at", reasoning.evaluatedAt)
            }
            if let text = explanation.reasoning?.text { members.string("explanation", text) }
            members.array("facts") { members in
                for line in explanation.reasoning?.facts ?? [] { append(line, to: &members) }
            }
            members.instant("from", explained.since)
            members.string("held", id(standing.held))
            members.array("held_by") { members in
                for reason in standing.heldBy.map(\.rawValue).sorted() { members.string(reason) }
            }
            members.bool("joint", explained.causes.count > 1)
            members.string("pack", pack.name)
            if let activation = explained.activation {
                members.string(
                    "pack_sha256", outcomes.packs.activations[activation].hash.hexadecimal)
            }
            members.count("pack_version", pack.version)
            if let before = explained.before {
                members.string(
                    "previous",
                    outcomes.packs.name(
                        of: before.standing.effective, explained.decision, before.activation))
            }
            members.string("raw", id(standing.raw))
            members.string("reason", outcomes.reason(standing.effective))
            members.array("rule") { members in
                for choice in standing.path { members.integer(Int64(choice)) }
            }
            members.array("trials") { members in
                for trial in explanation.reasoning?.trials ?? [] { append(trial, to: &members) }
            }
            append(explanation.reasoning?.up, "up", to: &members)
        }
        members.endLine()
        return members.bytes
    }

    private func id(_ outcome: Outcome) -> String {
        outcomes.packs.name(of: outcome, explained.decision, explained.activation)
    }

    private func append(
        _ distance: Explanation.Distance?, _ name: String, to members: inout JSONMembers
    ) {
        guard let distance else { return }
        let levels = pack.decisions.first { $0.name == explained.decision }?.levels ?? []
        members.object(name) { members in
            members.string("fact", pack.facts[distance.fact].name)
            members.integer("from", distance.from)
            members.string("level", levels[distance.level].name)
            members.integer("to", distance.to)
        }
    }

    private func append(_ line: Explanation.FactLine, to members: inout JSONMembers) {
        let fact = pack.facts[line.fact]
        members.object { members in
            members.array("events") { members in
                for entry in line.evidence { members.integer(Int64(entry.position.value)) }
            }
            members.count("events_seen", line.evidenceCount)
            if case .missing(let absence) = line.value {
                members.string("missing", absence.sentence)
            }
            members.string("name", fact.name)
            members.string("unit", fact.unit.rawValue)
            switch line.value {
            case .number(let number): members.integer("value", number)
            case .truth(let truth): members.bool("value", truth)
            case .text(let text): members.string("value", text)
            case .missing: break
            }
            if let window = line.window, window.lowerBound >= .earliest {
                members.instant("window_from", window.lowerBound)
                members.instant("window_to", window.upperBound)
            }
        }
    }

    private func append(_ trial: Explanation.Trial, to members: inout JSONMembers) {
        members.object { members in
            if let applies = trial.applies { members.bool("applies", applies) }
            members.count("choice", trial.choice)
            members.array("clauses") { members in
                for clause in trial.clauses {
                    members.object { members in
                        if let holds = clause.holds { members.bool("holds", holds) }
                        members.array("sides") { members in
                            for side in clause.sides { members.string(side) }
                        }
                        members.string("text", clause.text)
                    }
                }
            }
        }
    }
}
