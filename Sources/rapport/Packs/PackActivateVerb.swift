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
            "From when on it decides, in the pack's zone; now by default.", valueName: "time"),
        transform: InstantArgument.read)
    var effectiveFrom: InstantArgument?

    @OptionGroup var actor: ActorOption
    @OptionGroup var wait: WaitOption

    func run() async throws {
        let (source, written) = try argument.read()
        // What is wrong is told by its place in the file.
        try requireTests(of: written, in: source)
        // What is kept is the canonical form, so that this is what must be sound.
        let stored = try StoredPack(text: source.text) { (text) throws(PackRefusal) in
            try PackReader.read(text, zones: SystemZones.zone)
        }
        let pack = stored.pack
        try requireTests(of: pack, in: source)
        let now = SystemClock.now()
        let outcome = try await wait.open(ledger).writing { writer in
            try await writer.activate(
                stored, from: effectiveFrom?.instant(in: pack.zone) ?? now, actor: actor.name)
        }
        try AppendAnswer(outcome).write()
    }

    private func requireTests(of pack: Pack, in source: PackSource) throws {
        let failures = pack.runTests().flatMap(\.failures)
        guard !failures.isEmpty else { return }
        for failure in failures {
            Diagnostic.write(
                failure.sentence(Diagnostic.words, chapter: "test"),
                at: failure.place(in: source.name))
        }
        throw ExitCode.answerIsNo
    }
}
