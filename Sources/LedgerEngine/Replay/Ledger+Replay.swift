import JSON
import LMDB
import LedgerModel
package import Policy

extension Ledger {
    /// Reads what a pack needs of the whole history, as it stands now; what is appended later
    /// doesn't change the replay.
    ///
    /// - Parameter tracks: the decisions and machines wanted, by `Pack.trackIndex(of:)`.
    package func replay(
        _ pack: Pack, tracks: [Int], _ options: ReplayOptions
    ) throws(QueryError) -> Replay {
        let pack = options.approvals == .assume ? pack.assumingApproval : pack
        let workers = Workers(count: options.threads ?? SeveralCores.count)
        let known = try known(options.knownAt)
        let plan = ReplayPlan(pack, tracks: tracks, takesAllFacts: options.takesAllFacts)
        let reading = try querying { () throws(StorageError) in
            try ReplayReading(self, plan, known, options, workers)
        }
        let shards = try querying { () throws(StorageError) in try reading.shards() }
        let owned = reading.plan(for: shards)
        let roll = AccountRoll(
            shards.map { ($0.shard.accounts, $0.shard.admittedFrom) },
            slotsByName: reading.slotsByName)
        let kernel = ReplayKernel(
            owned, roll, span: LoadedShard.span(of: shards),
            through: options.to ?? .latest, lists: reading.lists, rates: reading.rates.table)
        return Replay(kernel, shards.map(\.shard), end: known.end, options, workers)
    }
}

extension ReplayOptions {
    /// What is taken as known.
    fileprivate var knownAt: KnownAt {
        if case .at(let knownAt) = knowledge { knownAt } else { .now }
    }
}

extension LoadedShard {
    /// From the first to the last event that the pack reads.
    fileprivate static func span(of shards: [LoadedShard]) -> ClosedRange<Instant>? {
        let spans = shards.compactMap(\.span)
        guard let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max()
        else { return nil }
        return Instant(microseconds: first)...Instant(microseconds: last)
    }
}

/// Reads a ledger for a replay: accounts, columns, and from the log what no columns hold.
struct ReplayReading: Sendable {
    private let ledger: Ledger
    private let plan: ReplayPlan
    private let workers: Workers
    private let loader: ShardLoader
    /// What the log says, by shard.
    private var read: [LoadedShard]
    /// The slots in the order of the accounts' ids.
    let slotsByName: [UInt32]
    private(set) var lists: [FrozenList] = []
    private(set) var rates: [QuotedRate] = []

    init(
        _ ledger: Ledger, _ plan: ReplayPlan, _ known: KnownEvents, _ options: ReplayOptions,
        _ workers: Workers
    ) throws(StorageError) {
        self.ledger = ledger
        self.plan = plan
        self.workers = workers
        let tables = ledger.tables
        var accounts = AccountShards()
        var start: (types: [String], ledger: UInt32?, columns: [ColumnSegment]) = ([], nil, [])
        try ledger.environment.read { (transaction) throws(StorageError) in
            accounts = try AccountShards(transaction, tables)
            start = (
                try TypeDirectory(transaction, tables).names,
                try ledger.accountNumber(of: .ledger, transaction),
                try ColumnSegment.all(transaction, tables)
            )
        }
        slotsByName = accounts.slotsByName
        read = accounts.names.map { LoadedShard(ReplayShard($0, sourceCount: plan.sources.count)) }
        let takesRulings = options.approvals == .recorded || options.overrides == .apply
        var log = LogIntake(plan, start.types, takesRulings: takesRulings, start.ledger)
        loader = ShardLoader(
            tables: tables, segments: start.columns, uses: log.uses, known: known,
            annulled: known.annulledPositions, ledgerAccount: start.ledger)
        let covered = min(start.columns.last?.end ?? 0, known.end)
        let first = log.readsCovered ? 0 : covered
        var tape = JSONTape()
        try LogReader(tables: tables).forEach(first..<known.end, in: ledger.environment) {
            (position, header, json) throws(StorageError) in
            guard log.needs(header, isCovered: position < covered),
                try known.counts(position, header, json, &tape)
            else { return .next }
            try log.take(position, header, json, isCovered: position < covered, into: &read)
            return .next
        }
        for index in read.indices { read[index].keep(options) }
        try readLedgerEvents(known)
    }

    /// Reads the lists and rates of the ledger.
    private mutating func readLedgerEvents(_ known: KnownEvents) throws(StorageError) {
        let types = try ledger.environment.read { (transaction) throws(StorageError) in
            try TypeDirectory(transaction, ledger.tables).names
        }
        var (lists, rates, tape) = ([FrozenList](), [QuotedRate](), JSONTape())
        let positions = try ledger.positions(of: .ledger).filter { $0 < known.end }
        try LogReader(tables: ledger.tables).forEach(at: positions, in: ledger.environment) {
            (position, header, json) throws(StorageError) in
            guard try known.counts(position, header, json, &tape),
                !header.flags.contains(.annulment), types.indices.contains(Int(header.type))
            else { return .next }
            let event = EventIntake.Event(
                type: types[Int(header.type)], occurredAt: header.occurredAt,
                position: Position(position))
            let data = try tape.parseData(of: position, json)
            EventIntake.takeLedger(
                event, tape, data: data, in: json, lists: &lists, rates: &rates)
            return .next
        }
        lists.sort { ($0.occurredAt, $0.position) < ($1.occurredAt, $1.position) }
        (self.lists, self.rates) = (lists, rates)
    }

    /// Every shard with all that the columns hold of it.
    func shards() throws(StorageError) -> [LoadedShard] {
        let (ledger, loader, read) = (ledger, loader, read)
        let loaded = workers.map(read.count) { number in
            Result { () throws(StorageError) in
                var shard = read[number]
                try ledger.environment.read { (transaction) throws(StorageError) in
                    try loader.load(number, into: &shard, transaction)
                }
                return shard
            }
        }
        var shards: [LoadedShard] = []
        for result in loaded { shards.append(try result.get()) }
        return shards
    }

    /// The plan in the currency of the ledger, where the pack follows it: that of most orders.
    func plan(for shards: [LoadedShard]) -> ReplayPlan {
        guard plan.pack.followsLedgerCurrency else { return plan }
        var counts: [CurrencyCode: Int] = [:]
        for source in plan.currencySources {
            for shard in shards {
                for currency in shard.shard.entries[source].currencies {
                    counts[currency, default: 0] += 1
                }
            }
        }
        let currency = counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .none
        return plan.inCurrency(ofLedger: currency)
    }
}

/// The accounts of a ledger by shard.
private struct AccountShards: Sendable {
    var names: [[AccountID]] = []
    var slotsByName: [UInt32] = []

    init() {}

    init(
        _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        names = Array(repeating: [], count: LedgerFormat.shardCount)
        var number: UInt64 = 0
        var cursor = try transaction.cursor(in: tables.accounts)
        while try cursor.next() {
            guard try cursor.key == number, cursor.value.byteCount > 4 else {
                throw .damaged(reason: "the accounts have a gap at \(number)")
            }
            let id = cursor.value.extracting(4..<cursor.value.byteCount).copy()
            names[AccountEntry.shard(of: UInt32(number))].append(
                AccountID(String(decoding: id, as: UTF8.self)))
            number += 1
        }
        var (firstSlots, next) = ([UInt32](), UInt32(0))
        for shard in names {
            firstSlots.append(next)
            next += UInt32(shard.count)
        }
        slotsByName.reserveCapacity(Int(number))
        var ids = try transaction.cursor(in: tables.accountIDs)
        while try ids.next() {
            guard ids.value.byteCount == 4, UInt64(ids.value.uint32(at: 0)) < number else {
                throw .damaged(reason: "an account id is of no account")
            }
            let account = ids.value.uint32(at: 0)
            slotsByName.append(
                firstSlots[AccountEntry.shard(of: account)] + ShardLoader.local(account))
        }
        guard slotsByName.count == number else {
            throw .damaged(reason: "accounts and their ids differ in number")
        }
    }
}

/// Takes from the log what a replay finds in no columns.
private struct LogIntake: Sendable {
    private let plan: ReplayPlan
    private let types: [String]
    private let intake: ReplayIntake
    private let ledgerAccount: UInt32?
    /// What columns are asked for, by type.
    let uses: [ShardLoader.TypeUse]
    /// The sources that no columns hold, by type.
    private let unheld: [[Int]]
    private var tape = JSONTape()

    init(_ plan: ReplayPlan, _ types: [String], takesRulings: Bool, _ ledgerAccount: UInt32?) {
        self.plan = plan
        self.types = types
        self.ledgerAccount = ledgerAccount
        intake = ReplayIntake(plan, takesRulings: takesRulings)
        let read = EventIntake(plan.pack).types
        var (uses, unheld) = ([ShardLoader.TypeUse](), [[Int]]())
        for type in types {
            var (use, own) = (ShardLoader.TypeUse(), [Int]())
            use.fields = Catalogue.index(of: type).map { Catalogue.columns[$0] } ?? []
            use.isRead = read.contains(type)
            use.isAdmission = plan.pack.having.map { $0 == type } ?? true
            for source in intake.sources(of: type) {
                if let fixed = plan.sources[source].fixed {
                    use.sources.append((source, fixed))
                } else {
                    own.append(source)
                }
            }
            uses.append(use)
            unheld.append(own)
        }
        (self.uses, self.unheld) = (uses, unheld)
    }

    /// Whether events that have columns must be read as well.
    var readsCovered: Bool {
        types.indices.contains { !unheld[$0].isEmpty || intake.readsWhole(types[$0]) }
    }

    /// Whether an event is of concern, by its header.
    func needs(_ header: EventHeader, isCovered: Bool) -> Bool {
        let type = Int(header.type)
        guard uses.indices.contains(type), header.account != ledgerAccount,
            !header.flags.contains(.annulment)
        else { return false }
        let isRead = !unheld[type].isEmpty || intake.readsWhole(types[type])
        return isRead || !isCovered && !uses[type].isEmpty
    }

    mutating func take(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>, isCovered: Bool,
        into shards: inout [LoadedShard]
    ) throws(StorageError) {
        let (type, number) = (Int(header.type), AccountEntry.shard(of: header.account))
        let account = ShardLoader.local(header.account)
        guard Int(account) < shards[number].shard.accounts.count else {
            throw .damaged(reason: "the event at position \(position) names no account")
        }
        if !isCovered {
            shards[number].note(
                header.occurredAt.microseconds, Int(account),
                isAdmission: uses[type].isAdmission, isRead: uses[type].isRead)
        }
        let wanted = isCovered ? unheld[type] : intake.sources(of: types[type])
        guard !wanted.isEmpty || intake.readsWhole(types[type]) else { return }
        let event = EventIntake.Event(
            type: types[type], occurredAt: header.occurredAt, position: Position(position))
        let data = try tape.parseData(of: position, json)
        intake.take(
            event, of: account, wanted, tape, data: data, in: json, into: &shards[number].shard)
    }
}

extension LoadedShard {
    /// Forgets the rulings that don't count.
    fileprivate mutating func keep(_ options: ReplayOptions) {
        for account in shard.others.indices {
            shard.others[account].rulings.removeAll { ruling in
                ruling.kind == .approval
                    ? options.approvals == .assume : options.overrides == .ignore
            }
        }
    }
}
