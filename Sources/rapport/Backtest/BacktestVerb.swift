import ArgumentParser
import LedgerEngine
import LedgerModel
import Policy

struct BacktestVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest",
        abstract: "Tell how well a tier, a stage or a warning foretold what came after it.",
        discussion: """
            Decides the whole history again, each decision with what was known at its own instant \
            t, and looks whether the outcome came in the window [t, t + horizon):

            churn: churn.confirmed or account.closed happens. An account that is lost can't be \
            lost again: until winback.won or account.reopened it is not at risk. A churn.confirmed \
            with partial leaves the rest at risk. Accounts that close later stay in.

            no-order:DAYS: the silence since the last order.placed reaches so many days. Not at \
            risk is who has never ordered, and who has been silent for so long already.

            revenue-fall:PERCENT: net revenue (placed and amended less cancelled and returned) of \
            the window is that much, or more, below that of the horizon before t. Not at risk is \
            who had none then. The fall has no instant, so that nothing leads it.

            What is known ends with the last event of an account, or at --known-at. A decision \
            whose window ends later is censored: it is told, and judged neither way. So is one \
            whose horizon before t begins before the first event, where revenue-fall needs it.

            Precision is the share of the decisions with the signal that the outcome followed; \
            recall, the share of the decisions followed by the outcome that had the signal; lift, \
            precision by the share of all decisions judged that the outcome followed. The lead is \
            the time from a decision to the outcome. A warning is an unbroken run of decisions \
            about an account with the signal; its lead begins with its first one.

            An imported ledger knows its events from the import on. --knowledge source takes each \
            as known when its source says that it recorded it, else when it happened.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Option(help: ArgumentHelp("A pack: its name or file. May be repeated.", valueName: "pack"))
    var pack: [String]

    @Option(
        help: ArgumentHelp(
            "What is foretold: churn, no-order:DAYS or revenue-fall:PERCENT.",
            valueName: "outcome"), transform: AftermathArgument.read)
    var outcome: AftermathArgument

    @Option(help: ArgumentHelp("In how many days it must come.", valueName: "days"))
    var horizon: Int64

    @Option(
        help: ArgumentHelp(
            "A decision or machine of each pack; tier by default, or the only one. May be "
                + "repeated.",
            valueName: "name"))
    var decision: [String] = []

    @Option(
        help: ArgumentHelp(
            "The level that is the signal, or several with commas. May be repeated, what is alike "
                + "counts once; every level by itself by default.",
            valueName: "level"))
    var signal: [String] = []

    @Option(
        help: ArgumentHelp(
            "Score what stands at the beginning of each of these, rather than whenever it is "
                + "decided.", valueName: "year|quarter|month|week|day"))
    var every: ScheduleArgument?

    @OptionGroup var span: SpanOptions

    @OptionGroup var known: BacktestKnownOptions

    @Option(
        help: ArgumentHelp(
            "How many variants were tried in runs before this one; they are told with the rest.",
            valueName: "number"))
    var tried = 0

    @OptionGroup var language: LanguageOption

    @Flag(help: "Write one JSON object (schemas/backtest.v1.json).")
    var json = false

    func validate() throws {
        guard (1...BacktestLimits.days).contains(horizon) else {
            throw ValidationError("--horizon may be 1 to \(BacktestLimits.days) days.")
        }
        guard (0...BacktestLimits.triedBefore).contains(tried) else {
            throw ValidationError("--tried may be 0 to \(BacktestLimits.triedBefore) variants.")
        }
        guard pack.count * max(1, decision.count) <= BacktestLimits.packs else {
            throw ValidationError(
                "--pack and --decision may name \(BacktestLimits.packs) decisions in one run.")
        }
        guard signal.count <= BacktestLimits.signals else {
            throw ValidationError(
                "--signal may be given \(BacktestLimits.signals) times in one run.")
        }
    }

    func run() async throws {
        KeptMemory.keep()
        let opened = try Ledger.opened(ledger, for: .reading)
        let packs = try Self.distinct(try pack.map { try PackSource($0) }, by: \.text)
            .flatMap { try scored(try $0.read()) }
        guard let scored = try await opened.backtest(packs, options(packs[0].pack)) else {
            throw VerbError(sentence: language.words.nothingToJudge)
        }
        let text = BacktestText(
            scored: scored, words: language.words, triedBefore: tried, every: every, known: known)
        let output = StandardOutput()
        if json {
            if let caveat = known.knowledge.caveat { Diagnostic.write(caveat) }
            try output.write(text.json)
        } else {
            for line in text.lines(Terminal.current().palette) {
                try output.writeLine(PrintableText.of(line))
            }
        }
        try output.flush()
    }

    /// The decisions of a pack that are scored, with their signals.
    private func scored(_ pack: Pack) throws -> [ScoredPack] {
        let names: [String?] = decision.isEmpty ? [nil] : decision
        let tracks = try names.map { try pack.track(named: $0) }
        return try Self.distinct(tracks, by: \.self).map { track in
            let levels = ComparedLevels(pack, track: track)
            let signals = Self.distinct(
                try signal.map { try places($0, levels, pack) }, by: { Set($0) })
            return ScoredPack(pack, track: track, signals: signals.isEmpty ? nil : signals)
        }
    }

    /// The levels that one `--signal` names, by their place.
    private func places(_ signal: String, _ levels: ComparedLevels, _ pack: Pack) throws -> [Int] {
        let names = (0..<levels.count).map { levels.name(ofPlace: $0) }
        let levels = signal.split(separator: ",", omittingEmptySubsequences: false)
        return try Self.distinct(levels, by: \.self).map { level in
            guard let place = names.firstIndex(of: String(level)) else {
                throw VerbError(
                    sentence: "\(pack.name) has no level '\(level)'; the levels are "
                        + names.joined(separator: ", "))
            }
            return place
        }
    }

    /// The first of each that are alike: what is asked for twice is one variant, not two.
    private static func distinct<Value>(
        _ values: [Value], by key: (Value) -> some Hashable
    ) -> [Value] {
        var seen: Set<AnyHashable> = []
        return values.filter { seen.insert(AnyHashable(key($0))).inserted }
    }

    private func options(_ first: Pack) -> BacktestOptions {
        var options = BacktestOptions(outcome.value, horizonDays: horizon)
        let (from, to) = span.instants(in: first.zone)
        if let from { options.from = from }
        options.to = to
        options.knowledge = known.knowledge
        options.knownAt = known.value
        options.schedule = every?.value
        return options
    }
}
