import ArgumentParser
import LedgerEngine

struct InitVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "init", abstract: "Make an empty ledger: one file.")

    @Argument(help: "Where the ledger is to be; no file may be there yet.")
    var ledger: String

    func run() throws {
        let id = UInt128.random(in: .min ... .max)
        try Ledger.create(ledger, id: id, createdAt: SystemClock.now())
    }
}
