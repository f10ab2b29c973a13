import ArgumentParser
import LedgerEngine
import LedgerModel

struct AppendVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "append",
        abstract: "Append events from standard input as one batch, whole or not at all.",
        discussion: """
            Reads NDJSON, one event a line, and writes a receipt as JSON once the batch is \
            durable. Sending the same batch again gives the same positions; an event sent once \
            without authid and once with it is a conflict, even if the actor is the same. A \
            condition needs a batch of one account; the number is the revision of its last event.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Option(
        help: ArgumentHelp(
            "Append only if the last event of the account has this revision.", valueName: "n"))
    var ifRevision: UInt32?

    @Flag(help: "Append only if the account has no event yet.")
    var ifNew = false

    @OptionGroup var actor: ActorOption
    @OptionGroup var wait: WaitOption

    func validate() throws {
        if ifNew, ifRevision != nil {
            throw ValidationError("--if-new and --if-revision exclude each other.")
        }
    }

    func run() async throws {
        let batch = try AtomicBatch.read(try ByteSource(path: "-"))
        let outcome: AppendOutcome
        if batch.violations.isEmpty {
            outcome = try await append(batch.events)
        } else {
            outcome = .refused(batch.violations)
        }
        try AppendAnswer(outcome).write()
    }

    private var condition: AppendCondition {
        if ifNew { return .newAccount }
        return ifRevision.map { .revision(Revision($0)) } ?? .any
    }

    private func append(_ events: EventBatch) async throws -> AppendOutcome {
        try await wait.open(ledger).writing { writer in
            try await writer.append(PreparedBatch(events), condition, actor: actor.name)
        }
    }
}

/// The batch that standard input holds.
private enum AtomicBatch {
    static func read(
        _ source: ByteSource
    ) throws -> (events: EventBatch, violations: [Violation]) {
        var (reader, text) = (BatchReader(), [UInt8]())
        while try source.read(into: &text) > 0 {
            guard text.count <= Limits.batchBytes else {
                throw VerbError(
                    sentence: "a batch has at most \(Limits.batchBytes) bytes; use rapport import")
            }
        }
        reader.read(text)
        guard reader.eventCount > 0 else {
            throw VerbError(sentence: "standard input holds no event; nothing to append")
        }
        guard reader.eventCount <= Limits.batchEvents else {
            throw VerbError(
                sentence: "a batch has at most \(Limits.batchEvents) events; use rapport import")
        }
        return (reader.batch, reader.violations)
    }
}
