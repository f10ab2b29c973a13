import LMDB
import LedgerModel
import TransparencyLog

/// Follows the log through the account shards of the segments, which hold the same events in the
/// same order, and looks each key up.
struct IndexVerifier {
    let lookup: IndexLookup
    private var segment = -1
    private var shards: [ShardCursor] = []
    /// The first position that was checked: entries before it are no concern of this verifier.
    private var firstPosition: UInt64?

    /// Where the check of one shard of the current segment stands.
    private struct ShardCursor {
        var block = 0
        var entries: [AccountEntry] = []
        var next = 0
    }

    init(_ manifests: [SegmentManifest], _ tables: LedgerTables) {
        lookup = IndexLookup(manifests: manifests, tables: tables)
    }

    /// Follows a writer that sealed or merged since: goes on with the segments as they are now.
    mutating func follow(_ manifests: [SegmentManifest]) {
        guard manifests != lookup.manifests else { return }
        self = IndexVerifier(manifests, lookup.tables)
    }

    /// Checks the index entries of the next event; gives what differs.
    mutating func check(
        _ position: UInt64, _ header: EventHeader, key: [UInt8], _ hash: UInt128,
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> String? {
        if firstPosition == nil { firstPosition = position }
        if let sentence = try checkKey(position, key, hash, transaction) { return sentence }
        guard position < lookup.sealedEnd else {
            let key = UInt128(header.account) << 64 | UInt128(position)
            guard let row = try transaction.value(of: key, in: lookup.tables.tailAccounts),
                row.byteCount == 16, row.int64(at: 0) == header.occurredAt.microseconds,
                row.uint64(at: 8) == UInt64(header.type)
            else { return "the tail lacks the event, or has it otherwise" }
            return nil
        }
        return try checkShard(position, header, transaction)
    }

    /// The index must find the event by its key, and no earlier event of the same key.
    private func checkKey(
        _ position: UInt64, _ key: [UInt8], _ hash: UInt128,
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> String? {
        var (isFound, earlier) = (false, [UInt64]())
        try lookup.forEachMatch(of: [KeyEntry(hash: hash, position: 0)], transaction) {
            isFound = isFound || $1 == position
            if $1 < position { earlier.append($1) }
        }
        guard isFound else { return "the index doesn't find the key of the event" }
        guard !earlier.isEmpty else { return nil }
        var reader = StoredEventReader(tables: lookup.tables)
        for other in earlier where try reader.hasKey(key[...], at: other, transaction) {
            return "the event has the source and id of the event at position \(other)"
        }
        return nil
    }

    private mutating func checkShard(
        _ position: UInt64, _ header: EventHeader, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> String? {
        while segment < 0 || position >= lookup.manifests[segment].end {
            segment += 1
            shards = Array(repeating: ShardCursor(), count: LedgerFormat.shardCount)
        }
        let (manifest, shard) = (
            lookup.manifests[segment], AccountEntry.shard(of: header.account)
        )
        while shards[shard].next == shards[shard].entries.count {
            let key = SegmentKey.account(manifest.id, shard: shard, block: shards[shard].block)
            guard let row = try transaction.value(of: key, in: lookup.tables.segments) else {
                return "segment \(manifest.id) lacks the event in its account shard"
            }
            var entries: [AccountEntry] = []
            try AccountBlock.forEach(in: row) { entries.append($0) }
            guard !entries.isEmpty else {
                return "segment \(manifest.id) has an empty account block"
            }
            entries.removeAll { $0.position < firstPosition ?? 0 }
            shards[shard] = ShardCursor(
                block: shards[shard].block + 1, entries: entries, next: 0)
        }
        let cursor = shards[shard]
        let entry = cursor.entries[cursor.next]
        shards[shard].next += 1
        guard entry.position == position, entry.account == header.account,
            entry.type == header.type, entry.occurredAt == header.occurredAt.microseconds
        else { return "segment \(manifest.id) has another event in its account shard" }
        return nil
    }

    /// Checks checksums, digests and counts of all blocks, of a ledger with `size` events.
    func checkWhole(
        size: UInt64, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> String? {
        for manifest in lookup.manifests {
            if let sentence = try check(manifest, transaction) { return sentence }
        }
        var keys = 0
        var cursor = try transaction.cursor(in: lookup.tables.tailKeys)
        while try cursor.next() { keys += cursor.value.byteCount / 8 }
        let entries = try transaction.statistics(of: lookup.tables.tailAccounts).entries
        let tailEvents = Int(size) - Int(lookup.sealedEnd)
        guard keys == tailEvents, entries == tailEvents else {
            return "the tail has \(entries) entries and \(keys) keys for \(tailEvents) events"
        }
        return nil
    }

    private static func sound(_ block: RawSpan) -> (checksum: UInt64, kind: UInt32, count: UInt32)?
    {
        guard block.byteCount >= 32, block.uint64(at: 0) == BlockChecksum.checksum(block) else {
            return nil
        }
        return (block.uint64(at: 0), block.uint32(at: 8), block.uint32(at: 12))
    }

    private func check(
        _ manifest: SegmentManifest, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> String? {
        var checksums: [UInt64] = []
        var counts: [UInt32: UInt64] = [:]
        var cursor = try transaction.cursor(in: lookup.tables.segments)
        var found = try cursor.seek(SegmentKey.start(of: manifest.id))
        while found, try SegmentKey.segment(of: cursor.wideKey) == manifest.id {
            guard let block = Self.sound(cursor.value) else {
                return "a block of segment \(manifest.id) doesn't have its checksum"
            }
            checksums.append(block.checksum)
            counts[block.kind, default: 0] += UInt64(block.count)
            found = try cursor.next()
        }
        guard checksums.count == Int(manifest.blockCount),
            SegmentWriter.digest(of: checksums) == manifest.digest
        else { return "the blocks of segment \(manifest.id) don't have its digest" }
        guard counts[AccountBlock.kind] == manifest.eventCount,
            counts[KeyBlock.kind] == manifest.eventCount
        else { return "segment \(manifest.id) has another number of entries than events" }
        return nil
    }
}
