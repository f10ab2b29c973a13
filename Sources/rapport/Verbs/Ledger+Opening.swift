import ArgumentParser
import Foundation
import LedgerEngine

extension Ledger {
    /// Opens the ledger that the command line names. `RAPPORT_MAP_BYTES` sets the address space for
    /// it where a terabyte can't be mapped, as under valgrind or a limit on virtual memory.
    static func opened(
        _ path: String, for purpose: Purpose, damageIs code: ExitCode = .usageOrEnvironment
    ) throws(LedgerError) -> Ledger {
        exitOnDamagedPage(code: code.rawValue)
        guard let text = ProcessInfo.processInfo.environment["RAPPORT_MAP_BYTES"],
            let bytes = Int(text), bytes > 0
        else { return try Ledger(path, for: purpose) }
        return try Ledger(path, for: purpose, mapBytes: bytes)
    }
}
