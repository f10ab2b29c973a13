import ArgumentParser
import LedgerEngine
import LedgerModel
import Policy
import TransparencyLog

struct ReplayVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "replay",
        abstract: "Decide the whole history again under a pack, without storing anything.",
        discussion: """
            Writes a line for every decision of every account, in the order of time and account, \
            between a line that says what was assumed and one with the count and the digest: the \
            same for the same events and pack on any machine. Machines, and what is decided daily \
            or after every event, give a line for every change only. Events that are appended \
            meanwhile are not in it.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Option(help: ArgumentHelp("The pack: its name or file.", valueName: "pack"))
    var pack: String

    @Option(
        help: ArgumentHelp(
            "The decision or machine; tier by default, or the only one.", valueName: "name"))
    var decision: String?

    @Option(
        help: ArgumentHelp(
            "Leave out decisions before this instant, or day in the zone of the pack.",
            valueName: "time"), transform: InstantArgument.read)
    var from: InstantArgument?

    @Option(
        help: ArgumentHelp("Leave out decisions after this instant or day.", valueName: "time"),
        transform: InstantArgument.read)
    var to: InstantArgument?

    @OptionGroup var known: DecisionKnownOptions

    @Option(help: "Whether what rules say counts as approved, or only what was approved.")
    var approvals: ReplayOptions.Approvals = .assume

    @Option(help: "Whether overrides count.")
    var overrides: ReplayOptions.Overrides = .ignore

    @Flag(help: "Write the facts beside each decision, money in minor units, shares in millionths.")
    var facts = false

    @Option(
        help: ArgumentHelp(
            "Write to this file, as CSV where it ends with .csv; else NDJSON to stdout.",
            valueName: "file"))
    var output: String?

    @Flag(help: "Write only counts, digest and times, as one JSON object.")
    var totals = false

    @Option(help: ArgumentHelp("Threads; one a core by default.", valueName: "number"))
    var threads: Int?

    func validate() throws {
        if known.areBoth {
            throw ValidationError("replay knows --known-at with a time, a position or then.")
        }
        if totals, output != nil {
            throw ValidationError("--totals go to stdout; --output is for decisions.")
        }
        if let threads, !(1...ReplayLimits.threads).contains(threads) {
            throw ValidationError("--threads may be 1 to \(ReplayLimits.threads).")
        }
    }

    func run() throws {
        KeptMemory.keep()
        let opened = try Ledger.opened(ledger, for: .reading)
        let pack = try PackSource(pack).read()
        let track = try pack.track(named: decision)
        let start = SystemClock.elapsed()
        let replay = try opened.replay(pack, tracks: [track], options(pack))
        if let caveat = known.knowledge.caveat { Diagnostic.write(caveat) }
        let header = ReplayHeader(replay: replay, decision: pack.names[track], verb: self)
        guard !totals else { return try writeTotals(replay, header, start) }
        try write(replay, header, track)
    }

    private func write(_ replay: Replay, _ header: ReplayHeader, _ track: Int) throws {
        let isCSV = output?.hasSuffix(".csv") == true
        let (pack, roll) = (replay.pack, replay.roll)
        let text = ReplayText(
            form: isCSV ? .csv : .ndjson, pack: pack, roll: roll,
            facts: facts ? pack.accountFacts : [], decision: pack.names[track])
        let file = try OutputFile(output, sparing: ledger)
        let progress = ProgressLine(
            "replay", total: replay.instantCount, unit: .count(of: "instants"), on: .current(),
            clock: SystemClock.elapsed)
        var (digest, instants) = (ReplayDigest(), 0)
        try file.write(text.header ?? header.json)
        try replay.forEachInstant(
            make: { rows in
                (lines: text.lines(rows), part: ReplayDigest.Part(rows, roll, pack))
            },
            take: { made in
                digest.add(made.part)
                instants += 1
                progress.update(done: instants)
                try file.write(made.lines)
            })
        progress.finish()
        if !isCSV { try file.write(header.end(digest)) }
        try file.close()
        if isCSV { Diagnostic.write(header.sentence(digest)) }
    }

    /// Decides, keeping every row in memory, before anything is counted: what the times are of.
    private func writeTotals(
        _ replay: Replay, _ header: ReplayHeader, _ start: Duration
    ) throws {
        let read = SystemClock.elapsed()
        var kept: [ReplayRows] = []
        try replay.forEachInstant(make: { $0 }, take: { kept.append($0) })
        let decided = SystemClock.elapsed()
        var digest = ReplayDigest()
        var levels: [String: Int] = [:]
        for rows in kept {
            digest.add(ReplayDigest.Part(rows, replay.roll, replay.pack))
            rows.forEachRow { row in
                levels[replay.pack.text(of: row.effective, in: row.track), default: 0] += 1
            }
        }
        let output = StandardOutput()
        try output.write(
            header.totals(
                digest, levels: levels, instants: kept.count,
                times: ["read": read - start, "decide": decided - read]))
        try output.flush()
    }

    private func options(_ pack: Pack) -> ReplayOptions {
        var options = ReplayOptions()
        options.approvals = approvals
        options.overrides = overrides
        options.knowledge = known.value
        if let from { options.from = from.instant(in: pack.zone) }
        options.to = to?.instant(in: pack.zone)
        options.threads = threads
        options.takesAllFacts = facts
        return options
    }

    /// What the header says of the knowledge.
    var knowledgeText: String {
        switch known.knownAt {
        case nil: "now"
        case .then, .both: "then, \(known.knowledge.rawValue)"
        case .at(.instant(let instant)): "\(instant.text), \(known.knowledge.rawValue)"
        case .at(.position(let position)): "position \(position)"
        }
    }
}

extension ReplayOptions.Approvals: ExpressibleByArgument {}
extension ReplayOptions.Overrides: ExpressibleByArgument {}

extension Pack {
    /// The decision or machine of a name; without one `tier`, or the only one.
    func track(named name: String?) throws -> Int {
        if let name {
            if let track = trackIndex(of: name) { return track }
            throw ValidationError(
                "the pack \(self.name) has no '\(name)'; it has \(names.joined(separator: ", "))")
        }
        if let track = trackIndex(of: "tier") ?? (names.count == 1 ? 0 : nil) { return track }
        throw ValidationError(
            "the pack \(self.name) has several decisions; name one of "
                + "\(names.joined(separator: ", ")) with --decision")
    }

    /// The facts that say something of one account: what is the same for a whole cohort is left
    /// out.
    var accountFacts: [Int] {
        facts.indices.filter { fact in
            guard case .population(let own) = facts[fact].content else { return true }
            return own.measure != .cohortTotal && own.measure != .cohortAverage
        }
    }
}
