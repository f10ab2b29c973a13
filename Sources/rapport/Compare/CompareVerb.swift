import ArgumentParser
import LedgerEngine
import LedgerModel
import Policy

struct CompareVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "compare",
        abstract: "Show what would change with other rules: who goes up and down, and why.",
        discussion: """
            Decides the whole history under both packs, without storing anything, and shows where \
            each account would stand at the end, who moves and why, the revenue that this \
            touches, and the visits and managers that each pack asks for. What the rules say \
            counts as approved, and overrides don't count; the level in force today stands \
            beside. Events that are appended meanwhile are not in it.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Option(help: ArgumentHelp("The pack to compare with: its name or file.", valueName: "pack"))
    var base: String

    @Option(help: ArgumentHelp("The pack that is tried: its name or file.", valueName: "pack"))
    var variant: String

    @Option(
        help: ArgumentHelp(
            "The decision or machine; tier by default, or the only one.", valueName: "name"))
    var decision: String?

    @OptionGroup var span: SpanOptions

    @OptionGroup var known: DecisionKnownOptions
    @OptionGroup var language: LanguageOption

    @Option(
        help: ArgumentHelp(
            "Tell the reasons of so many accounts, those with the largest revenue first.",
            valueName: "number"))
    var limit = ComparisonOptions.explainedAccounts

    @Option(
        help: ArgumentHelp(
            "The instant of today's level; now by default.", valueName: "time"),
        transform: InstantArgument.read)
    var today: InstantArgument?

    @Flag(help: "Write one JSON object (schemas/comparison.v1.json).")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Write a report to this file as well: HTML that needs nothing else.",
            valueName: "file"))
    var html: String?

    @Flag(help: "Exit with 1 where an account stands elsewhere at the end.")
    var failOnChange = false

    func validate() throws {
        if known.areBoth {
            throw ValidationError("compare knows --known-at with a time, a position or then.")
        }
        guard (0...ComparisonOptions.mostExplained).contains(limit) else {
            throw ValidationError(
                "--limit must be 0 to \(ComparisonOptions.mostExplained) accounts.")
        }
    }

    func run() async throws {
        KeptMemory.keep()
        let file = try html.map { try OutputFile($0, sparing: ledger) }
        let opened = try Ledger.opened(ledger, for: .reading)
        let sources = (base: try PackSource(base), variant: try PackSource(variant))
        let (base, variant) = try packs(sources)
        let comparison = try opened.compare(
            base, variant, inForce: try opened.packs(known.today), options(base.pack))
        guard let comparison else { throw VerbError(sentence: language.words.nothingToCompare) }
        let text = ComparisonText(
            comparison, hashes: (try sources.base.hash(), try sources.variant.hash()),
            language.words, known)
        if let file {
            try file.write(ComparisonPage(told: text).bytes)
            try file.close()
        }
        let output = StandardOutput()
        if json {
            if let caveat = known.caveat { Diagnostic.write(caveat) }
            try output.write(text.json)
        } else {
            for line in text.lines(Terminal.current().palette) {
                try output.writeLine(PrintableText.of(line))
            }
        }
        try output.flush()
        if failOnChange, !comparison.moves.isEmpty { throw ExitCode.answerIsNo }
    }

    /// The decision that is compared, in both packs: the same name where the variant has it.
    private func packs(
        _ sources: (base: PackSource, variant: PackSource)
    ) throws -> (base: ComparedPack, variant: ComparedPack) {
        let packs = [try sources.base.read(), try sources.variant.read()]
        let track = try packs[0].track(named: decision)
        let name = packs[0].names[track]
        let other = try packs[1].track(
            named: packs[1].trackIndex(of: name) == nil ? decision : name)
        for (pack, track) in zip(packs, [track, other]) {
            guard ReplayPlan(pack, tracks: [track]).isOnCalendar else {
                throw VerbError(
                    sentence: "\(pack.name) decides '\(pack.names[track])' at every event; "
                        + "compare takes decisions that follow the calendar")
            }
        }
        return (ComparedPack(packs[0], track: track), ComparedPack(packs[1], track: other))
    }

    private func options(_ base: Pack) -> ComparisonOptions {
        var options = ComparisonOptions(today: today?.instant(in: base.zone) ?? SystemClock.now())
        options.replay.knowledge = known.value
        options.replay.take(span, in: base.zone)
        options.explained = limit
        options.language = language.value.rawValue
        return options
    }
}
