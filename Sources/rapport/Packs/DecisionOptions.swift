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
                + "of a history what was known by then.",
            valueName: "time|then"), transform: KnownAtOrThen.read)
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

    /// The engine's form.
    var value: DecisionKnowledge {
        switch knownAt {
        case nil: .at(.now)
        case .then: .then(knowledge)
        case .at(.instant(let instant)): .at(.instant(instant, knowledge))
        case .at(.position(let position)): .at(.position(Position(position)))
        }
    }

    /// What every answer on the source's knowledge says.
    var caveat: String? { knowledge.caveat }
}

/// A time, a position, or what was known at each instant.
enum KnownAtOrThen {
    case at(KnownAtArgument)
    case then

    /// Reads the argument of an option.
    @Sendable static func read(_ argument: String) throws -> KnownAtOrThen {
        argument == "then" ? .then : .at(try KnownAtArgument.read(argument))
    }
}
