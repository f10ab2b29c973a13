/// Why a ledger takes no append.
public enum AppendError: Error, Equatable {
    /// An earlier commit failed: its outcome is unknown. Reopen the ledger and send it again.
    case poisoned(reason: String)
    /// The disk or the map is full; nothing of the commit was kept.
    case full(reason: String)
    /// The data file isn't what was committed.
    case damaged(reason: String)

    /// What is wrong and what to do, for people.
    public var sentence: String {
        switch self {
        case .poisoned(let reason):
            "the ledger takes no more events: \(reason); open it again, check it with "
                + "rapport verify, and send what was not acknowledged once more"
        case .full(let reason):
            "there is no room left: \(reason); nothing of this commit was kept, so make room "
                + "and send it again"
        case .damaged(let reason): LedgerError.damaged(reason: reason).sentence
        }
    }
}
