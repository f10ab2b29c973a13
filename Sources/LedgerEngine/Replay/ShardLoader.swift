import LMDB
import LedgerModel
import Policy

/// Reads what a replay needs of an account shard from the segments of columns.
struct ShardLoader: Sendable {
    /// What is taken from events of one type.
    struct TypeUse: Sendable {
        var sources: [(source: Int, fixed: FixedSource)] = []
        /// Those that fixed columns don't hold, and columns of packs do in some segment.
        var taken: [TakenUse] = []
        /// Those that no columns hold anywhere.
        var unheld: [Int] = []
        /// Whether they let an account in.
        var isAdmission = false
        /// Whether they count for the span of the replay.
        var isRead = false
        /// The amounts that tell the currency of the ledger, where the pack follows it.
        var money: MoneyColumns?

        /// Whether entries are folded from them.
        var isFolded: Bool { !sources.isEmpty || !taken.isEmpty }
        /// Whether they tell something before any entry is folded.
        var isNoticed: Bool { isAdmission || isRead || money != nil }
    }

    private let reader: ColumnReader
    /// By type number.
    private let uses: [TypeUse]

    private let folded: [Bool]
    private let noticed: [Bool]
    private let sources: [ReplayPlan.Source]

    init(_ reader: ColumnReader, uses: [TypeUse], _ sources: [ReplayPlan.Source]) {
        (self.reader, self.uses, self.sources) = (reader, uses, sources)
        folded = uses.map(\.isFolded)
        noticed = uses.map(\.isNoticed)
    }

    /// Adds to a shard the entries that columns hold of it, among those that were in it.
    ///
    /// - Parameters:
    ///   - places: where the accounts stand in the shard; `UInt32.max` where they don't.
    ///   - counts: how many events of each type there are.
    func load(
        _ number: Int, _ places: [UInt32], _ counts: [Int: Int], into shard: inout ReplayShard,
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) {
        let read = shard.takeEntries()
        for (type, use) in uses.enumerated() {
            for (source, fixed) in use.sources where fixed.equalities.isEmpty {
                shard.entries[source].reserve(
                    counts[type] ?? 0, hasCurrencies: fixed.currency != nil)
            }
        }
        try reader.forEachBlock(of: number, folded, transaction) {
            (block, own) throws(StorageError) in
            let (layout, use) = (own.layout, uses[own.type])
            let accounts = try self.places(of: own, block, places)
            let isWhole = reader.isWhole(own, block, number) && !accounts.contains(.max)
            for (source, fixed) in use.sources {
                let words = fixed.words.map { words in words.map { shard.code(of: $0) } }
                if isWhole, fixed.equalities.isEmpty,
                    let values = try Self.values(fixed, words, layout, block)
                {
                    shard.entries[source].take(values, at: accounts, fixed, layout, block)
                } else {
                    try take(own, block, number, accounts, fixed, words, into: &shard, source)
                }
            }
            for taken in use.taken where taken.isHeld(in: own.segment) {
                let rows = try taken.rows(of: own, reader, transaction)
                try take(rows, own, block, number, accounts, into: &shard, taken.source)
            }
        }
        shard.add(read)
    }

    /// Where the accounts of the rows of a block stand; those of later events anywhere.
    private func places(
        of own: ColumnReader.Block, _ block: RawSpan, _ places: [UInt32]
    ) throws(StorageError) -> [UInt32] {
        let layout = own.layout
        var found: [UInt32] = []
        found.append(addingCapacity: layout.count) { output in
            for row in 0..<layout.count {
                let local = AccountEntry.local(of: layout.account(row, of: block))
                guard local < places.count || layout.position(row, of: block) >= own.end else {
                    return
                }
                output.append(local < places.count ? places[local] : .max)
            }
        }
        guard found.count == layout.count else { throw Self.strangeAccount }
        return found
    }

    private static let strangeAccount = StorageError.damaged(
        reason: "a block of columns is of no account")
    private static let strangeWord = StorageError.damaged(
        reason: "a block of columns has a word that there is none of")

    /// Takes notice of the events of a shard: whom they let in, and when they happened.
    func scout(
        _ number: Int, into shard: inout ScoutedShard, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) {
        try reader.forEachBlock(of: number, noticed, transaction) {
            (block, own) throws(StorageError) in
            let use = uses[own.type]
            guard
                shard.take(
                    reader, block, own, number, isAdmission: use.isAdmission, isRead: use.isRead)
            else { throw Self.strangeAccount }
            if let money = use.money {
                reader.tally(money, own, block, number, into: &shard.currencies)
            }
        }
    }

    /// What a source takes from all events of a block; nil where one has nothing.
    private static func values(
        _ fixed: FixedSource, _ words: [Int64]?, _ layout: ColumnBlock.Layout, _ block: RawSpan
    ) throws(StorageError) -> [Int64]? {
        guard let field = fixed.value else { return Array(repeating: 1, count: layout.count) }
        let values = layout.values(field, of: block)
        guard !values.contains(FieldColumn.missing) else { return nil }
        guard let words else { return values }
        var codes: [Int64] = []
        codes.reserveCapacity(values.count)
        for value in values { codes.append(try code(value, words)) }
        return codes
    }

    /// The code that a shard gives a word of a column.
    private static func code(_ value: Int64, _ words: [Int64]) throws(StorageError) -> Int64 {
        guard value >= 0, value < words.count else {
            throw strangeWord
        }
        return words[Int(value)]
    }

    /// Takes the entries of the events of a block that count, one by one.
    private func take(
        _ own: ColumnReader.Block, _ block: RawSpan, _ number: Int, _ accounts: [UInt32],
        _ fixed: FixedSource, _ words: [Int64]?, into shard: inout ReplayShard, _ source: Int
    ) throws(StorageError) {
        let layout = own.layout
        var entries = EntryColumns()
        swap(&entries, &shard.entries[source])
        var failure: StorageError?
        reader.forEachCounted(own, block, number) { row in
            guard accounts[row] != .max, failure == nil else { return }
            for equality in fixed.equalities
            where layout.value(equality.column, row, of: block) != equality.value { return }
            var value: Int64 = 1
            if let column = fixed.value {
                value = layout.value(column, row, of: block)
                guard value != FieldColumn.missing else { return }
                if let words {
                    do throws(StorageError) {
                        value = try Self.code(value, words)
                    } catch {
                        failure = error
                        return
                    }
                }
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
        if let failure { throw failure }
    }

    /// Takes the entries of a source from columns of packs.
    private func take(
        _ rows: TakenRows, _ own: ColumnReader.Block, _ block: RawSpan, _ number: Int,
        _ accounts: [UInt32], into shard: inout ReplayShard, _ source: Int
    ) throws(StorageError) {
        let layout = own.layout
        var entries = EntryColumns()
        swap(&entries, &shard.entries[source])
        var isStrange = false
        let codes = rows.values.map { values in values.map { shard.code(of: $0) } }
        let definition = sources[source]
        rows.forEach(of: own, block, number, reader) { row, entry, currency in
            guard accounts[row] != .max else { return }
            guard codes.map({ $0.indices.contains(Int(entry)) }) ?? true else {
                isStrange = true
                return
            }
            entries.append(
                account: accounts[row],
                occurredAt: layout.occurredAt(row, of: block),
                position: layout.position(row, of: block), value: codes?[Int(entry)] ?? entry)
            if definition.reading.isMoney { entries.currencies.append(currency) }
            if case .any = definition.content, let values = rows.values {
                entries.anyValues.append(values[Int(entry)])
            }
        }
        swap(&entries, &shard.entries[source])
        if isStrange { throw Self.strangeWord }
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
    /// The currencies of its accounts, where the pack follows that of the ledger.
    var currencies = CurrencyTally()
    /// How many events columns hold, by type, of those that it takes notice of.
    private(set) var counts: [Int: Int] = [:]

    init(_ log: ReplayShard) { self.log = log }

    /// Takes notice of the events of a block: counts them, lets accounts in by them where they do
    /// that, and notes when they happened where the pack reads them.
    ///
    /// - Returns: whether their accounts are all known.
    mutating func take(
        _ reader: ColumnReader, _ block: RawSpan, _ own: ColumnReader.Block, _ number: Int,
        isAdmission: Bool, isRead: Bool
    ) -> Bool {
        let layout = own.layout
        var (least, greatest, count, isKnown) = (Int64.max, Int64.min, 0, true)
        do {
            var admitted = log.admittedFrom.mutableSpan
            reader.forEachCounted(own, block, number) { row in
                let at = layout.occurredAt(row, of: block)
                (least, greatest, count) = (min(least, at), max(greatest, at), count + 1)
                let account = AccountEntry.local(of: layout.account(row, of: block))
                guard account < admitted.count else {
                    isKnown = false
                    return
                }
                if isAdmission { admitted[account] = min(admitted[account], at) }
            }
        }
        if isRead, count > 0 { read(least...greatest) }
        counts[own.type, default: 0] += count
        return isKnown
    }

    /// Lets an account in by an event that happened at some time.
    mutating func admit(_ account: Int, _ at: Int64) {
        log.admittedFrom[account] = min(log.admittedFrom[account], at)
    }

    /// Takes notice of when events happened that the pack reads.
    mutating func read(_ times: ClosedRange<Int64>) {
        span = span.map {
            min($0.lowerBound, times.lowerBound)...max($0.upperBound, times.upperBound)
        }
        if span == nil { span = times }
    }

    /// Leaves out the accounts that the pack never knows, once all events were taken notice of.
    mutating func settle() { places = log.settle() }
}

extension EntryColumns {
    /// Adds what a source takes from the events of a block that are all known and count.
    ///
    /// - Parameter places: where the account of each stands in the shard.
    fileprivate mutating func take(
        _ taken: [Int64], at places: [UInt32], _ fixed: FixedSource,
        _ layout: ColumnBlock.Layout, _ block: RawSpan
    ) {
        accounts += places
        layout.appendOccurredAt(of: block, to: &occurredAt)
        layout.appendPositions(of: block, to: &positions)
        values += taken
        guard let column = fixed.currency else { return }
        let numbers = layout.values(column, of: block)
        if let first = numbers.first, numbers.allSatisfy({ $0 == first }) {
            currencies += repeatElement(ShardLoader.currency(first), count: numbers.count)
        } else {
            currencies += numbers.map { ShardLoader.currency($0) }
        }
    }
}
