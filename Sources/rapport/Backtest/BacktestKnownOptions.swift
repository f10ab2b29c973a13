import ArgumentParser
import LedgerEngine
import LedgerModel

/// What is taken as known when decisions are scored: of each decision what was known at its own
/// instant, of what came afterwards what is known at one instant.
struct BacktestKnownOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Judge what came by what was known at this instant, day or position, inclusive, and "
                + "no decision whose window ends later; by default by all that is known.",
            valueName: "time"), transform: KnownAtArgument.read)
    var knownAt: KnownAtArgument?

    @Option(
        help: ArgumentHelp(
            "Whose knowledge decisions rest on: the ledger's (proven), which begins with the "
                + "import, or what the source claims (recordedtime).",
            valueName: "ledger|source"))
    var knowledge: Knowledge = .ledger

    func validate() throws {
        if case .position = knownAt { try knowledge.requireLedger() }
    }

    /// The engine's form.
    var value: KnownAt { KnownAt(knownAt, knowledge) }
}
