import Instruments
import LedgerEngine
import LedgerModel
import Policy

/// The history of one decision for people and for programs.
struct HistoryText {
    let decision: String
    let steps: [DecisionHistory.Step]
    let outcomes: OutcomeText

    func lines(_ palette: Palette) -> [String] {
        let words = outcomes.words
        guard !steps.isEmpty else { return [words.nothing] }
        var table = TextTable(columns: [
            .text(words.from), .text(words.level), .text(words.rule), .text(words.held),
            .text(words.occasion), .text(words.pack),
        ])
        for step in steps {
            let standing = step.standing
            let raw =
                standing.raw == standing.effective
                ? "" : outcomes.text(standing.raw, decision, step.activation)
            table.append([
                .init(
                    LocalTime.text(
                        standing.instant, in: outcomes.packs.pack(step.activation).zone)),
                .init(level(step), .bold),
                .init(raw),
                .init(words.holding(standing.heldBy)),
                .init(words.occasion(standing.occasion)),
                .init(outcomes.packs.pack(step.activation).name),
            ])
        }
        return table.lines(palette)
    }

    /// What counts from a step on, and why there is no level where there is none.
    func level(_ step: DecisionHistory.Step) -> String {
        let effective = step.standing.effective
        let reason = outcomes.reason(effective, step.activation)
        return outcomes.text(effective, decision, step.activation)
            + (reason.isEmpty ? "" : outcomes.words.because(reason))
    }

    /// The name of what counts from a step on.
    func id(_ step: DecisionHistory.Step) -> String {
        outcomes.packs.name(of: step.standing.effective, decision, step.activation)
    }

    /// One object a step.
    var json: [UInt8] {
        var members = JSONMembers()
        for step in steps {
            append(step, to: &members)
            members.endLine()
        }
        return members.bytes
    }

    private func append(_ step: DecisionHistory.Step, to members: inout JSONMembers) {
        let standing = step.standing
        let pack = outcomes.packs.pack(step.activation)
        let name = { (outcome: Outcome) in
            outcomes.packs.name(of: outcome, decision, step.activation)
        }
        members.object { members in
            members.string("decision", decision)
            members.string("effective", name(standing.effective))
            members.instant("from", standing.instant)
            members.string("held", name(standing.held))
            members.array("held_by") { members in
                for reason in standing.heldBy.map(\.rawValue).sorted() { members.string(reason) }
            }
            members.string("occasion", standing.occasion.rawValue)
            members.string("pack", pack.name)
            members.string("raw", name(standing.raw))
            members.string("reason", OutcomeText.reason(standing.effective))
            members.array("rule") { members in
                for choice in standing.path { members.integer(Int64(choice)) }
            }
        }
    }
}
