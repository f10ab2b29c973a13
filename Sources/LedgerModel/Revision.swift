/// The index of an event within its account, from 0 without gaps.
public struct Revision: Hashable, Comparable, Sendable {
    /// The index itself.
    public let value: UInt32

    public init(_ value: UInt32) { self.value = value }

    public static func < (left: Revision, right: Revision) -> Bool { left.value < right.value }
}
