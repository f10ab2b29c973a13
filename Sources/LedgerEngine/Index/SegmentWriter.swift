import LMDB
import TransparencyLog

/// Writes the blocks of one segment in key order and keeps what its manifest needs.
struct SegmentWriter: Sendable {
    let id: UInt64
    let level: UInt32
    let first: UInt64
    let end: UInt64
    let keyBits: Int
    private var checksums: [UInt64] = []
    /// Bytes written since `takeWrittenBytes`.
    private var writtenBytes = 0

    init(id: UInt64, level: UInt32, first: UInt64, end: UInt64) {
        self.id = id
        self.level = level
        self.first = first
        self.end = end
        keyBits = KeyBlock.bucketBits(forEvents: Int(end - first))
    }

    var manifest: SegmentManifest {
        SegmentManifest(
            id: id, level: level, first: first, end: end, keyBits: keyBits,
            blockCount: UInt32(checksums.count), digest: Self.digest(of: checksums))
    }

    static func digest(of checksums: [UInt64]) -> TreeHash {
        SHA256Hashing.hash(checksums.span.raw.elements)
    }

    mutating func put(
        _ words: [UInt64], at key: UInt128, _ transaction: borrowing WriteTransaction,
        _ tables: LedgerTables
    ) throws(StorageError) {
        try transaction.put(words.span.raw, at: key, in: tables.segments)
        checksums.append(words[0])
        writtenBytes += 8 * words.count
    }

    mutating func takeWrittenBytes() -> Int {
        defer { writtenBytes = 0 }
        return writtenBytes
    }

    /// Writes a whole segment from memory: entries in position order and sorted keys.
    mutating func writeAll(
        _ entries: [AccountEntry], sortedKeys keys: [KeyEntry],
        _ transaction: borrowing WriteTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        try writeAccounts(entries, transaction, tables)
        var start = 0
        for bucket in 0..<(1 << keyBits) {
            var end = start
            while end < keys.count, KeyHash(keys[end].hash).bucket(bits: keyBits) == bucket {
                end += 1
            }
            let words = KeyBlock.words(of: keys[start..<end], first: first)
            try put(words, at: SegmentKey.keys(id, bucket: bucket), transaction, tables)
            start = end
        }
        try transaction.put(manifest.encoded().span.raw, at: id, in: tables.manifest)
    }

    private mutating func writeAccounts(
        _ entries: [AccountEntry], _ transaction: borrowing WriteTransaction,
        _ tables: LedgerTables
    ) throws(StorageError) {
        let order = ShardOrder(entries)
        var builder = AccountBlock.Builder()
        for shard in 0..<LedgerFormat.shardCount {
            var block = 0
            for index in order.indices(of: shard) {
                builder.append(entries[Int(index)])
                guard builder.isFull else { continue }
                let key = SegmentKey.account(id, shard: shard, block: block)
                try put(builder.take(first: first), at: key, transaction, tables)
                block += 1
            }
            guard !builder.isEmpty else { continue }
            let key = SegmentKey.account(id, shard: shard, block: block)
            try put(builder.take(first: first), at: key, transaction, tables)
        }
    }
}

/// Entries by shard, in position order inside each: a counting sort.
private struct ShardOrder {
    private var order: [UInt32]
    private var starts: [Int]

    init(_ entries: [AccountEntry]) {
        starts = Array(repeating: 0, count: LedgerFormat.shardCount + 1)
        for entry in entries { starts[AccountEntry.shard(of: entry.account) + 1] += 1 }
        for shard in 1...LedgerFormat.shardCount { starts[shard] += starts[shard - 1] }
        order = Array(repeating: 0, count: entries.count)
        var next = starts
        for (index, entry) in entries.enumerated() {
            let shard = AccountEntry.shard(of: entry.account)
            order[next[shard]] = UInt32(index)
            next[shard] += 1
        }
    }

    func indices(of shard: Int) -> ArraySlice<UInt32> { order[starts[shard]..<starts[shard + 1]] }
}
