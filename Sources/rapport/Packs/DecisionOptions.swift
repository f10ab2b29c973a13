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

    @OptionGroup var known: DecisionKnownOptions

    /// The engine's form; of both it is what was known then.
    var value: DecisionKnowledge { known.value }

    /// Whose knowledge it is.
    var knowledge: Knowledge { known.knowledge }

    /// Whether what was known then is asked for beside what is known now.
    var areBoth: Bool { known.areBoth }

    /// Whether nothing may be known because the ledger was not there yet.
    var isLedgerThen: Bool { known.knownAt != nil && known.knowledge == .ledger }

    /// What every answer on the source's knowledge says.
    var caveat: String? { known.knowledge.caveat }
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
