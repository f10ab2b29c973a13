import CEL
import LedgerEngine
import LedgerModel
import Policy
import TransparencyLog

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
            append(explanation.reasoning?.down ?? [], "down", to: &members)
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
            members.string("reason", OutcomeText.reason(standing.effective))
            members.array("rule") { members in
                for choice in standing.path { members.integer(Int64(choice)) }
            }
            if let ruling = explanation.ruling { append(ruling, to: &members) }
            members.array("trials") { members in
                for trial in explanation.reasoning?.trials ?? [] { append(trial, to: &members) }
            }
            if let change = explained.change { append(change, to: &members) }
            append(explanation.reasoning?.up ?? [], "up", to: &members)
        }
        members.endLine()
        return members.bytes
    }

    private func id(_ outcome: Outcome) -> String {
        outcomes.packs.name(of: outcome, explained.decision, explained.activation)
    }

    private func append(
        _ distances: [Explanation.Distance], _ name: String, to members: inout JSONMembers
    ) {
        let levels = pack.trackIndex(of: explained.decision).map { pack.levels(ofTrack: $0) } ?? []
        members.array(name) { members in
            for distance in distances {
                members.object { members in
                    members.string("fact", pack.facts[distance.fact].name)
                    members.integer("from", distance.from)
                    members.string("level", levels[distance.level].name)
                    members.integer("to", distance.to)
                }
            }
        }
    }

    private func append(_ change: ExplainedChange, to members: inout JSONMembers) {
        if let instant = change.turnedAt { members.instant("turned_at", instant) }
    }

    private func append(_ ruling: AccountReadings.Ruling, to members: inout JSONMembers) {
        members.object("ruling") { members in
            if let by = ruling.by { members.string("by", by) }
            if let expires = ruling.expires { members.instant("expires", expires) }
            members.instant("from", ruling.occurredAt)
            members.string("kind", ruling.kind == .override ? "override" : "approval")
            if let reason = ruling.reason { members.string("reason", reason) }
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

            members.array("clauses") { members in
                for clause in trial.clauses { append(clause, to: &members) }
            }
            members.array("path") { members in
                for choice in trial.path { members.integer(Int64(choice)) }
            }
        }
    }

    private func append(_ clause: Explanation.Clause, to members: inout JSONMembers) {
        members.object { members in
            if let holds = clause.holds { members.bool("holds", holds) }
            if !clause.parts.isEmpty {
                members.array("parts") { members in
                    for part in clause.parts { append(part, to: &members) }
                }
            }
            members.array("sides") { members in
                guard let comparison = clause.comparison else { return }
                for side in [comparison.left, comparison.right] {
                    members.string(side.value?.text ?? "?")
                }
            }
            members.string("text", clause.text)
        }
    }
}
