import ArgumentParser
import Foundation
import JSON
import LedgerEngine
import LedgerModel
import TransparencyLog

struct EventsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "events",
        abstract: "Write events as NDJSON in the order of the ledger: the feed.",
        discussion: """
            The feed never skips and never reorders. With --cursors each line is wrapped with the \
            cursor behind it, from which --after goes on; a line with caughtUp says that nothing \
            more was there. Lines are the very bytes that are hashed.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Option(help: "Only events of this account.")
    var account: String?

    @Option(
        parsing: .upToNextOption,
        help: "Only events of these types; the ledger goes before this option.")
    var type: [String] = []

    @Option(
        help: ArgumentHelp("Only what happened from this instant or day on.", valueName: "time"),
        transform: InstantArgument.read)
    var from: InstantArgument?

    @Option(
        help: ArgumentHelp("Only what happened before this instant or day.", valueName: "time"),
        transform: InstantArgument.read)
    var to: InstantArgument?

    @OptionGroup var known: KnownOptions

    @Option(help: ArgumentHelp("Go on behind this cursor.", valueName: "cursor"))
    var after: String?

    @Option(help: ArgumentHelp("At most so many events.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Wrap each event with the cursor behind it.")
    var cursors = false

    @Flag(help: "Wait for further events; ends when interrupted.")
    var follow = false

    @Option(help: ArgumentHelp("Only the event at this position.", valueName: "n"))
    var position: UInt64?

    @Flag(help: "With --position: the hashed bytes, without a line break.")
    var raw = false

    @Flag(help: "Events are JSON in any case; accepted for symmetry.")
    var json = false

    func validate() throws {
        if follow, known.knownAt != nil {
            throw ValidationError("--follow goes on for ever; it can't be joined with --known-at.")
        }
        if position != nil, follow || cursors || after != nil {
            throw ValidationError("--position is one event; it can't be joined with a feed.")
        }
        if raw, position == nil { throw ValidationError("--raw needs --position.") }
        if let limit, limit < 0 { throw ValidationError("--limit must not be negative.") }
    }

    func run() throws {
        let opened = try Ledger.opened(ledger, for: .reading)
        let output = StandardOutput()
        if let caveat = known.caveat { Diagnostic.write(caveat) }
        if let position {
            try write(Position(position), of: opened, to: output)
        } else {
            try writeFeed(of: opened, to: output)
        }
        try output.flush()
    }

    private func write(
        _ position: Position, of ledger: Ledger, to output: StandardOutput
    ) throws {
        var bytes: [UInt8] = []
        let isThere = try ledger.event(at: position) { json in
            for index in json.indices { bytes.append(json[index]) }
        }
        guard isThere else {
            let size = try ledger.treeHead().size
            throw VerbError(
                sentence: "there is no position \(position.value); the ledger has \(size) events")
        }
        try output.write(raw ? bytes : bytes + [UInt8(ascii: "\n")])
    }

    private func writeFeed(of ledger: Ledger, to output: StandardOutput) throws {
        var (cursor, rest) = (after, limit ?? .max)
        while true {
            let page = try ledger.events(
                filter, after: cursor, knownAt: known.value, limit: rest
            ) { _, json, cursor in
                rest -= 1
                try write(json, cursor, to: output)
            }
            let isNews = page.cursor != cursor
            cursor = page.cursor
            if cursors, page.isCaughtUp, isNews || !follow {
                try output.writeLine(#"{"caughtUp":true,"cursor":"\#(page.cursor)"}"#)
            }
            guard follow, rest > 0 else { return }
            try output.flush()
            Thread.sleep(forTimeInterval: 0.1)
        }
    }

    private func write(
        _ json: Span<UInt8>, _ cursor: () -> String, to output: StandardOutput
    ) throws {
        if cursors { try output.write(#"{"cursor":"\#(cursor())","event":"#) }
        try output.write(json)
        try output.write(cursors ? "}\n" : "\n")
    }

    private var filter: EventFilter {
        var filter = EventFilter()
        filter.account = account.map { AccountID($0) }
        filter.types = type
        filter.from = from?.instant
        filter.to = to?.instant
        return filter
    }
}
