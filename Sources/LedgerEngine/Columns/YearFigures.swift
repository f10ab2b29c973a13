import JSON
import LMDB
import LedgerModel
import Policy

/// What the accounts of a ledger brought in the 365 days before an instant, and which of them were
/// lost in it and not won back; told from columns, so that no event is parsed that has any.
struct YearFigures: Sendable {
    /// The currency of all revenue, as a portfolio proposes it.
    let currency: CurrencyCode
    /// By shard.
    private let revenue: [[Figure]]
    private let shards: [ShardYear]

    /// - Parameters:
    ///   - reading: of the same events.
    ///   - end: the instant; events before it count.
    init(_ reading: ReplayReading, before end: Instant) throws(StorageError) {
        let (reader, environment, workers) = (
            reading.reader, reading.ledger.environment, reading.workers
        )
        let uses = reader.types.map { TypeUse($0) }
        let accounts = try environment.read { (transaction) throws(StorageError) in
            Int(try transaction.statistics(of: reader.tables.accounts).entries)
        }
        let window = end.advanced(byDays: -365).microseconds..<end.microseconds
        let made = workers.map(LedgerFormat.shardCount) { shard in
            Result { () throws(StorageError) in
                var year = ShardYear(shard, accountCount: accounts, window)
                try environment.read { (transaction) throws(StorageError) in
                    try year.read(reader, uses, transaction)
                }
                return year
            }
        }
        var shards: [ShardYear] = []
        for result in made { shards.append(try result.get()) }
        try Self.readTail(reader, uses, in: environment, into: &shards)
        var tally = CurrencyTally()
        for shard in shards { tally.merge(shard.currencies) }
        let valuation = Valuation(currency: tally.proposal, rates: reading.rates.table)
        currency = valuation.currency
        let years = shards
        revenue = workers.map(shards.count) { years[$0].revenue(in: valuation) }
        self.shards = shards
    }

    /// Net revenue of an account, in minor units (`RevenueLine.trailingNet`).
    func revenue(of account: UInt32) -> Figure {
        revenue[AccountEntry.shard(of: account)][AccountEntry.local(of: account)]
    }

    /// How many events of an account happened.
    func events(of account: UInt32) -> Int {
        shards[AccountEntry.shard(of: account)].events[AccountEntry.local(of: account)]
    }

    /// When an account was lost, wholly or in part, if it wasn't won back.
    func lostAt(_ account: UInt32) -> Instant? {
        shards[AccountEntry.shard(of: account)].lostAt(AccountEntry.local(of: account))
    }

    /// Takes the events that are in no columns yet.
    private static func readTail(
        _ reader: ColumnReader, _ uses: [TypeUse], in environment: Environment,
        into shards: inout [ShardYear]
    ) throws(StorageError) {
        var tape = JSONTape()
        let log = LogReader(tables: reader.tables)
        try log.forEach(reader.covered..<reader.known.end, in: environment) {
            (position, header, json) throws(StorageError) in
            guard !header.flags.contains(.annulment), header.account != reader.ledgerAccount,
                uses.indices.contains(Int(header.type)),
                try reader.known.counts(position, header, json, &tape)
            else { return .next }
            let use = uses[Int(header.type)]
            let event = ShardYear.Event(
                account: AccountEntry.local(of: header.account),
                at: header.occurredAt.microseconds, position: position)
            let shard = AccountEntry.shard(of: header.account)
            guard shards[shard].notice(event, use.turn) else {
                throw .damaged(reason: "the event at position \(position) names no account")
            }
            guard let money = use.money else { return .next }
            let data = try tape.parseData(of: position, json)
            shards[shard].take(
                event, money, money.amount(of: tape, data: data, in: json),
                money.currency(of: tape, data: data, in: json))
            shards[shard].currencies.add(money, tape, data: data, in: json)
            return .next
        }
    }
}

/// What is taken of events of one type.
private struct TypeUse: Sendable {
    let money: MoneyColumns?
    let turn: RiskSpell.Turn?

    init(_ type: String) {
        let definition = Catalogue.index(of: type)
        money = definition.flatMap { MoneyColumns(definition: $0) }
        turn = RiskSpell.Turn(eventType: type)
    }
}

/// The year of the accounts of one shard.
private struct ShardYear: Sendable {
    /// An event of the shard.
    struct Event {
        /// By place in the shard.
        let account: Int
        let at: Int64
        let position: UInt64
    }

    /// What moves the revenue of an account.
    private struct Movement: Sendable {
        let account: Int32
        let currency: CurrencyCode
        let amount: Int64
        let at: Int64
        let position: UInt64
    }

    /// The last event that lost an account or won it back.
    private struct LastTurn: Sendable {
        let at: Int64
        let position: UInt64
        let isLoss: Bool
    }

    /// How many happened in the year, by account.
    private(set) var events: [Int]
    fileprivate(set) var currencies = CurrencyTally()
    private var turns: [Int: LastTurn] = [:]
    private var movements: [Movement] = []
    private let shard: Int
    private let window: Range<Int64>

    init(_ shard: Int, accountCount: Int, _ window: Range<Int64>) {
        (self.shard, self.window) = (shard, window)
        let count = (accountCount - shard + LedgerFormat.shardCount - 1) / LedgerFormat.shardCount
        events = Array(repeating: 0, count: max(0, count))
    }

    /// Reads the columns of the shard.
    mutating func read(
        _ reader: ColumnReader, _ uses: [TypeUse], _ transaction: borrowing ReadTransaction
    ) throws(StorageError) {
        let all = Array(repeating: true, count: uses.count)
        try reader.forEachBlock(of: shard, all, transaction) {
            (block, own) throws(StorageError) in
            let (layout, use) = (own.layout, uses[own.type])
            var isStrange = false
            reader.forEachCounted(own, block, shard) { row in
                let event = Event(
                    account: AccountEntry.local(of: layout.account(row, of: block)),
                    at: layout.occurredAt(row, of: block),
                    position: layout.position(row, of: block))
                guard notice(event, use.turn) else {
                    isStrange = true
                    return
                }
                guard let money = use.money, window.contains(event.at) else { return }
                take(
                    event, money, layout.value(money.amount, row, of: block),
                    layout.value(money.currency, row, of: block))
            }
            guard !isStrange else {
                throw .damaged(reason: "a block of columns is of no account")
            }
            if let money = use.money {
                reader.tally(money, own, block, shard, into: &currencies)
            }
        }
    }

    /// Takes notice of an event; false where it is of no account.
    mutating func notice(_ event: Event, _ turn: RiskSpell.Turn?) -> Bool {
        guard event.account < events.count else { return false }
        guard window.contains(event.at) else { return true }
        events[event.account] += 1
        guard let turn else { return true }
        let last = turns[event.account]
        if last.map({ ($0.at, $0.position) < (event.at, event.position) }) ?? true {
            turns[event.account] = LastTurn(
                at: event.at, position: event.position, isLoss: turn == .lost)
        }
        return true
    }

    /// Takes what an event moves revenue by.
    mutating func take(_ event: Event, _ money: MoneyColumns, _ amount: Int64, _ currency: Int64) {
        guard money.revenueSign != 0, amount != FieldColumn.missing, window.contains(event.at)
        else { return }
        movements.append(
            Movement(
                account: Int32(event.account), currency: ShardLoader.currency(currency),
                amount: money.revenueSign * amount, at: event.at, position: event.position))
    }

    /// When an account was lost, wholly or in part, if it wasn't won back.
    func lostAt(_ account: Int) -> Instant? {
        guard let turn = turns[account], turn.isLoss else { return nil }
        return Instant(microseconds: turn.at)
    }

    /// Net revenue by account. Where a movement has no value the first such one tells why.
    func revenue(in valuation: Valuation) -> [Figure] {
        var sums = Array(repeating: FigureSum(), count: events.count)
        var gaps: [Int: (at: Int64, position: UInt64, reason: MissingReason)] = [:]
        for movement in movements {
            let account = Int(movement.account)
            let figure = valuation.figure(
                movement.amount, in: movement.currency,
                at: Instant(microseconds: movement.at), Position(movement.position))
            switch figure {
            case .value(let minor): sums[account].add(minor)
            case .missing(let reason):
                let isFirst =
                    gaps[account].map {
                        (movement.at, movement.position) < ($0.at, $0.position)
                    } ?? true
                if isFirst { gaps[account] = (movement.at, movement.position, reason) }
            }
        }
        return sums.indices.map { gaps[$0].map { .missing($0.reason) } ?? sums[$0].figure }
    }
}
