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
            and at the end how many there were and their digest: the same for the same events and \
            pack, on any machine. Machines and what is decided daily give a line for every change \
            only. Events that are appended meanwhile are not in it.
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

    @OptionGroup var known: KnownOptions

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

    @Option(help: ArgumentHelp("Threads; one a core by default.", valueName: "number"))
    var threads: Int?

    @Flag(help: "Write only the totals, as one JSON object.")
    var totals = false

    func run() throws {
        let opened = try Ledger.opened(ledger, for: .reading)
        let pack = try PackSource(pack).read()
        let track = try pack.track(named: decision)
        let clock = ContinuousClock()
        let start = clock.now
        let replay = try opened.replay(pack, tracks: [track], options(pack))
        let read = clock.now
        let own = replay.kernel.plan.pack
        let roll = replay.roll
        let text = ReplayText(
            form: output?.hasSuffix(".csv") == true ? .csv : .ndjson, pack: own, roll: roll,
            facts: facts ? own.accountFacts : [], decision: own.names[track])
        if totals {
            var kept: [ReplayRows] = []
            try replay.forEachInstant(make: { $0 }) { kept.append($0) }
            let decided = clock.now
            print("read \(read - start), decided \(decided - read), \(kept.reduce(0) { $0 + $1.count })")
            return
        }
        let file = try OutputFile(output)
        var digest = ReplayDigest()
        if let header = text.header { try file.write(header) }
        try replay.forEachInstant(make: { rows in
            (text.lines(rows), ReplayDigest.Part(rows, roll, own))
        }) { lines, part in
            digest.add(part)
            try file.write(lines)
        }
        try file.close()
        Diagnostic.write("\(digest.count) decisions, digest \(digest.value.hexadecimal)")
    }

    private func options(_ pack: Pack) -> ReplayOptions {
        var options = ReplayOptions()
        options.approvals = approvals
        options.overrides = overrides
        options.knowledge = .at(known.value)
        if let from { options.from = from.instant(in: pack.zone) }
        options.to = to?.instant(in: pack.zone)
        options.threads = threads
        options.takesAllFacts = facts || totals
        return options
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

    /// The facts that say something of one account: what is the same for a whole cohort is left out.
    var accountFacts: [Int] {
        facts.indices.filter { fact in
            guard case .population(let own) = facts[fact].content else { return true }
            return own.measure != .cohortTotal && own.measure != .cohortAverage
        }
    }
}
