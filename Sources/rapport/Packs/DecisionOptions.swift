import ArgumentParser
import LedgerEngine
import LedgerModel

/// What is taken as known when decisions are told.
struct DecisionOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Count only what happened before this instant, or day in the zone of the pack; now "
                + "by default.",
            valueName: "time"), transform: InstantArgument.read)
    var asOf: InstantArgument?

    @Option(
        help: ArgumentHelp(
            "Count what was known at this instant, day or position; with then, at each instant "
                + "of a history what was known by then; with both, that beside what is known now.",
            valueName: "time|then|both"), transform: KnownAtOrThen.read)
    var knownAt: KnownAtOrThen?

    @Option(
        help: ArgumentHelp(
            "Whose knowledge: the ledger's (proven), or what the source claims (recordedtime).",
            valueName: "ledger|source"))
    var knowledge: Knowledge = .ledger

    func validate() throws {
        if case .at(.position) = knownAt, knowledge == .source {
            throw ValidationError(
                "--known-at with a position is about this ledger; give an instant with "
                    + "--knowledge source.")
        }
        if knownAt == nil, knowledge == .source {
            throw ValidationError("--knowledge source needs --known-at.")
        }
    }

    /// The engine's form; of both it is what was known then.
    var value: DecisionKnowledge {
        switch knownAt {
        case nil: .at(.now)
        case .then, .both: .then(knowledge)
        case .at(.instant(let instant)): .at(.instant(instant, knowledge))
        case .at(.position(let position)): .at(.position(Position(position)))
        }
    }

    /// Whether what was known then is asked for beside what is known now.
    var areBoth: Bool { if case .both = knownAt { true } else { false } }

    /// Whether nothing may be known because the ledger was not there yet.
    var isLedgerThen: Bool { knownAt != nil && knowledge == .ledger }

    /// What every answer on the source's knowledge says.
    var caveat: String? { knowledge.caveat }
}

/// A time, a position, what was known at each instant, or that beside what is known now.
enum KnownAtOrThen {
    case at(KnownAtArgument)
    case then
    case both

    /// Reads the argument of an option.
    @Sendable static func read(_ argument: String) throws -> KnownAtOrThen {
        switch argument {
        case "then": .then
        case "both": .both
        default: .at(try KnownAtArgument.read(argument))
        }
    }
}
