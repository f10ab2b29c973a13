import ArgumentParser
import LedgerEngine
import LedgerModel
import Policy

struct SweepVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sweep",
        abstract: "Show what other values of a parameter would do: class sizes, revenue, changes.",
        discussion: """
            Decides the whole history under every value of a range, without storing anything. For \
            each value it shows how many accounts stand at each level at the end, their share of \
            the net revenue of the 365 days before, how often levels changed on the way, and how \
            many accounts stand elsewhere than under the pack's own value. That stands in the \
            table too, whether or not it is one of the range.

            A range is name=from..to:step, with values as packs write them; amounts may leave out \
            the currency, shares the %, and days the word:
              --parameter key_min=1000万..3000万:100万
              --parameter 'share=50 %..90 %:5 %'
            Two ranges try every pair of values. Together they have 1,000 values at most.

            --account asks which smallest change moves an account, --level with --size which \
            value gives a level so many accounts. Both look at the values of the range, no finer.

            Where a parameter has other values from other dates on, a value of the range holds \
            from the first of them on. What the rules say counts as approved, and overrides don't \
            count. Events that are appended meanwhile are not in it. Facts are folded and ranked \
            once for all values, so that a hundred cost little more than a few replays.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Option(help: ArgumentHelp("The pack: its name or file.", valueName: "pack"))
    var pack: String

    @Option(
        name: .customLong("parameter"),
        help: ArgumentHelp(
            "The values to try; once, or twice for pairs.", valueName: "name=from..to:step"))
    var parameters: [String]

    @Option(
        help: ArgumentHelp(
            "The decision or machine; tier by default, or the only one.", valueName: "name"))
    var decision: String?

    @OptionGroup var span: SpanOptions

    @OptionGroup var known: KnownOptions

    @Option(
        help: ArgumentHelp(
            "Ask for the smallest change that moves this account to another level.",
            valueName: "account"))
    var account: String?

    @Option(help: ArgumentHelp("The level that --size is about.", valueName: "level"))
    var level: String?

    @Option(
        help: ArgumentHelp(
            "Ask for the value that puts so many accounts at --level.", valueName: "number"))
    var size: Int?

    @OptionGroup var language: LanguageOption

    @Flag(help: "Write one JSON object (schemas/sweep.v1.json).")
    var json = false

    @Option(
        help: ArgumentHelp(
            "Write the table to this file as well, as CSV: amounts in minor units, shares in "
                + "millionths.", valueName: "file"))
    var csv: String?

    @OptionGroup var threads: ThreadsOption

    func validate() throws {
        guard (1...SweepLimits.parameters).contains(parameters.count) else {
            throw ValidationError("sweep takes one --parameter or two.")
        }
        guard (level == nil) == (size == nil) else {
            throw ValidationError("--level and --size go together.")
        }
        if let size, size < 0 { throw ValidationError("--size must be 0 accounts or more.") }
    }

    func run() async throws {
        KeptMemory.keep()
        let file = try csv.map { try OutputFile($0, sparing: ledger) }
        let opened = try Ledger.opened(ledger, for: .reading)
        let (pack, grid) = try read()
        let wanted = try level.map { try place(ofLevel: $0, pack) }
        let swept = try opened.sweep(pack, over: grid, options(pack.pack))
        guard let swept else { throw VerbError(sentence: language.words.nothing) }
        let text = SweepText(
            swept, account: account, wanted: wanted.flatMap { place in size.map { (place, $0) } },
            language.words, known)
        if let file {
            try file.write(text.csv)
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
    }

    /// The decision that is swept, and the values that it is tried with.
    private func read() throws -> (ComparedPack, SweepGrid) {
        let pack = try PackSource(pack).read()
        let track = try pack.track(named: decision)
        guard ReplayPlan(pack, tracks: [track]).isOnCalendar else {
            throw VerbError(
                sentence: "\(pack.name) decides '\(pack.names[track])' at every event; "
                    + "sweep takes decisions that follow the calendar")
        }
        do throws(SweepRefusal) {
            return (
                ComparedPack(pack, track: track), try SweepGrid(parameters, of: pack, track: track)
            )
        } catch {
            throw VerbError(sentence: error.sentence)
        }
    }

    private func place(ofLevel name: String, _ pack: ComparedPack) throws -> Int {
        let levels = ComparedLevels(pack.pack, track: pack.track)
        guard let place = levels.names.firstIndex(of: name) else {
            throw VerbError(
                sentence: "'\(pack.pack.names[pack.track])' has no level '\(name)'; it has "
                    + "\(levels.names.joined(separator: ", "))")
        }
        return place
    }

    private func options(_ pack: Pack) -> SweepOptions {
        var options = SweepOptions()
        options.replay.knowledge = .at(known.value)
        options.replay.take(span, in: pack.zone)
        options.replay.threads = threads.value
        options.account = account.map { AccountID($0) }
        return options
    }
}
