import LMDB
import LedgerModel

/// Reads the columns of the events that count under a knowledge, account shard by account shard.
struct ColumnReader: Sendable {
    /// A block of one type.
    struct Block {
        /// The type's number.
        let type: Int
        let layout: ColumnBlock.Layout
        /// Events from this position on are not taken.
        let end: UInt64
        /// The segment, by its place among those that are read.
        let segment: Int
        /// The key of the block.
        fileprivate let key: UInt128
    }

    let tables: LedgerTables
    let segments: [ColumnSegment]
    /// The types of the ledger by number.
    let types: [String]
    /// By type number.
    private let fields: [[FieldColumn]]
    let known: KnownEvents
    /// Positions that are annulled, rising.
    private let annulled: [UInt64]
    let ledgerAccount: UInt32?

    /// - Parameters:
    ///   - types: those of the ledger by number.
    ///   - ledgerAccount: the number of the ledger's own subject, which is no account.
    init(
        _ tables: LedgerTables, _ segments: [ColumnSegment], types: [String],
        _ known: KnownEvents, ledgerAccount: UInt32?
    ) {
        (self.tables, self.segments, self.known) = (tables, segments, known)
        self.types = types
        fields = types.map { type in
            Catalogue.index(of: type).map { Catalogue.columns[$0] } ?? []
        }
        annulled = known.annulledPositions
        self.ledgerAccount = ledgerAccount
    }

    /// Events before this position are in columns; later ones are in the log alone.
    var covered: UInt64 { min(segments.last?.end ?? 0, known.end) }

    /// Calls `body` with the blocks of a shard.
    ///
    /// - Parameter wanted: whether events of a type are, by its number.
    func forEachBlock(
        of shard: Int, _ wanted: [Bool], _ transaction: borrowing ReadTransaction,
        _ body: (RawSpan, Block) throws(StorageError) -> Void
    ) throws(StorageError) {
        for (number, segment) in segments.enumerated() where segment.first < known.end {
            try requireKept(segment, transaction)
            let prefix = ColumnSegment.key(first: segment.first, shard: shard, type: 0, block: 0)
            var cursor = try transaction.cursor(in: tables.columns)
            var found = try cursor.seek(prefix)
            while found {
                let key = try cursor.wideKey
                guard key >> 48 == prefix >> 48 else { break }
                let type = Int(UInt16(truncatingIfNeeded: key >> 32))
                guard fields.indices.contains(type) else {
                    throw .damaged(reason: "a block of columns is of no event type")
                }
                guard wanted[type] else {
                    found = try cursor.seek((key >> 32 + 1) << 32)
                    continue
                }
                let layout = try ColumnBlock.Layout(cursor.value, fields[type])
                if layout.count > 0 {
                    let end = min(segment.end, known.end)
                    let own = Block(
                        type: type, layout: layout, end: end, segment: number, key: key)
                    try body(cursor.value, own)
                }
                found = try cursor.next()
            }
        }
    }

    /// A segment that was there at the start is still there, if perhaps longer: what it had then is
    /// taken from it, what it has besides was read from the log.
    private func requireKept(
        _ segment: ColumnSegment, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) {
        guard let row = try transaction.value(of: segment.first, in: tables.columnManifest),
            case let own = try ColumnSegment(first: segment.first, decoding: row),
            own.end >= segment.end, own.fingerprint == segment.fingerprint
        else { throw .unsuitable(reason: "its columns were rebuilt meanwhile; try again") }
    }

    /// What a column of packs says of the events of a block.
    func values(
        _ column: UInt16, of own: Block, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> ValueBlock.Values {
        let first = segments[own.segment].first
        let key = ValueSegment.key(of: own.key, column: column)
        guard let values = tables.values,
            let block = try transaction.value(of: key, in: values.blocks)
        else { throw .unsuitable(reason: "its columns were rebuilt meanwhile; try again") }
        return try ValueBlock.Values(block, count: own.layout.count, first: first)
    }

    /// Whether every event of a block is known and counts.
    func isWhole(_ own: Block, _ block: RawSpan, _ shard: Int) -> Bool {
        let layout = own.layout
        let first = layout.position(0, of: block)
        let last = layout.position(layout.count - 1, of: block)
        return last < own.end && known.range.knownAt == nil && !hasAnnulled(first...last)
            && ledgerAccount.map { AccountEntry.shard(of: $0) } != shard
    }

    /// Calls `body` with the rows of a block whose events are known and count.
    @inline(__always)
    func forEachCounted(_ own: Block, _ block: RawSpan, _ shard: Int, _ body: (Int) -> Void) {
        let layout = own.layout
        guard !isWhole(own, block, shard) else {
            for row in 0..<layout.count { body(row) }
            return
        }
        for row in 0..<layout.count {
            let position = layout.position(row, of: block)
            guard position < own.end, !hasAnnulled(position...position),
                layout.account(row, of: block) != ledgerAccount
            else { continue }
            if let knownAt = known.range.knownAt,
                layout.sourceAt(row, of: block) > knownAt.microseconds
            {
                continue
            }
            body(row)
        }
    }

    /// Counts the currencies of the amounts of a block that count.
    func tally(
        _ money: MoneyColumns, _ own: Block, _ block: RawSpan, _ shard: Int,
        into currencies: inout CurrencyTally
    ) {
        var run = (currency: FieldColumn.missing, count: 0)
        func end(_ currencies: inout CurrencyTally) {
            guard run.count > 0 else { return }
            currencies.add(
                ShardLoader.currency(run.currency), isPlacement: money.isPlacement,
                count: run.count)
        }
        forEachCounted(own, block, shard) { row in
            guard money.says(own.layout.value(money.amount, row, of: block)) else { return }
            let currency = own.layout.value(money.currency, row, of: block)
            if currency != run.currency {
                end(&currencies)
                run = (currency, 0)
            }
            run.count += 1
        }
        end(&currencies)
    }

    private func hasAnnulled(_ positions: ClosedRange<UInt64>) -> Bool {
        var (low, high) = (0, annulled.count)
        while low < high {
            let middle = (low + high) / 2
            if annulled[middle] < positions.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < annulled.count && annulled[low] <= positions.upperBound
    }
}
