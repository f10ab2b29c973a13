import JSON
import LMDB
import LedgerModel
import TransparencyLog

/// Turns a range of the log into a segment of columns.
struct ColumnSeal: Sendable {
    /// The blocks by key, in their order.
    let blocks: [(key: UInt128, words: [UInt64])]
    let segment: ColumnSegment

    init(
        _ positions: Range<UInt64>, _ transaction: borrowing ReadTransaction,
        _ tables: LedgerTables
    ) throws(StorageError) {
        let types = try TypeDirectory(transaction, tables).names
        var taken = types.map { ColumnRows($0) }
        var tape = JSONTape()
        var cursor = try transaction.cursor(in: tables.events)
        var found = try cursor.seek(positions.lowerBound)
        for position in positions {
            guard found, try cursor.key == position else {
                throw .damaged(reason: "there is no event at position \(position)")
            }
            let delta = UInt32(position - positions.lowerBound)
            try Self.take(cursor.value, position, delta, into: &taken, &tape)
            found = try cursor.next()
        }
        var blocks: [(key: UInt128, words: [UInt64])] = []
        for (type, rows) in taken.enumerated() {
            rows.forEachBlock(first: positions.lowerBound) { shard, block, words in
                let key = ColumnSegment.key(
                    first: positions.lowerBound, shard: shard, type: UInt16(type), block: block)
                blocks.append((key, words))
            }
        }
        blocks.sort { $0.key < $1.key }
        self.blocks = blocks
        segment = ColumnSegment(
            first: positions.lowerBound, end: positions.upperBound,
            blockCount: UInt32(blocks.count),
            digest: SegmentWriter.digest(of: blocks.map { $0.words[0] }),
            fingerprint: ColumnSegment.currentFingerprint)
    }

    private static func take(
        _ row: RawSpan, _ position: UInt64, _ delta: UInt32, into taken: inout [ColumnRows],
        _ tape: inout JSONTape
    ) throws(StorageError) {
        let header = try EventHeader(row, at: position)
        guard taken.indices.contains(Int(header.type)) else {
            throw .damaged(reason: "the event at position \(position) names no type")
        }
        guard !header.flags.contains(.annulment) else { return }
        let json = row.extracting(EventHeader.json(of: row)).elements
        try taken[Int(header.type)].add(header, json, position, delta, &tape)
    }

    /// Stores the segment in the place of those that begin where it does or later.
    func write(
        _ transaction: borrowing WriteTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        try Self.removeAll(from: segment.first, transaction, tables)
        for (key, words) in blocks {
            try transaction.put(words.span.raw, at: key, in: tables.columns)
        }
        try transaction.put(
            segment.encoded().span.raw, at: segment.first, in: tables.columnManifest)
    }

    /// Removes all columns of events from a position on, which must be the first of a segment,
    /// those of packs too.
    static func removeAll(
        from first: UInt64, _ transaction: borrowing WriteTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        var (keys, manifests): ([UInt128], [UInt64]) = ([], [])
        do {
            let reading = transaction.reading
            var cursor = try reading.cursor(in: tables.columns)
            var found = try cursor.seek(UInt128(first) << 64)
            while found {
                keys.append(try cursor.wideKey)
                found = try cursor.next()
            }
            var manifest = try reading.cursor(in: tables.columnManifest)
            found = try manifest.seek(first)
            while found {
                manifests.append(try manifest.key)
                found = try manifest.next()
            }
        }
        if let values = tables.values {
            try ValueSeal.removeAll(from: first, transaction, values)
        }
        for key in keys { try transaction.remove(key, from: tables.columns) }
        for first in manifests { try transaction.remove(first, from: tables.columnManifest) }
    }
}

/// The events of one type in a range of the log, as they come.
private struct ColumnRows: Sendable {
    private let columns: [FieldColumn]
    private var rows: ColumnBlock.Rows

    init(_ type: String) {
        columns = Catalogue.index(of: type).map { Catalogue.columns[$0] } ?? []
        rows = ColumnBlock.Rows(fieldCount: columns.count)
    }

    mutating func add(
        _ header: EventHeader, _ json: Span<UInt8>, _ position: UInt64, _ delta: UInt32,
        _ tape: inout JSONTape
    ) throws(StorageError) {
        rows.accounts.append(header.account)
        rows.deltas.append(delta)
        rows.occurredAt.append(header.occurredAt.microseconds)
        rows.recordedAt.append(header.recordedAt.microseconds)
        if header.flags.contains(.sourceRecorded) {
            let known = try KnownRange.sourceRecordedAt(position, json, &tape)
            rows.sourceAt.append(known.microseconds)
        } else {
            rows.sourceAt.append(header.occurredAt.microseconds)
        }
        guard !columns.isEmpty else { return }
        let data = try tape.parseData(of: position, json)
        for (index, column) in columns.enumerated() {
            rows.fields[index].append(column.value(of: tape, data: data, in: json))
        }
    }

    func forEachBlock(
        first: UInt64, _ body: (_ shard: Int, _ block: Int, _ words: [UInt64]) -> Void
    ) {
        var indices: [[Int]] = Array(repeating: [], count: LedgerFormat.shardCount)
        for (index, account) in rows.accounts.enumerated() {
            indices[AccountEntry.shard(of: account)].append(index)
        }
        for (shard, own) in indices.enumerated() {
            var start = 0
            while start < own.count {
                let end = min(start + ColumnBlock.capacity, own.count)
                let words = ColumnBlock.words(of: rows, own[start..<end], columns, first: first)
                body(shard, start / ColumnBlock.capacity, words)
                start = end
            }
        }
    }
}
