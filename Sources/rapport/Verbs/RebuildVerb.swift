import ArgumentParser
import LedgerEngine

struct RebuildVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rebuild",
        abstract: "Make the segments, which are derived from the events, anew.")

    @Argument(help: "The ledger.")
    var ledger: String

    @OptionGroup var wait: WaitOption

    func run() throws {
        try wait.open(ledger).rebuild()
    }
}
