import LMDB
package import TransparencyLog

extension Ledger {
    /// The size and the root of the tree over the events before a position, which no later event
    /// changes; over all events where there are fewer.
    package func treeHead(before end: UInt64) throws(LedgerError) -> TreeHead {
        try translating { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                let edge = try TreeRows.readEdge(transaction, tables)
                guard end < edge.size else {
                    return TreeHead(size: edge.size, root: edge.root)
                }
                var (subtrees, start) = ([TreeHash](), UInt64(0))
                for height in (0..<UInt64.bitWidth).reversed() where end >> height & 1 == 1 {
                    subtrees.append(try subtree(height, from: start, transaction))
                    start += 1 << UInt64(height)
                }
                guard let own = TreeEdge(size: end, subtrees: subtrees) else {
                    throw .damaged(reason: "the edge of the tree doesn't fit its size")
                }
                return TreeHead(size: end, root: own.root)
            }
        }
    }

    /// The root of the complete subtree over 2^height events, from the greatest that are kept.
    private func subtree(
        _ height: Int, from start: UInt64, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> TreeHash {
        let (level, count) = (height / 8, UInt64(1) << UInt64(height % 8))
        let first = start >> UInt64(8 * level)
        var hashes: [TreeHash] = []
        for index in first..<first + count {
            hashes.append(try keptHash(level, index, transaction))
        }
        while hashes.count > 1 {
            hashes = stride(from: 0, to: hashes.count, by: 2).map {
                SHA256Hashing.node(hashes[$0], hashes[$0 + 1])
            }
        }
        return hashes[0]
    }

    /// The hash of the complete subtree of 256^level events.
    private func keptHash(
        _ level: Int, _ index: UInt64, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> TreeHash {
        guard level > 0 else {
            guard let row = try transaction.value(of: index, in: tables.events) else {
                throw .damaged(reason: "there is no event at position \(index)")
            }
            return try EventHeader(row, at: index).leaf
        }
        let key = TreeRows.key(level: level, index: index)
        guard let row = try transaction.value(of: key, in: tables.tree),
            let hash = TreeHash(row.elements)
        else {
            throw .damaged(
                reason: "the tree has another hash for subtree \(index) of level \(level)")
        }
        return hash
    }
}
