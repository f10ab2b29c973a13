/// The index of an event in the ledger, from 0 without gaps; also its leaf index in the tree.
public struct Position: Hashable, Comparable, Sendable {
    public let value: UInt64

    public init(_ value: UInt64) { self.value = value }

    public static func < (left: Position, right: Position) -> Bool { left.value < right.value }
}

/// The index of an event within its account, from 0 without gaps.
public struct Revision: Hashable, Comparable, Sendable {
    public let value: UInt32

    public init(_ value: UInt32) { self.value = value }

    public static func < (left: Revision, right: Revision) -> Bool { left.value < right.value }
}

/// The id of an account: 1…128 bytes of UTF-8 in any script. It compares by its bytes.
public struct AccountID: Hashable, Comparable, Sendable, CustomStringConvertible {
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
