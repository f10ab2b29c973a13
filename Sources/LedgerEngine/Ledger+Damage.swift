import LMDB

extension Ledger {
    /// From now on a process that meets a damaged page of a data file, where LMDB can only crash,
    /// says so on stderr and exits with this code. For programs whose signals are their own.
    package static func exitOnDamagedPage(code: Int32) { DamageTrap.arm(exitCode: code) }
}
