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
    func append(_ type: String, expires: Instant?) async throws {
        let opened = try wait.open(ledger)
        let packs = try opened.packs(.at(.now))
        try packs.requireDecision(decision)
        let levels = packs.levels(of: decision, at: asOf.instant)
        guard levels.contains(level) else {
            throw VerbError(
                sentence: "there is no level '\(level)'; the levels are "
                    + levels.joined(separator: ", "))
        }
        let line = event(type, expires: expires, now: SystemClock.now())
        var reader = BatchReader()
        reader.read(line)
        guard reader.violations.isEmpty else {
            return try RulingAnswer.write(.refused(reader.violations))
        }
        let writer = try LedgerWriter(opened, clock: SystemClock.now)
        let outcome: AppendOutcome
        do {
            outcome = try await writer.append(
                PreparedBatch(reader.batch), .any, actor: actor.name)
            await writer.close()
        } catch {
            await writer.close()
            throw error
        }
        try RulingAnswer.write(outcome)
    }

    private func event(_ type: String, expires: Instant?, now: Instant) -> [UInt8] {
        var members = JSONMembers()
        members.object { members in
            members.object("data") { members in
                members.instant("as_of", asOf.instant)
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
            members.instant("time", asOf.instant)
            members.string("type", type)
        }
        return members.bytes
    }
}

struct ApproveVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "approve",
        abstract: "Approve a proposed level of an account, as the event tier.approved.")

    @OptionGroup var ruling: RulingOptions

    func run() async throws { try await ruling.append("tier.approved", expires: nil) }
}

struct OverrideVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "override",
        abstract: "Set a level of an account against the rule, as the event tier.overridden.",
        discussion: "It beats the rule until it expires; the rule's own outcome stays visible.")

    @OptionGroup var ruling: RulingOptions

    @Option(
        help: ArgumentHelp("When it ends; never by default.", valueName: "time"),
        transform: InstantArgument.read)
    var expires: InstantArgument?

    func validate() throws {
        if let expires, expires.instant <= ruling.asOf.instant {
            throw ValidationError("--expires must come after --as-of.")
        }
    }

    func run() async throws {
        try await ruling.append("tier.overridden", expires: expires?.instant)
    }
}

/// What an append for a decision came to.
enum RulingAnswer {
    /// Writes the receipt, or what was wrong.
    static func write(_ outcome: AppendOutcome) throws {
        let answer = AppendAnswer(outcome)
        let output = StandardOutput()
        try output.writeLine(answer.json)
        try output.flush()
        for message in answer.messages { Diagnostic.write(PrintableText.of(message)) }
        if !answer.isAccepted { throw ExitCode.answerIsNo }
    }
}
