import ArgumentParser
import Foundation
import LedgerEngine

/// How long to wait for another writer.
struct WaitOption: ParsableArguments {
    @Option(
        help: ArgumentHelp("How long to wait for another writer to finish.", valueName: "seconds"))
    var wait: Int = 5

    func validate() throws {
        guard (0...86_400).contains(wait) else {
            throw ValidationError("--wait must be 0 to 86400 seconds.")
        }
    }

    /// Opens a ledger for writing as soon as no other process does, within the wait.
    func open(_ path: String) throws -> Ledger {
        let start = SystemClock.elapsed()
        while true {
            let attempt = Result { () throws(LedgerError) in try Ledger.opened(path, for: .writing)
            }
            guard case .failure(.busy) = attempt,
                SystemClock.elapsed() - start < .seconds(wait)
            else { return try attempt.get() }
            Thread.sleep(forTimeInterval: 0.05)
        }
    }
}
