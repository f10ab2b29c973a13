/// The right edge of a growing tree: the roots of its largest complete subtrees, from which the
/// next root follows without looking at older leaves (RFC 6962 §2.1).
public struct TreeEdge: Equatable, Sendable {
    /// How many leaves the tree has.
    public private(set) var size: UInt64
    /// The roots of the complete subtrees, largest first: one for each bit set in `size`.
    package private(set) var subtrees: [TreeHash]

    /// The edge of the empty tree.
    public init() {
        size = 0
        subtrees = []
    }

    /// Takes up an edge again; nil where the number of subtrees doesn't fit the size.
    package init?(size: UInt64, subtrees: [TreeHash]) {
        guard subtrees.count == size.nonzeroBitCount else { return nil }
        self.size = size
        self.subtrees = subtrees
    }

    /// Adds one leaf. `completed` is called for each subtree of 256, 65,536, … leaves that the leaf
    /// completes, with its level (1, 2, …) and its index among those of its size: these are the
    /// hashes of the tiles of c2sp.org/tlog-tiles above level 0. When it throws, the edge is as it
    /// was.
    package mutating func append<Failure: Error>(
        _ leaf: TreeHash,
        completed: (_ level: Int, _ index: UInt64, _ hash: TreeHash) throws(Failure) -> Void
    ) throws(Failure) {
        let merged = (~size).trailingZeroBitCount
        var hash = leaf
        for height in 1..<merged + 1 {
            hash = SHA256Hashing.node(subtrees[subtrees.count - height], hash)
            if height % 8 == 0 { try completed(height / 8, size >> UInt64(height), hash) }
        }
        subtrees.removeLast(merged)
        subtrees.append(hash)
        size += 1
    }

    /// The root of the tree as it is now.
    public var root: TreeHash {
        guard var hash = subtrees.last else { return .emptyRoot }
        for left in subtrees.dropLast().reversed() { hash = SHA256Hashing.node(left, hash) }
        return hash
    }
}
