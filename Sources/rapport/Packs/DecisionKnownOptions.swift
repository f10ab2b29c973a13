import ArgumentParser
import LedgerEngine
import LedgerModel

/// What is taken as known when decisions are made.
struct DecisionKnownOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Count what was known at this instant, day or position; with then, at each instant "
                + "what was known by then; a history also takes both, for that beside what is "
                + "known now.", valueName: "time|then"), transform: KnownAtOrThen.read)
    var knownAt: KnownAtOrThen?

    @Option(
        help: ArgumentHelp(
            "Whose knowledge: the ledger's (proven), or what the source claims (recordedtime).",
            valueName: "ledger|source"))
    var knowledge: Knowledge = .ledger

    func validate() throws {
        if case .at(.position) = knownAt { try knowledge.requireLedger() }
        if knownAt == nil { try knowledge.requireKnownAt() }
    }

    /// The engine's form; of both it is what was known then.
    var value: DecisionKnowledge {
        switch knownAt {
        case nil: .at(.now)
        case .then, .both: .then(knowledge)
        case .at(let argument): .at(KnownAt(argument, knowledge))
        }
    }

    /// What is known of what stands today.
    var today: DecisionKnowledge {
        if case .at = knownAt { value } else { .at(.now) }
    }

    /// What every answer on the source's knowledge says.
    var caveat: String? { knowledge.caveat }

    /// What was taken as known, as members.
    func append(to members: inout JSONMembers) {
        members.string("knowledge", knowledge.rawValue)
        switch knownAt {
        case nil: break
        case .then, .both: members.string("known_at", "then")
        case .at(let argument): argument.append(to: &members)
        }
    }

    /// Whether what was known then is asked for beside what is known now.
    var areBoth: Bool { if case .both = knownAt { true } else { false } }
}
