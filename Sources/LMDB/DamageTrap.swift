import Glibc
import Synchronization

/// The end of a process whose data file has a damaged page. LMDB 0.9.24 trusts its pages: of a
/// changed one it may read outside the map (SIGSEGV, SIGBUS) or stop by an assertion (SIGABRT), and
/// nothing can be resumed then. The process still says what happened, and exits as one that failed.
package enum DamageTrap {
    /// Transactions that run now: a signal outside of all is no concern of the data file.
    static let transactions = Atomic<Int>(0)
    private static let exitCode = Atomic<Int32>(2)

    private static let sentence = StaticString(
        stringLiteral: """
            rapport: the ledger is damaged: LMDB met a page that it can't have written; \
            restore a backup, or copy the file and ask for help\n
            """)

    /// From now on such a process ends with a sentence on stderr and this exit code. For programs
    /// whose signals are their own, such as a command line tool.
    package static func arm(exitCode code: Int32) {
        exitCode.store(code, ordering: .relaxed)
        // What is read in the handler is made before: it can't wait for a lock there.
        _ = (transactions.load(ordering: .relaxed), sentence.utf8CodeUnitCount)
        for number in [SIGSEGV, SIGBUS, SIGABRT] {
            _ = signal(number) { DamageTrap.end($0) }
        }
    }

    /// Runs in the signal's handler: system calls only.
    private static func end(_ number: Int32) {
        guard transactions.load(ordering: .relaxed) > 0 else {
            _ = signal(number, SIG_DFL)
            raise(number)
            return
        }
        _ = unsafe write(STDERR_FILENO, sentence.utf8Start, sentence.utf8CodeUnitCount)
        _exit(exitCode.load(ordering: .relaxed))
    }
}
