import LMDB
import LedgerModel

/// Answers from the segments and the tail, inside one transaction.
struct IndexLookup: Sendable {
    let manifests: [SegmentManifest]
    let tables: LedgerTables

    /// The position up to which segments cover the ledger; the tail follows.
    var sealedEnd: UInt64 { manifests.last?.end ?? 0 }

    /// Calls `body` with the index in `keys` and a stored position for each stored event whose key
    /// hash is among `keys`, which are sorted.
    func forEachMatch(
        of keys: [KeyEntry], _ transaction: borrowing ReadTransaction,
        _ body: (_ key: Int, _ position: UInt64) -> Void
    ) throws(StorageError) {
        for manifest in manifests {
            try matches(of: keys, in: manifest, transaction, body)
        }
        guard try transaction.statistics(of: tables.tailKeys).entries > 0 else { return }
        for index in keys.indices {
            try Tail.forEachPosition(of: keys[index].hash, transaction, tables) { body(index, $0) }
        }
    }

    private func matches(
        of keys: [KeyEntry], in manifest: SegmentManifest,
        _ transaction: borrowing ReadTransaction, _ body: (Int, UInt64) -> Void
    ) throws(StorageError) {
        var index = 0
        while index < keys.count {
            let bucket = KeyHash(keys[index].hash).bucket(bits: manifest.keyBits)
            let key = SegmentKey.keys(manifest.id, bucket: bucket)
            guard let block = try transaction.value(of: key, in: tables.segments) else {
                throw .damaged(reason: "segment \(manifest.id) lacks key block \(bucket)")
            }
            let layout = try KeyBlock.Layout(block)
            repeat {
                let hash = keys[index].hash
                if !layout.excludes(hash, in: block) {
                    var found = layout.lowerBound(hash, in: block)
                    while found < layout.count {
                        let entry = layout.entry(found, of: block)
                        guard entry.hash == hash else { break }
                        body(index, entry.position)
                        found += 1
                    }
                }
                index += 1
            } while index < keys.count
                && KeyHash(keys[index].hash).bucket(bits: manifest.keyBits) == bucket
        }
    }

    /// The entries of one account in position order.
    func entries(
        of account: UInt32, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> [AccountEntry] {
        var entries: [AccountEntry] = []
        for manifest in manifests {
            for block in 0... {
                let key = SegmentKey.account(
                    manifest.id, shard: AccountEntry.shard(of: account), block: block)
                guard let row = try transaction.value(of: key, in: tables.segments) else { break }
                try AccountBlock.forEach(in: row, account: account) { entries.append($0) }
            }
        }
        try Tail.forEachEntry(of: account, transaction, tables) { entries.append($0) }
        return entries
    }
}
