import ArgumentParser
import LedgerEngine
import LedgerModel
import TransparencyLog

struct ExportVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "export",
        abstract: "Write all events as NDJSON, bit for bit as they are stored and hashed.")

    @Argument(help: "The ledger.")
    var ledger: String

    func run() throws {
        let opened = try Ledger.opened(ledger, for: .reading)
        let output = StandardOutput()
        let total = Int(try opened.treeHead().size)
        let progress = ProgressLine(
            "export", total: total, unit: .count(of: "events"), on: .current(),
            clock: SystemClock.elapsed)
        _ = try opened.events { position, json, _ in
            try output.write(json)
            try output.write("\n")
            if position.value & 0xFFFF == 0 { progress.update(done: Int(position.value)) }
        }
        progress.finish()
        try output.flush()
    }
}
