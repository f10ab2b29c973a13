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

    /// A short digest of the filter and of what is known, which leaves events out too, for cursors:
    /// the same question gives the same digest for ever.
    func digest(_ knownAt: KnownAt) -> UInt64 {
        var bytes: [UInt8] = []
        for part in [account?.text ?? "", from?.text ?? "", to?.text ?? ""] + types.sorted() {
            bytes.appendLittleEndian(UInt32(part.utf8.count))
            bytes.append(contentsOf: part.utf8)
        }
        bytes.append(account == nil ? 0 : 1)
        switch knownAt {
        case .now: break
        case .instant(let instant, let knowledge):
            bytes.append(contentsOf: "\(knowledge.rawValue) \(instant.text)".utf8)
        case .position(let position):
            bytes.append(contentsOf: "position \(position.value)".utf8)
        }
        return CursorText.digest(bytes)
    }
}
