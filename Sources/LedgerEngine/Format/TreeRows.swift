import LMDB
import TransparencyLog

/// The table `tree`: the hash of each complete subtree of 256, 65,536, … leaves under its level and
/// index, and the right edge under the last key. Leaf hashes stand in the headers of the events.
enum TreeRows {
    /// The key of the right edge: after all subtrees.
    static let edge = UInt64.max

    static func key(level: Int, index: UInt64) -> UInt64 { UInt64(level) << 56 | index }

    /// How many rows the table has: one for each complete subtree, and the edge.
    static func count(size: UInt64) -> Int {
        var (count, subtrees) = (1, size >> 8)
        while subtrees > 0 {
            count += Int(subtrees)
            subtrees >>= 8
        }
        return count
    }

    /// The size as eight bytes, little-endian, then the subtrees, largest first.
    static func encode(_ edge: TreeEdge) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(edge.size)
        for hash in edge.subtrees { hash.append(to: &bytes) }
        return bytes
    }

    static func readEdge(
        _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> TreeEdge {
        guard let row = try transaction.value(of: edge, in: tables.tree), row.byteCount >= 8 else {
            throw .damaged(reason: "the edge of the tree is missing")
        }
        var subtrees: [TreeHash] = []
        for offset in stride(from: 8, to: row.byteCount, by: TreeHash.byteCount) {
            guard let hash = TreeHash(row.elements, at: offset) else {
                throw .damaged(reason: "the edge of the tree is cut")
            }
            subtrees.append(hash)
        }
        guard let edge = TreeEdge(size: row.uint64(at: 0), subtrees: subtrees) else {
            throw .damaged(reason: "the edge of the tree doesn't fit its size")
        }
        return edge
    }
}
