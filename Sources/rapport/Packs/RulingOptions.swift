import ArgumentParser
import JSON
import LedgerEngine
import LedgerModel
import Policy

/// What somebody decides in place of the rule.
struct RulingOptions: ParsableArguments {
    @Argument(help: "The ledger.")
    var ledger: String

    @Argument(help: "The account's id.")
    var account: String

    @Option(help: ArgumentHelp("The decision, such as tier.", valueName: "name"))
    var decision: String

    @Option(name: .customLong("to"), help: ArgumentHelp("The level.", valueName: "level"))
    var level: String

    @Option(
        help: ArgumentHelp("From when on it counts.", valueName: "time"),
        transform: InstantArgument.read)
    var asOf: InstantArgument

    @Option(help: ArgumentHelp("Why.", valueName: "text"))
    var reason: String?

    @OptionGroup var actor: ActorOption
    @OptionGroup var wait: WaitOption

    /// Appends the ruling as an event.
    func append(_ type: String, expires: InstantArgument?) async throws {
        let opened = try wait.open(ledger)
        let packs = try opened.packs(.at(.now))
        try packs.requireDecision(decision)
        let zone = packs.zone(of: decision)
        let from = asOf.instant(in: zone)
        let levels = packs.levels(of: decision, at: from)
        guard levels.contains(level) else {
            throw VerbError(
                sentence: "there is no level '\(level)'; the levels are "
                    + levels.joined(separator: ", "))
        }
        if let problem = packs.problem(of: type, decision, at: from) {
            throw VerbError(sentence: problem)
        }
        let line = event(
            type, from: from, expires: expires?.instant(in: zone), now: SystemClock.now())
        var reader = BatchReader()
        reader.read(line)
        guard reader.violations.isEmpty else {
            return try AppendAnswer(.refused(reader.violations)).write()
        }
        let outcome = try await opened.writing { writer in
            try await writer.append(PreparedBatch(reader.batch), .any, actor: actor.name)
        }
        try AppendAnswer(outcome).write()
    }

    private func event(
        _ type: String, from: Instant, expires: Instant?, now: Instant
    ) -> [UInt8] {
        var members = JSONMembers()
        members.object { members in
            members.object("data") { members in
                members.instant("as_of", from)
                members.string("by", actor.name)
                members.string("decision", decision)
                if let expires { members.instant("expires", expires) }
                if let reason { members.string("reason", reason) }
                members.string("to", level)
            }
            members.string("id", "\(account):\(decision):\(level)@\(now.text)")
            members.string("source", "/rapport/ruling")
            members.string("specversion", "1.0")
            members.string("subject", account)
            members.instant("time", from)
            members.string("type", type)
        }
        return members.bytes
    }
}
