import ArgumentParser
import LedgerEngine
import LedgerModel
import Policy

struct PackActivateVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "activate",
        abstract: "Bring a pack into force in a ledger.",
        discussion: """
            Appends pack.activated and keeps the pack in the ledger, by its hash. From then on it \
            decides what it defines; what it doesn't is decided as before. A pack whose tests fail \
            is not activated.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @OptionGroup var argument: PackArgument

    @Option(
        help: ArgumentHelp(
            "From when on it decides; now by default.", valueName: "time"),
        transform: InstantArgument.read)
    var effectiveFrom: InstantArgument?

    @OptionGroup var actor: ActorOption
    @OptionGroup var wait: WaitOption

    func run() async throws {
        let (source, pack) = try argument.read()
        let failures = pack.runTests().filter { !$0.failures.isEmpty }
        guard failures.isEmpty else {
            for failure in failures.flatMap(\.failures) {
                Diagnostic.write(failure.text(in: source.name))
            }
            throw ExitCode.answerIsNo
        }
        let stored = try StoredPack(pack, text: source.text)
        let now = SystemClock.now()
        let outcome = try await wait.open(ledger).writing { writer in
            try await writer.activate(
                stored, from: effectiveFrom?.instant ?? now, actor: actor.name, at: now)
        }
        try AppendAnswer(outcome).write()
    }
}
