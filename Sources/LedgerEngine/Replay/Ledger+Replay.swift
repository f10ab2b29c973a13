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
        let known = try known(options.knownAt, before: options.end)
        let facts = options.takesAllFacts ? Set(pack.facts.indices) : options.facts
        let plan = ReplayPlan(pack, tracks: tracks, facts: facts)
        guard plan.isOnCalendar, !options.knowsThen else {
            let run = try historyRun(
                pack, options.knowledge, before: known.end, rulings: options.takes)
            return Replay(run, tracks: tracks, end: known.end, options, workers)
        }
        let reading = try querying { () throws(StorageError) in
            try ReplayReading(self, plan, known, options, workers)
        }
        let roll = AccountRoll(
            reading.shards.map { ($0.log.accounts, $0.log.admittedFrom) },
            slotsByName: reading.slotsByName)
        let span = ScoutedShard.span(of: reading.shards)
        let kernel = ReplayKernel(
            reading.planInCurrency, roll, span: span, through: options.to ?? .latest,
            lists: reading.lists, rates: reading.rates.table)
        return Replay(kernel, reading, span: span, options)
    }
}

extension ReplayOptions {
    /// Whether a ruling counts.
    func takes(_ ruling: AccountReadings.Ruling) -> Bool {
        ruling.kind == .approval ? approvals == .recorded : overrides == .apply
    }

    /// Whether each instant is decided with what was known by then.
    var knowsThen: Bool { if case .then = knowledge { true } else { false } }

    /// What is taken as known.
    var knownAt: KnownAt {
        if case .at(let knownAt) = knowledge { knownAt } else { .now }
    }
}

extension ScoutedShard {
    /// From the first to the last event that the pack reads.
    fileprivate static func span(of shards: [ScoutedShard]) -> ClosedRange<Instant>? {
        let spans = shards.compactMap(\.span)
        guard let first = spans.map(\.lowerBound).min(), let last = spans.map(\.upperBound).max()
        else { return nil }
        return Instant(microseconds: first)...Instant(microseconds: last)
    }
}

/// Reads a ledger for a replay: accounts, columns, and from the log what no columns hold.
struct ReplayReading: Sendable {
    let ledger: Ledger
    private let plan: ReplayPlan
    let workers: Workers
    /// Positions from here on are unknown.
    let end: UInt64
    let reader: ColumnReader
    private let loader: ShardLoader
    /// What of the log was read.
    let pieces: [LogIntake.Piece]
    private(set) var shards: [ScoutedShard]
    /// The accounts by shard and place, in the order of their ids.
    private let accountsByName: [UInt32]
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
        var packs = PackColumns()
        try ledger.environment.read { (transaction) throws(StorageError) in
            accounts = try AccountShards(transaction, tables)
            start = (
                try TypeDirectory(transaction, tables).names,
                try ledger.accountNumber(of: .ledger, transaction),
                try ColumnSegment.all(transaction, tables)
            )
            packs = try PackColumns(start.columns, plan, transaction, tables)
        }
        accountsByName = accounts.numbersByName
        end = known.end
        shards = accounts.names.map {
            ScoutedShard(ReplayShard($0, sourceCount: plan.sources.count))
        }
        let takesRulings = options.approvals == .recorded || options.overrides == .apply
        reader = ColumnReader(
            tables, start.columns, types: start.types, known, ledgerAccount: start.ledger)
        var log = LogIntake(plan, reader, packs, takesRulings: takesRulings)
        loader = ShardLoader(reader, uses: log.uses, plan.sources)
        pieces = log.pieces
        var tape = JSONTape()
        for piece in pieces {
            try LogReader(tables: tables).forEach(piece.positions, in: ledger.environment) {
                (position, header, json) throws(StorageError) in
                guard log.needs(header, piece), try known.counts(position, header, json, &tape)
                else { return .next }
                try log.take(position, header, json, piece, into: &shards)
                return .next
            }
        }
        for index in shards.indices { shards[index].keep(options) }
        try readLedgerEvents(known)
        try scout()
    }

    /// Takes notice of the events that columns hold.
    private mutating func scout() throws(StorageError) {
        let (ledger, loader, shards) = (ledger, loader, shards)
        let scouted = workers.map(shards.count) { number in
            Result { () throws(StorageError) in
                var shard = shards[number]
                try ledger.environment.read { (transaction) throws(StorageError) in
                    try loader.scout(number, into: &shard, transaction)
                }
                shard.settle()
                return shard
            }
        }
        for (number, result) in scouted.enumerated() { self.shards[number] = try result.get() }
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

    /// Whether anything that people ruled counts.
    var hasRulings: Bool {
        shards.contains { shard in shard.log.others.contains { !$0.rulings.isEmpty } }
    }

    /// A shard with all that the log and the columns hold of it.
    func shard(_ number: Int) throws(StorageError) -> ReplayShard {
        var shard = shards[number].log
        try ledger.environment.read { (transaction) throws(StorageError) in
            try loader.load(
                number, shards[number].places, shards[number].counts, into: &shard, transaction)
        }
        return shard
    }

    /// The slots of all accounts of the shards, in the order of their ids.
    var slotsByName: [UInt32] {
        var (firstSlots, next) = ([UInt32](), UInt32(0))
        for shard in shards {
            firstSlots.append(next)
            next += UInt32(shard.log.accounts.count)
        }
        var slots: [UInt32] = []
        slots.reserveCapacity(Int(next))
        for account in accountsByName {
            let shard = AccountEntry.shard(of: account)
            let place = shards[shard].places[AccountEntry.local(of: account)]
            if place != .max { slots.append(firstSlots[shard] + place) }
        }
        return slots
    }

    /// The numbers of the accounts by slot.
    var accountsBySlot: [UInt32] {
        shards.indices.flatMap { shard in
            let places = shards[shard].places
            var accounts = [UInt32](repeating: 0, count: shards[shard].log.accounts.count)
            for (local, place) in places.enumerated() where place != .max {
                accounts[Int(place)] = AccountEntry.account(local, ofShard: shard)
            }
            return accounts
        }
    }

    /// The plan in the currency of the ledger, where the pack follows it: that of most orders.
    var planInCurrency: ReplayPlan {
        guard plan.pack.followsLedgerCurrency else { return plan }
        var currencies = CurrencyTally()
        for shard in shards { currencies.merge(shard.currencies) }
        return plan.inCurrency(ofLedger: currencies.proposal)
    }
}

/// The accounts of a ledger by shard.
private struct AccountShards: Sendable {
    var names: [[AccountID]] = []
    /// The accounts' numbers in the order of their ids.
    var numbersByName: [UInt32] = []

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
        numbersByName.reserveCapacity(Int(number))
        var ids = try transaction.cursor(in: tables.accountIDs)
        while try ids.next() {
            guard ids.value.byteCount == 4, UInt64(ids.value.uint32(at: 0)) < number else {
                throw .damaged(reason: "an account id is of no account")
            }
            numbersByName.append(ids.value.uint32(at: 0))
        }
        guard numbersByName.count == number else {
            throw .damaged(reason: "accounts and their ids differ in number")
        }
    }
}

extension ScoutedShard {
    /// Forgets the rulings that don't count.
    fileprivate mutating func keep(_ options: ReplayOptions) {
        for account in log.others.indices {
            log.others[account].rulings.removeAll { !options.takes($0) }
        }
    }
}
