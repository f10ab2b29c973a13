package import LedgerModel

/// A validated batch with the sorted hashes of its keys: all that can be done before the writer's
/// turn, on another thread.
package struct PreparedBatch: Sendable {
    package let batch: EventBatch
    /// The key hash of each event with its index in the batch, sorted by hash, then by index.
    let keys: [KeyEntry]
    let keyMask: UInt128

    package init(_ batch: EventBatch) { self.init(batch, keyMask: .max) }

    package init(_ batch: EventBatch, keyMask: UInt128) {
        self.batch = batch
        self.keyMask = keyMask
        var keys: [KeyEntry] = []
        keys.reserveCapacity(batch.entries.count)
        for (index, entry) in batch.entries.enumerated() {
            let hash = KeyHash(batch.names.span.extracting(entry.key), mask: keyMask)
            keys.append(KeyEntry(hash: hash.value, position: UInt64(index)))
        }
        self.keys = KeyEntry.sorted(keys)
    }
}
