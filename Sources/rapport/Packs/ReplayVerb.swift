import ArgumentParser
import CivilCalendar
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

            A replay to a file that was killed goes on where it was when the same command is given \
            again, unless the pack, an option or the ledger has changed.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Option(
        help: ArgumentHelp(
            "The pack: its name or file; in-force for those in force, each in its time.",
            valueName: "pack"))
    var pack: String

    @Option(
        help: ArgumentHelp(
            "The decision or machine; tier by default, or the only one.", valueName: "name"))
    var decision: String?

    @OptionGroup var span: SpanOptions

    @OptionGroup var known: DecisionKnownOptions

    @Option(
        help: ArgumentHelp(
            "Whether what rules say counts as approved (default), or only what was approved (for "
                + "in-force)."))
    var approvals: ReplayOptions.Approvals?

    @Option(help: "Whether overrides count: they don't by default, but for in-force.")
    var overrides: ReplayOptions.Overrides?

    @Flag(help: "Write the facts beside each decision, money in minor units, shares in millionths.")
    var facts = false

    @Option(
        help: ArgumentHelp(
            "Write to this file, as CSV where it ends with .csv; else NDJSON to stdout.",
            valueName: "file"))
    var output: String?

    @Flag(help: "Write only counts, digest and times, as one JSON object.")
    var totals = false

    @Option(
        name: .customLong("repeat"),
        help: ArgumentHelp(
            "With --totals: so many times in one process, a line each; for measuring.",
            valueName: "times"))
    var times: Int?

    @OptionGroup var threads: ThreadsOption

    /// How often a replay may be repeated.
    private static let mostTimes = 1_000

    /// What names the packs in force.
    static let inForce = "in-force"

    func validate() throws {
        if pack == Self.inForce {
            if approvals == .assume || overrides == .ignore {
                throw ValidationError(
                    "the packs in force are replayed with the approvals and overrides that were "
                        + "recorded; leave --approvals and --overrides out, or name one pack.")
            }
            if isCSV, facts {
                throw ValidationError(
                    "the packs in force have facts of their own each, which make no columns; "
                        + "write NDJSON, or leave --facts out.")
            }
        }
        if known.areBoth {
            throw ValidationError("replay knows --known-at with a time, a position or then.")
        }
        if totals, output != nil {
            throw ValidationError("--totals go to stdout; --output is for decisions.")
        }
        if let times, !totals || !(1...Self.mostTimes).contains(times) {
            throw ValidationError("--repeat needs --totals, and may be 1 to \(Self.mostTimes).")
        }
    }

    func run() throws { try run(patience: .seconds(1), clock: SystemClock.elapsed) }

    /// - Parameters:
    ///   - patience: the least time between two milestones of a replay to a file.
    ///   - clock: the time since any fixed origin.
    func run(patience: Duration, clock: @escaping () -> Duration) throws {
        KeptMemory.keep()
        let opened = try Ledger.opened(ledger, for: .reading)
        for _ in 0..<(times ?? 1) { try run(opened, patience, clock) }
    }

    private func run(
        _ opened: Ledger, _ patience: Duration, _ clock: @escaping () -> Duration
    ) throws {
        let start = clock()
        func tell(
            _ replay: some ReplayedDecisions, _ packs: ReplayHeader.Packs, _ document: TreeHash?
        ) throws {
            if let caveat = known.knowledge.caveat { Diagnostic.write(caveat) }
            let header = ReplayHeader(packs: packs, verb: self)
            guard !totals else { return try writeTotals(replay, header, start) }
            let events = try opened.treeHead(before: replay.end)
            let output = try ReplayOutput(
                output, sparing: ledger, run: header.run(ofPack: document, over: events),
                patience: patience, clock: clock)
            try write(replay, header, output, clock)
        }
        if pack == Self.inForce {
            let replay = try replayInForce(opened)
            try tell(replay, .inForce(replay), nil)
        } else {
            let source = try PackSource(pack)
            let pack = try source.read()
            let track = try pack.track(named: decision)
            let replay = try opened.replay(pack, tracks: [track], options(in: pack.zone))
            let document = SHA256Hashing.hash(Array(source.text.utf8).span)
            try tell(replay, .one(replay, track: track), document)
        }
    }

    private func replayInForce(_ opened: Ledger) throws -> InForceReplay {
        let end = try opened.treeHead().size
        let packs = try opened.packs(known.value, before: end)
        let decision = decision ?? "tier"
        try packs.requireDecision(decision)
        var options = options(in: packs.zone(of: decision))
        options.end = end
        return try opened.replay(inForce: packs, decision, options)
    }

    /// What `make` needs of a legend.
    private struct Names {
        let text: ReplayText
        let legend: ReplayLegend
    }

    /// What is made of the decisions of an instant.
    private struct Made: Sendable {
        let instant: Instant
        let lines: [UInt8]
        let part: ReplayDigest.Part
    }

    private func write(
        _ replay: some ReplayedDecisions, _ header: ReplayHeader, _ output: ReplayOutput,
        _ clock: @escaping () -> Duration
    ) throws {
        var replay = replay
        if let start = output.start {
            replay.leaveOut(through: start.through)
            Diagnostic.write(
                "continues an unfinished replay after \(start.through.text), with "
                    + "\(start.digest.count) decisions")
        }
        let progress = ProgressLine(
            "replay", total: replay.instantCount, before: output.instants,
            unit: .count(of: "instants"), on: .current(), clock: clock)
        var hasHeader = !isCSV || output.start != nil
        if !isCSV, output.start == nil { try output.write(header.json) }
        try replay.forEachInstant(
            naming: { legend in
                let text = ReplayText(
                    form: isCSV ? .csv : .ndjson, legend,
                    facts: facts ? legend.pack.accountFacts : [], decision: header.decision)
                if !hasHeader { try output.write(text.header) }
                hasHeader = true
                return Names(text: text, legend: legend)
            },
            make: { rows, names in
                Made(
                    instant: rows.instant, lines: names.text.lines(rows),
                    part: ReplayDigest.Part(rows, names.legend))
            },
            take: { made in
                try output.write(made.lines, made.part, at: made.instant)
                progress.update(done: output.instants)
            })
        progress.finish()
        if !isCSV { try output.write(header.end(output.digest)) }
        try output.close()
        if isCSV { Diagnostic.write(header.sentence(output.digest)) }
        tellOfNothing(output.digest)
    }

    /// Says why nothing was decided with what the ledger knew then.
    private func tellOfNothing(_ digest: ReplayDigest) {
        guard digest.count == 0, case .then = known.knownAt, known.knowledge == .ledger else {
            return
        }
        Diagnostic.write(Diagnostic.words.knownFromImportOn)
    }

    /// Decides, keeping every row in memory, before anything is counted: what the times are of.
    private func writeTotals(
        _ replay: some ReplayedDecisions, _ header: ReplayHeader, _ start: Duration
    ) throws {
        let read = SystemClock.elapsed()
        var kept: [(rows: ReplayRows, legend: ReplayLegend)] = []
        try replay.forEachInstant(
            naming: { $0 }, make: { ($0, $1) }, take: { kept.append($0) })
        let decided = SystemClock.elapsed()
        let totals = ReplayTotals(kept)
        let output = StandardOutput()
        try output.write(
            header.totals(
                totals, instants: kept.count,
                times: ["read": read - start, "decide": decided - read]))
        try output.flush()
        tellOfNothing(totals.digest)
    }

    /// Whether decisions are written as CSV.
    var isCSV: Bool { output?.hasSuffix(".csv") == true }

    private func options(in zone: CivilZone) -> ReplayOptions {
        var options = ReplayOptions()
        options.approvals = approvals ?? .assume
        options.overrides = overrides ?? .ignore
        options.knowledge = known.value
        options.take(span, in: zone)
        options.threads = threads.value
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
            throw VerbError(
                sentence: "the pack \(self.name) has no '\(name)'; it has "
                    + names.joined(separator: ", "))
        }
        if let track = trackIndex(of: "tier") ?? (names.count == 1 ? 0 : nil) { return track }
        throw VerbError(
            sentence: "the pack \(self.name) has several decisions; name one of "
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
