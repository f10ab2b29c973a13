/// The index of an event in the ledger, from 0 without gaps; also its leaf index in the tree.
public struct Position: Hashable, Comparable, Sendable {
    /// The index itself.
    public let value: UInt64

    public init(_ value: UInt64) { self.value = value }

    public static func < (left: Position, right: Position) -> Bool { left.value < right.value }
}
