import ArgumentParser
import Foundation
import LedgerEngine
import LedgerModel
import Policy

struct DecisionsVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "decisions",
        abstract: "Write the decisions under the packs in force as NDJSON: the feed of decisions.",
        discussion: """
            Each line is a CloudEvent. From the start it tells all that is decided now; from a \
            cursor on, what events have changed since: a decision.made for each new decision, \
            with supersedes where it stands in the place of another one, and a \
            decision.retracted for each that doesn't count any more. Who applies these has the \
            rows of replay --pack in-force at the same position. The last instant of a decision \
            may lie ahead: until then its rows are what would be decided now. With --cursors \
            each line is wrapped with the cursor behind it, from which --after goes on; a line \
            with caughtUp says that nothing more was there.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Option(
        parsing: .upToNextOption,
        help: ArgumentHelp(
            "Only these decisions or machines; the ledger goes before this option.",
            valueName: "name"))
    var decision: [String] = []

    @Option(help: "Only decisions about this account.")
    var account: String?

    @Option(help: ArgumentHelp("Go on behind this cursor.", valueName: "cursor"))
    var after: String?

    @Option(help: ArgumentHelp("At most so many lines.", valueName: "n"))
    var limit: Int?

    @Flag(help: "Wrap each line with the cursor behind it.")
    var cursors = false

    @Flag(help: "Wait for further events; ends when interrupted.")
    var follow = false

    @Flag(help: "Decisions are JSON in any case; accepted for symmetry.")
    var json = false

    func validate() throws {
        if let limit, limit < 0 { throw ValidationError("--limit must not be negative.") }
    }

    func run() throws {
        KeptMemory.keep()
        let opened = try Ledger.opened(ledger, for: .reading)
        let packs = try opened.packs(.at(.now))
        for decision in decision { try packs.requireDecision(decision) }
        var filter = DecisionFilter()
        filter.decisions = decision
        filter.account = account.map { AccountID($0) }
        var text = DecisionChangeText(ledgerID: try opened.statistics().ledgerID)
        let (output, cursors) = (StandardOutput(), cursors)
        var feed = try DecisionFeed(
            opened, filter, after: after, starter: try Ledger.starter(), Ledger.readPack)
        var (rest, isFirst) = (limit ?? .max, true)
        while true {
            let start = SystemClock.elapsed()
            if try isFirst || feed.hasNews {
                let page = try feed.tell(limit: rest) { change, cursor in
                    rest -= 1
                    if cursors { try output.write(#"{"cursor":"\#(cursor())","event":"#) }
                    try output.write(text.json(change))
                    try output.write(cursors ? "}\n" : "\n")
                }
                if cursors, page.isCaughtUp {
                    try output.writeLine(#"{"caughtUp":true,"cursor":"\#(page.cursor)"}"#)
                }
                try output.flush()
            }
            isFirst = false
            guard follow, rest > 0 else { return }
            // A ledger that takes long to decide is asked the less often.
            let worked = SystemClock.elapsed() - start
            Thread.sleep(forTimeInterval: max(0.1, TimeInterval(worked.components.seconds)))
        }
    }
}
