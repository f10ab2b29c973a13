public import LedgerModel

/// Which events a reader wants. All conditions must hold.
public struct EventFilter: Equatable, Sendable {
    /// Only events of this account.
    public var account: AccountID?
    /// Only events of these types; empty for all.
    public var types: [String] = []
    /// Only events that happened at or after this instant.
    public var from: Instant?
    /// Only events that happened before this instant.
    public var to: Instant?

    public init() {}

    /// A short digest of the filter, for cursors: the same filter gives the same digest for ever.
    var digest: UInt64 {
        var bytes: [UInt8] = []
        for part in [account?.text ?? "", from?.text ?? "", to?.text ?? ""] + types.sorted() {
            bytes.appendLittleEndian(UInt32(part.utf8.count))
            bytes.append(contentsOf: part.utf8)
        }
        bytes.append(account == nil ? 0 : 1)
        return CursorToken.digest(bytes)
    }
}
