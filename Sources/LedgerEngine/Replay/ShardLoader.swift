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
        /// The columns of the currencies that vote for that of the ledger.
        var currencies: [Int] = []

        /// Whether entries are folded from them, and whether their times count.
        var isFolded: Bool { !sources.isEmpty }
        var isNoticed: Bool { isAdmission || isRead }
        /// Whether nothing is taken from them.
        var isEmpty: Bool { !isFolded && !isNoticed }
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

    /// Adds to a shard the entries that columns hold of it.
    ///
    /// - Parameter places: where the accounts stand in the shard; `UInt32.max` where they don't.
    func load(
        _ number: Int, _ places: [UInt32], into shard: inout ReplayShard,
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) {
        try forEachBlock(of: number, \.isFolded, transaction) {
            (block, loaded, use) throws(StorageError) in
            let layout = loaded.layout
            let accounts = try self.places(of: layout, block, places)
            let isWhole = isWhole(loaded, block, number) && !accounts.contains(.max)
            for (source, fixed) in use.sources {
                if isWhole, fixed.equalities.isEmpty, !layout.lacks(fixed.value, of: block) {
                    takeAll(layout, block, accounts, fixed, into: &shard, source)
                } else {
                    take(loaded, block, number, accounts, fixed, into: &shard, source)
                }
            }
        }
    }

    /// Where the accounts of the rows of a block stand.
    private func places(
        of layout: ColumnBlock.Layout, _ block: RawSpan, _ places: [UInt32]
    ) throws(StorageError) -> [UInt32] {
        var found: [UInt32] = []
        found.append(addingCapacity: layout.count) { output in
            for row in 0..<layout.count {
                let local = Int(Self.local(layout.account(row, of: block)))
                guard local < places.count else { return }
                output.append(places[local])
            }
        }
        guard found.count == layout.count else {
            throw .damaged(reason: "a block of columns is of no account")
        }
        return found
    }

    /// Takes notice of the events of a shard: whom they let in, and when they happened.
    func scout(
        _ number: Int, into shard: inout ScoutedShard, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) {
        try forEachBlock(of: number, \.isNoticed, transaction) {
            (block, loaded, use) throws(StorageError) in
            let layout = loaded.layout
            let last = layout.greatestAccount(of: block)
            guard Int(Self.local(last)) < shard.log.accounts.count else {
                throw .damaged(reason: "a block of columns is of no account")
            }
            forEachCounted(loaded, block, number) { row in
                shard.note(
                    layout.occurredAt(row, of: block),
                    Int(Self.local(layout.account(row, of: block))),
                    isAdmission: use.isAdmission, isRead: use.isRead)
            }
            for column in use.currencies {
                var (currency, count) = (FieldColumn.missing, 0)
                forEachCounted(loaded, block, number) { row in
                    let own = layout.value(column, row, of: block)
                    if own != currency {
                        shard.vote(currency, count)
                        (currency, count) = (own, 0)
                    }
                    count += 1
                }
                shard.vote(currency, count)
            }
        }
    }

    private func forEachBlock(
        of number: Int, _ isWanted: KeyPath<TypeUse, Bool>,
        _ transaction: borrowing ReadTransaction,
        _ body: (RawSpan, LoadedBlock, TypeUse) throws(StorageError) -> Void
    ) throws(StorageError) {
        for segment in segments where segment.first < known.end {
            try requireKept(segment, transaction)
            let prefix = ColumnSegment.key(first: segment.first, shard: number, type: 0, block: 0)
            var cursor = try transaction.cursor(in: tables.columns)
            var found = try cursor.seek(prefix)
            while found {
                let key = try cursor.wideKey
                guard key >> 48 == prefix >> 48 else { break }
                let type = UInt16(truncatingIfNeeded: key >> 32)
                guard uses.indices.contains(Int(type)) else {
                    throw .damaged(reason: "a block of columns is of no event type")
                }
                let use = uses[Int(type)]
                guard use[keyPath: isWanted] else {
                    found = try cursor.seek((key >> 32 + 1) << 32)
                    continue
                }
                let layout = try ColumnBlock.Layout(cursor.value, use.fields)
                if layout.count > 0 {
                    try body(cursor.value, LoadedBlock(layout, min(segment.end, known.end)), use)
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

    /// A block, and the position from which on its events are not taken.
    private struct LoadedBlock {
        let layout: ColumnBlock.Layout
        let end: UInt64

        init(_ layout: ColumnBlock.Layout, _ end: UInt64) {
            self.layout = layout
            self.end = end
        }
    }

    /// Whether every event of a block is known and counts.
    private func isWhole(_ loaded: LoadedBlock, _ block: RawSpan, _ number: Int) -> Bool {
        let layout = loaded.layout
        let first = layout.position(0, of: block)
        let last = layout.position(layout.count - 1, of: block)
        return last < loaded.end && known.range.knownAt == nil && !hasAnnulled(first...last)
            && ledgerAccount.map { AccountEntry.shard(of: $0) } != number
    }

    /// Calls `body` with the rows of a block whose events are known and count.
    @inline(__always)
    private func forEachCounted(
        _ loaded: LoadedBlock, _ block: RawSpan, _ number: Int, _ body: (Int) -> Void
    ) {
        let layout = loaded.layout
        guard !isWhole(loaded, block, number) else {
            for row in 0..<layout.count { body(row) }
            return
        }
        for row in 0..<layout.count {
            let position = layout.position(row, of: block)
            guard position < loaded.end, !hasAnnulled(position...position),
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

    private func hasAnnulled(_ positions: ClosedRange<UInt64>) -> Bool {
        var (low, high) = (0, annulled.count)
        while low < high {
            let middle = (low + high) / 2
            if annulled[middle] < positions.lowerBound { low = middle + 1 } else { high = middle }
        }
        return low < annulled.count && annulled[low] <= positions.upperBound
    }

    /// Takes the entries of all events of a block, column by column.
    private func takeAll(
        _ layout: ColumnBlock.Layout, _ block: RawSpan, _ accounts: [UInt32],
        _ fixed: FixedSource, into shard: inout ReplayShard, _ source: Int
    ) {
        var entries = EntryColumns()
        swap(&entries, &shard.entries[source])
        let words = fixed.words.map { words in words.map { shard.code(of: $0) } }
        let count = layout.count
        entries.accounts.append(contentsOf: accounts)
        entries.occurredAt.append(addingCapacity: count) { output in
            for row in 0..<count { output.append(layout.occurredAt(row, of: block)) }
        }
        entries.positions.append(addingCapacity: count) { output in
            for row in 0..<count { output.append(layout.position(row, of: block)) }
        }
        entries.values.append(addingCapacity: count) { output in
            for row in 0..<count {
                let value = fixed.value.map { layout.value($0, row, of: block) } ?? 1
                output.append(words.map { $0[Int(value)] } ?? value)
            }
        }
        if let column = fixed.currency {
            for row in 0..<count {
                entries.currencies.append(Self.currency(layout.value(column, row, of: block)))
            }
        }
        swap(&entries, &shard.entries[source])
    }

    /// Takes the entries of the events of a block that count, one by one.
    private func take(
        _ loaded: LoadedBlock, _ block: RawSpan, _ number: Int, _ accounts: [UInt32],
        _ fixed: FixedSource, into shard: inout ReplayShard, _ source: Int
    ) {
        let layout = loaded.layout
        var entries = EntryColumns()
        swap(&entries, &shard.entries[source])
        let words = fixed.words.map { words in words.map { shard.code(of: $0) } }
        forEachCounted(loaded, block, number) { row in
            guard accounts[row] != .max else { return }
            for equality in fixed.equalities
            where layout.value(equality.column, row, of: block) != equality.value { return }
            var value: Int64 = 1
            if let column = fixed.value {
                value = layout.value(column, row, of: block)
                guard value != FieldColumn.missing else { return }
                if let words { value = words[Int(value)] }
            }
            entries.append(
                account: accounts[row],
                occurredAt: layout.occurredAt(row, of: block),
                position: layout.position(row, of: block), value: value)
            if let column = fixed.currency {
                entries.currencies.append(Self.currency(layout.value(column, row, of: block)))
            }
        }
        swap(&entries, &shard.entries[source])
    }

    static func currency(_ number: Int64) -> CurrencyCode { CurrencyCode(number: number) ?? .none }
}

/// A shard with what is known of it before its entries are folded.
struct ScoutedShard: Sendable {
    /// The accounts, and what only the log holds of them.
    var log: ReplayShard
    /// Where the accounts stand in the shard, by the order of their numbers; `UInt32.max` for those
    /// that the pack never knows.
    private(set) var places: [UInt32] = []
    /// From the first to the last event that the pack reads, in microseconds.
    private(set) var span: ClosedRange<Int64>?
    /// Amounts by currency, of those that tell the currency of a ledger.
    private(set) var votes: [Int64: Int] = [:]

    init(_ log: ReplayShard) { self.log = log }

    /// Takes notice of an event of an account.
    mutating func note(_ at: Int64, _ account: Int, isAdmission: Bool, isRead: Bool) {
        if isAdmission, at < log.admittedFrom[account] { log.admittedFrom[account] = at }
        guard isRead else { return }
        span = span.map { min($0.lowerBound, at)...max($0.upperBound, at) } ?? at...at
    }

    /// Leaves out the accounts that the pack never knows, once all events were taken notice of.
    mutating func settle() { places = log.settle() }

    /// Counts amounts in a currency.
    mutating func vote(_ currency: Int64, _ count: Int) {
        if count > 0 { votes[currency, default: 0] += count }
    }
}
