import LMDB

/// Writes one segment out of several that follow each other, in slices: each call of `step` writes
/// at most about `sliceBytes` in its own transaction, and only the last makes the new segment exist
/// and removes the old ones. A value: the writer keeps it between commits.
struct SegmentMerge: Sendable {
    private enum Phase: Sendable {
        case accounts(shard: Int)
        case keys(bucket: Int)
    }

    let inputs: [SegmentManifest]
    private let sliceBytes: Int
    private var writer: SegmentWriter
    private var phase = Phase.accounts(shard: 0)

    /// - Parameter inputs: at least one, in position order without a gap.
    init(_ inputs: [SegmentManifest], id: UInt64, sliceBytes: Int) {
        self.inputs = inputs
        self.sliceBytes = sliceBytes
        let level = inputs.reduce(0) { max($0, $1.level) } + 1
        let (first, end) = (inputs[0].first, inputs[inputs.count - 1].end)
        writer = SegmentWriter(id: id, level: level, first: first, end: end)
    }

    /// Writes the next slice; gives the manifest once the segment exists.
    mutating func step(
        _ transaction: borrowing WriteTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> SegmentManifest? {
        var written = 0
        while written < sliceBytes {
            switch phase {
            case .accounts(let shard):
                try mergeShard(shard, transaction, tables)
                phase =
                    shard + 1 < LedgerFormat.shardCount
                    ? .accounts(shard: shard + 1) : .keys(bucket: 0)
            case .keys(let bucket):
                try mergeBucket(bucket, transaction, tables)
                guard bucket + 1 < 1 << writer.keyBits else {
                    return try finish(transaction, tables)
                }
                phase = .keys(bucket: bucket + 1)
            }
            written += writer.takeWrittenBytes()
        }
        return nil
    }

    private mutating func mergeShard(
        _ shard: Int, _ transaction: borrowing WriteTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        var (builder, block) = (AccountBlock.Builder(), 0)
        for input in inputs {
            for number in 0... {
                let key = SegmentKey.account(input.id, shard: shard, block: number)
                var entries: [AccountEntry] = []
                do {
                    let reading = transaction.reading
                    guard let row = try reading.value(of: key, in: tables.segments) else { break }
                    try AccountBlock.forEach(in: row) { entries.append($0) }
                }
                for entry in entries {
                    builder.append(entry)
                    guard builder.isFull else { continue }
                    let key = SegmentKey.account(writer.id, shard: shard, block: block)
                    try writer.put(
                        builder.take(first: writer.first), at: key, transaction, tables)
                    block += 1
                }
            }
        }
        guard !builder.isEmpty else { return }
        let key = SegmentKey.account(writer.id, shard: shard, block: block)
        try writer.put(builder.take(first: writer.first), at: key, transaction, tables)
    }

    private mutating func mergeBucket(
        _ bucket: Int, _ transaction: borrowing WriteTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        var entries: [KeyEntry] = []
        entries.reserveCapacity(2 * KeyBlock.meanCount)
        for input in inputs {
            let wider = writer.keyBits - input.keyBits
            let buckets =
                wider >= 0
                ? (bucket >> wider)..<((bucket >> wider) + 1)
                : (bucket << -wider)..<((bucket + 1) << -wider)
            for number in buckets {
                let key = SegmentKey.keys(input.id, bucket: number)
                let reading = transaction.reading
                guard let row = try reading.value(of: key, in: tables.segments) else {
                    throw .damaged(reason: "segment \(input.id) lacks key block \(number)")
                }
                try KeyBlock.forEach(in: row) { entry in
                    guard KeyHash(entry.hash).bucket(bits: writer.keyBits) == bucket else { return }
                    entries.append(entry)
                }
            }
        }
        entries.sort { ($0.hash, $0.position) < ($1.hash, $1.position) }
        let words = KeyBlock.words(of: entries[...], first: writer.first)
        try writer.put(
            words, at: SegmentKey.keys(writer.id, bucket: bucket), transaction, tables)
    }

    private func finish(
        _ transaction: borrowing WriteTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> SegmentManifest {
        let manifest = writer.manifest
        try transaction.put(manifest.encoded().span.raw, at: manifest.id, in: tables.manifest)
        for input in inputs {
            try transaction.remove(input.id, from: tables.manifest)
            try SegmentMerge.removeBlocks(of: input.id, transaction, tables)
        }
        return manifest
    }

    /// Removes all blocks of a segment.
    static func removeBlocks(
        of segment: UInt64, _ transaction: borrowing WriteTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        while true {
            var keys: [UInt128] = []
            do {
                let reading = transaction.reading
                var cursor = try reading.cursor(in: tables.segments)
                var found = try cursor.seek(SegmentKey.start(of: segment))
                while found, keys.count < 4_096 {
                    let key = try cursor.wideKey
                    guard SegmentKey.segment(of: key) == segment else { break }
                    keys.append(key)
                    found = try cursor.next()
                }
            }
            guard !keys.isEmpty else { return }
            for key in keys { try transaction.remove(key, from: tables.segments) }
        }
    }
}
