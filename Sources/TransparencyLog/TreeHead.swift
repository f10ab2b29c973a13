/// The size and the root hash of a tree: what stands for the whole ledger up to a position.
public struct TreeHead: Equatable, Sendable {
    /// How many leaves the tree has.
    public let size: UInt64
    /// Its root hash (RFC 6962 §2.1).
    public let root: TreeHash

    public init(size: UInt64, root: TreeHash) {
        self.size = size
        self.root = root
    }
}
