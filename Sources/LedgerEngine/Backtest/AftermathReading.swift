import JSON
import LMDB
import LedgerModel
import Policy

/// What happened to the accounts of a ledger, as far as a backtest looks for it.
struct AftermathReading {
    /// Events from this position on are not in it.
    let end: UInt64
    /// Decisions before this instant are censored: what they are compared with begins before the
    /// first event that counts. The earliest of all where they are compared with nothing.
    let from: Instant
    /// What happened from here on isn't known.
    let until: Instant
    /// When the ledger recorded its first event.
    let firstRecordedAt: Instant
    /// Whether every event was known by the time at which it happened, and none was annulled: what
    /// was known then is what is known now, but for what happened later.
    let isPrompt: Bool
    private let courses: [AccountID: AccountCourse]
    private let absent: AccountCourse

    /// What happened to an account.
    func course(of account: AccountID) -> AccountCourse { courses[account] ?? absent }

    fileprivate init(
        _ log: AftermathIntake, _ from: Instant, _ until: Instant, _ first: Instant,
        _ courses: [AccountID: AccountCourse]
    ) {
        end = log.known.end
        self.from = from
        self.until = until
        firstRecordedAt = first
        isPrompt = log.isPrompt
        self.courses = courses
        absent = AccountCourse(log.aftermath == .churn ? RiskSpell.ofChurn([]) : [])
    }
}

extension Ledger {
    /// Reads what happened to all accounts. It is known until the last event that counts, but no
    /// longer than until the last one was recorded, for events may lie in the future; and not
    /// longer than what was asked for.
    ///
    /// - Returns: nil where no account has an event that counts.
    func aftermath(_ options: BacktestOptions) async throws(QueryError) -> AftermathReading? {
        let known = try known(options.knownAt)
        let log = try querying { () throws(StorageError) in
            var log = try environment.read { (transaction) throws(StorageError) in
                AftermathIntake(
                    options.aftermath, known,
                    try KnownSpans(options.knowledge, before: known.end, transaction, tables),
                    types: try TypeDirectory(transaction, tables).names,
                    ledgerAccount: try accountNumber(of: .ledger, transaction))
            }
            try LogReader(tables: tables).forEach(0..<known.end, in: environment) {
                (position, header, json) throws(StorageError) in
                try log.take(position, header, json)
                return .next
            }
            return log
        }
        guard let occurred = log.occurredAt, let recorded = log.recordedAt else { return nil }
        var from = Instant.earliest
        if case .revenueFall = options.aftermath {
            from = occurred.first.advanced(byDays: options.horizonDays)
        }
        var until = min(occurred.last, recorded.last)
        if case .instant(let instant, _) = options.knownAt { until = min(until, instant) }
        return AftermathReading(
            log, from, until, recorded.first,
            try await courses(log, options.aftermath, known))
    }

    private func courses(
        _ log: AftermathIntake, _ aftermath: Aftermath, _ known: KnownEvents
    ) async throws(QueryError) -> [AccountID: AccountCourse] {
        guard case .revenueFall(let percent) = aftermath else {
            let names = try accountNames(log.accountCount)
            return Dictionary(
                uniqueKeysWithValues: names.enumerated().map { ($0.element, log.course($0.offset)) }
            )
        }
        var fold = try await fold(known)
        let valuation = Valuation(
            currency: Self.currency(of: fold.aggregates), rates: fold.rates)
        var courses: [AccountID: AccountCourse] = [:]
        for (account, name) in try accountNames(fold.aggregates.count).enumerated() {
            guard let aggregate = fold.take(account) else { continue }
            let line = AccountTimeline(aggregate).revenueLine(asOf: .latest, in: valuation)
            courses[name] = AccountCourse(line, percent: percent)
        }
        return courses
    }
}

/// Takes what a backtest looks for as the events come in position order.
private struct AftermathIntake {
    let aftermath: Aftermath
    let known: KnownEvents
    private(set) var isPrompt = true
    /// When the first and the last event of an account that counts happened.
    private(set) var occurredAt: (first: Instant, last: Instant)?
    /// When the first and the last event of all were recorded.
    private(set) var recordedAt: (first: Instant, last: Instant)?
    private let spans: KnownSpans
    private let ledgerAccount: UInt32?
    private let orderType: Int?
    /// By type.
    private let turnOfType: [RiskSpell.Turn?]
    private let partialType: Int?
    /// By account number.
    private var orders: [[Instant]] = []
    private var turns: [[(at: Instant, turn: RiskSpell.Turn)]] = []
    private var tape = JSONTape()

    init(
        _ aftermath: Aftermath, _ known: KnownEvents, _ spans: KnownSpans, types: [String],
        ledgerAccount: UInt32?
    ) {
        self.aftermath = aftermath
        self.known = known
        self.spans = spans
        self.ledgerAccount = ledgerAccount
        orderType = types.firstIndex(of: "order.placed")
        turnOfType = types.map { RiskSpell.Turn(eventType: $0) }
        partialType = types.firstIndex(of: "churn.confirmed")
    }

    /// Accounts with something that is looked for have a lower number.
    var accountCount: Int { max(orders.count, turns.count) }

    mutating func take(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>
    ) throws(StorageError) {
        recordedAt = (recordedAt?.first ?? header.recordedAt, header.recordedAt)
        guard !header.flags.contains(.annulment) else { return }
        if isPrompt {
            let span = try spans.span(position, header, json, &tape)
            isPrompt = span.from <= header.occurredAt && span.until == nil
        }
        guard header.account != ledgerAccount, try known.counts(position, header, json, &tape)
        else { return }
        occurredAt = (
            min(occurredAt?.first ?? header.occurredAt, header.occurredAt),
            max(occurredAt?.last ?? header.occurredAt, header.occurredAt)
        )
        let (account, type) = (Int(header.account), Int(header.type))
        switch aftermath {
        case .churn:
            guard turnOfType.indices.contains(type), var turn = turnOfType[type] else { return }
            if type == partialType {
                let data = try tape.parseData(of: position, json)
                let partial = tape.member("partial", of: data, in: json)
                if partial.flatMap({ tape.bool($0) }) == true { turn = .lostInPart }
            }
            while turns.count <= account { turns.append([]) }
            turns[account].append((header.occurredAt, turn))
        case .noOrder:
            guard type == orderType else { return }
            while orders.count <= account { orders.append([]) }
            orders[account].append(header.occurredAt)
        case .revenueFall: break
        }
    }

    /// What happened to an account, by its number.
    func course(_ account: Int) -> AccountCourse {
        if case .noOrder(let days) = aftermath {
            return AccountCourse(RiskSpell.ofSilence(orders[account].sorted(), days: days))
        }
        let order = turns[account].indices.sorted {
            (turns[account][$0].at, $0) < (turns[account][$1].at, $1)
        }
        return AccountCourse(RiskSpell.ofChurn(order.map { turns[account][$0] }))
    }
}
