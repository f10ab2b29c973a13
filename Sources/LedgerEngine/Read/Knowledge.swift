public import LedgerModel

/// Which knowledge an answer rests on.
public enum Knowledge: String, Sendable, CaseIterable {
    /// What this ledger had recorded: a prefix of positions, proven by the tree.
    case ledger
    /// What the source says it had recorded (`recordedtime`), and where it doesn't say, what had
    /// happened: claimed by the source, not proven by this ledger.
    case source
}

/// What is taken as known.
public enum KnownAt: Equatable, Sendable {
    /// Everything that the ledger holds.
    case now
    /// What was known at an instant, inclusive.
    case instant(Instant, Knowledge)
    /// What the ledger held once it had recorded the event at a position.
    case position(Position)
}

/// Why a question can't be answered.
public enum QueryError: Error, Equatable {
    case ledger(LedgerError)
    /// Nothing was recorded by then: the first event came at `first`, nil in an empty ledger.
    case knownBeforeFirstEvent(first: Instant?)
    /// No event has this position yet.
    case positionNotReached(Position, size: UInt64)
    /// The account has no event that is known and counts.
    case unknownAccount(AccountID)
    /// The cursor is of another ledger or filter, or isn't a cursor.
    case foreignCursor(reason: String)

    /// What is wrong and what to do, for people.
    public var sentence: String {
        switch self {
        case .ledger(let error): error.sentence
        case .knownBeforeFirstEvent(.none): "the ledger has no event yet, so nothing was known"
        case .knownBeforeFirstEvent(.some(let first)):
            "this ledger had recorded nothing by then (its first event came at \(first.text)); "
                + "use --knowledge source for what the source says it knew"
        case .positionNotReached(let position, let size):
            size == 0
                ? "the ledger has no event yet, so nothing was known"
                : "no event has the position \(position.value) yet: positions go from 0 to "
                    + "\(size - 1)"
        case .unknownAccount(let account):
            "the account \(account.text) has no event that counts at that time"
        case .foreignCursor(let reason): "the cursor can't be used: \(reason); read from the start"
        }
    }
}
