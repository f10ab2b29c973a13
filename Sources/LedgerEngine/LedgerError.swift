import LMDB

/// Why a ledger can't be opened or read.
public enum LedgerError: Error, Equatable {
    /// There is no file at the path.
    case absent(path: String)
    /// The file isn't a ledger, or is of a newer format.
    case foreign(reason: String)
    /// The file isn't what was committed.
    case damaged(reason: String)
    /// The file lies or stands where it can't be used: permissions, a read-only medium, a network.
    case unsuitable(reason: String)
    /// Another process has the ledger open for writing; 0 where the system doesn't tell which.
    case busy(processID: Int32)
    /// This process has the ledger open already.
    case alreadyOpen
    /// The disk or the map is full; nothing of the commit was kept.
    case full(reason: String)
    /// An operation of the system failed.
    case failed(reason: String)

    init(_ error: StorageError) {
        self =
            switch error {
            case .absent(let path): .absent(path: path)
            case .foreign(let reason): .foreign(reason: reason)
            case .damaged(let reason): .damaged(reason: reason)
            case .full(let reason): .full(reason: reason)
            case .unsuitable(let reason): .unsuitable(reason: reason)
            case .busy(let processID): .busy(processID: processID)
            case .alreadyOpen: .alreadyOpen
            case .failed(let operation, _, let reason): .failed(reason: "\(operation): \(reason)")
            }
    }

    /// What is wrong and what to do, for people.
    public var sentence: String {
        switch self {
        case .absent(let path):
            "there is no ledger at \(path); make one with rapport init \(path)"
        case .foreign(let reason): "this is not a ledger that this build can read: \(reason)"
        case .damaged(let reason):
            "the ledger is damaged: \(reason); restore a backup, or copy the file and ask for help"
        case .unsuitable(let reason):
            "the ledger can't be used here: \(reason)"
        case .busy(let processID):
            "another process"
                + (processID > 0 ? " (\(processID))" : "")
                + " has the ledger open for writing; wait for it or try again"
        case .alreadyOpen: "this process has the ledger open already"
        case .full(let reason): "there is no room left: \(reason); nothing of the commit was kept"
        case .failed(let reason): "the system failed: \(reason)"
        }
    }
}

/// Runs storage work and translates its error.
func translating<Result>(
    _ work: () throws(StorageError) -> Result
) throws(LedgerError) -> Result {
    do throws(StorageError) {
        return try work()
    } catch {
        throw LedgerError(error)
    }
}
