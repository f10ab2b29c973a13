/// The id of an account: 1…128 bytes of UTF-8 in any script. It compares by its bytes.
public struct AccountID: Hashable, Comparable, Sendable, CustomStringConvertible {
    /// The id as the source spells it.
    public let text: String

    public init(_ text: String) { self.text = text }

    /// The subject of events about no single account.
    public static let ledger = AccountID("~ledger")

    public var description: String { text }

    public static func == (left: AccountID, right: AccountID) -> Bool {
        left.text.utf8.elementsEqual(right.text.utf8)
    }

    public func hash(into hasher: inout Hasher) {
        for byte in text.utf8 { hasher.combine(byte) }
    }

    public static func < (left: AccountID, right: AccountID) -> Bool {
        left.text.utf8.lexicographicallyPrecedes(right.text.utf8)
    }
}
