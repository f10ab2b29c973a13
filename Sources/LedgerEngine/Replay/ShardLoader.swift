import LMDB
import LedgerModel
import Policy

/// Reads what a replay needs of an account shard from the segments of columns.
struct ShardLoader: Sendable {
    /// What is taken from events of one type.
    struct TypeUse: Sendable {
        var fields: [FieldColumn] = []
        var sources: [(source: Int, fixed: FixedSource)] = []
        /// Whether they let an account in.
        var isAdmission = false
        /// Whether they count for the span of the replay.
        var isRead = false

        var isEmpty: Bool { sources.isEmpty && !isAdmission && !isRead }
    }

    let tables: LedgerTables
    let segments: [ColumnSegment]
    /// By type number.
    let uses: [TypeUse]
    let known: KnownEvents
    /// Positions that are annulled, rising.
    let annulled: [UInt64]
    let ledgerAccount: UInt32?

    /// The accounts of the loader's shards have their numbers in this order.
    static func local(_ account: UInt32) -> UInt32 { account / UInt32(LedgerFormat.shardCount) }

    /// Adds to a shard what columns hold of it.
    func load(
        _ number: Int, into shard: inout LoadedShard, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) {
        for segment in segments where segment.first < known.end {
            let prefix = ColumnSegment.key(first: segment.first, shard: number, type: 0, block: 0)
            var cursor = try transaction.cursor(in: tables.columns)
            var found = try cursor.seek(prefix)
            while found {
                let key = try cursor.wideKey
                guard key >> 48 == prefix >> 48 else { break }
                let type = Int(UInt16(truncatingIfNeeded: key >> 32))
                guard uses.indices.contains(type) else {
                    throw .damaged(reason: "a block of columns is of no event type")
                }
                if uses[type].isEmpty {
                    let next = ColumnSegment.key(
                        first: segment.first, shard: number, type: UInt16(type), block: 0)
                    found = try cursor.seek(next + 1 << 32)
                    continue
                }
                try take(cursor.value, uses[type], number, &shard)
                found = try cursor.next()
            }
        }
    }

    private func take(
        _ block: RawSpan, _ use: TypeUse, _ number: Int, _ shard: inout LoadedShard
    ) throws(StorageError) {
        let layout = try ColumnBlock.Layout(block, use.fields)
        guard layout.count > 0 else { return }
        let rows = counted(layout, block, number)
        let accountCount = shard.shard.accounts.count
        for row in rows where Int(Self.local(layout.account(row, of: block))) >= accountCount {
            throw .damaged(reason: "a block of columns is of no account")
        }
        if use.isAdmission || use.isRead {
            for row in rows {
                let at = layout.occurredAt(row, of: block)
                let account = Int(Self.local(layout.account(row, of: block)))
                shard.note(at, account, isAdmission: use.isAdmission, isRead: use.isRead)
            }
        }
        for (source, fixed) in use.sources {
            take(layout, block, rows, fixed, into: &shard.shard, source)
        }
    }

    /// The rows of a block whose events are known and count.
    private func counted(
        _ layout: ColumnBlock.Layout, _ block: RawSpan, _ number: Int
    ) -> [Int] {
        let (first, last) = (
            layout.position(0, of: block), layout.position(layout.count - 1, of: block)
        )
        let isWhole =
            last < known.end && known.range.knownAt == nil && !hasAnnulled(first...last)
            && ledgerAccount.map { AccountEntry.shard(of: $0) } != number
        guard !isWhole else { return Array(0..<layout.count) }
        return (0..<layout.count).filter { row in
            let position = layout.position(row, of: block)
            guard position < known.end, !hasAnnulled(position...position),
                layout.account(row, of: block) != ledgerAccount
            else { return false }
            guard let knownAt = known.range.knownAt else { return true }
            return layout.sourceAt(row, of: block) <= knownAt.microseconds
        }
    }

    private func hasAnnulled(_ positions: ClosedRange<UInt64>) -> Bool {
        var (low, high) = (0, annulled.count)
        while low < high {
            let middle = (low + high) / 2
            if annulled[middle] < positions.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < annulled.count && annulled[low] <= positions.upperBound
    }

    private func take(
        _ layout: ColumnBlock.Layout, _ block: RawSpan, _ rows: [Int], _ fixed: FixedSource,
        into shard: inout ReplayShard, _ source: Int
    ) {
        var entries = EntryColumns()
        swap(&entries, &shard.entries[source])
        let words = fixed.words.map { words in words.map { shard.code(of: $0) } }
        for row in rows {
            guard
                fixed.equalities.allSatisfy({
                    layout.value($0.column, row, of: block) == $0.value
                })
            else { continue }
            var value: Int64 = 1
            if let column = fixed.value {
                value = layout.value(column, row, of: block)
                guard value != FieldColumn.missing else { continue }
                if let words { value = words[Int(value)] }
            }
            entries.append(
                account: Self.local(layout.account(row, of: block)),
                occurredAt: layout.occurredAt(row, of: block),
                position: layout.position(row, of: block), value: value)
            if let column = fixed.currency {
                let number = layout.value(column, row, of: block)
                entries.currencies.append(CurrencyCode(number: number) ?? .none)
            }
        }
        swap(&entries, &shard.entries[source])
    }
}

/// A shard with what its events say besides.
struct LoadedShard: Sendable {
    var shard: ReplayShard
    /// From the first to the last event that the pack reads.
    private(set) var span: ClosedRange<Int64>?

    init(_ shard: ReplayShard) { self.shard = shard }

    /// Takes notice of an event of an account.
    mutating func note(_ at: Int64, _ account: Int, isAdmission: Bool, isRead: Bool) {
        if isAdmission, at < shard.admittedFrom[account] { shard.admittedFrom[account] = at }
        guard isRead else { return }
        span = span.map { min($0.lowerBound, at)...max($0.upperBound, at) } ?? at...at
    }
}
