import LMDB
import LedgerModel
import Policy

extension Ledger {
    /// Compares what two packs make of the whole history. Both are replayed over the same events,
    /// known at one position: what a writer appends meanwhile is in neither. They are compared when
    /// the base decides; where the variant decides at other times, what stands of it then counts.
    ///
    /// - Parameter inForce: the packs under which accounts stand today; nil to leave that out.
    /// - Returns: nil where the base decides nothing; and where one of them decides at events, not
    ///   on the calendar.
    package func compare(
        _ base: ComparedPack, _ variant: ComparedPack, inForce: PacksInForce?,
        _ options: ComparisonOptions
    ) throws -> LedgerComparison? {
        var own = options.replay
        own.from = .earliest
        let isSharing =
            base.pack.hasFacts(of: variant.pack) && own.approvals == .assume
            && own.overrides == .ignore
        if isSharing { own.facts = ReplayPlan(variant.pack, tracks: [variant.track]).neededFacts }
        let first = try replay(base.pack, tracks: [base.track], own)
        guard let last = first.instants(ofTrack: base.track).last else { return nil }
        own.end = first.end
        own.to = last
        let shared =
            isSharing ? first.deciding(by: variant.pack, tracks: [variant.track], own) : nil
        let second = try shared ?? replay(variant.pack, tracks: [variant.track], own)
        let replays = ComparedReplays(
            first, track: base.track, second, track: variant.track, from: options.replay.from,
            isShared: shared != nil)
        guard var replays else { return nil }
        var figures = try AccountFigures(
            replays, try reading(first, base, options.replay, at: replays.end),
            numbers: try replays.numbers ?? numbers(of: replays.accounts))
        let comparison = try replays.compare(watching: figures.losses)
        let (percent, limit) = (ComparisonOptions.nearPercent, options.explained)
        let near = (
            replays.base.near(comparison.baseOutcomes, percent: percent, limit: limit),
            replays.variant.near(comparison.variantOutcomes, percent: percent, limit: limit)
        )
        try figures.readNames(
            of: comparison.moves.map(\.account) + Array(figures.losses.keys)
                + (near.0.found + near.1.found).map(\.account))
        return LedgerComparison(
            comparison: comparison, accounts: replays.accounts,
            base: figures.party(replays.base, comparison.baseOutcomes, near.0),
            variant: figures.party(replays.variant, comparison.variantOutcomes, near.1),
            moves: try moves(
                comparison, replays, figures, inForce, options, before: first.end),
            losses: figures.losses.sorted { ($0.value, $0.key) < ($1.value, $1.key) }.map {
                LedgerComparison.Loss(
                    account: replays.accounts[$0.key], name: figures.names[$0.key],
                    occurredAt: $0.value, before: comparison.glimpses[$0.key])
            }, end: first.end, currency: figures.currency, options: options, inForce: inForce)
    }

    /// What tells the figures of the accounts: where each instant is decided by what was known
    /// then, they are those that were known at the last.
    private func reading(
        _ replay: Replay, _ base: ComparedPack, _ options: ReplayOptions, at last: Instant
    ) throws(QueryError) -> ReplayReading {
        if let reading = replay.columns?.reading { return reading }
        var own = options
        own.end = replay.end
        if case .then(let knowledge) = options.knowledge {
            own.knowledge = .at(.instant(last, knowledge))
        }
        let known = try known(own.knownAt, before: own.end)
        let workers = replay.workers
        return try querying { () throws(StorageError) in
            try ReplayReading(
                self, ReplayPlan(base.pack, tracks: []), known, own, workers)
        }
    }

    /// The numbers of accounts, which come in the order of their ids.
    private func numbers(of accounts: [AccountID]) throws(QueryError) -> [UInt32] {
        try querying { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                var numbers: [UInt32] = []
                for account in accounts {
                    guard let number = try accountNumber(of: account, transaction) else {
                        throw .damaged(reason: "the account \(account.text) has no number")
                    }
                    numbers.append(number)
                }
                return numbers
            }
        }
    }

    /// The accounts that move, by what they bring.
    private func moves(
        _ comparison: PackComparison, _ replays: ComparedReplays, _ figures: AccountFigures,
        _ inForce: PacksInForce?, _ options: ComparisonOptions, before end: UInt64
    ) throws(QueryError) -> [LedgerComparison.Move] {
        guard !comparison.moves.isEmpty else { return [] }
        let decision = replays.base.pack.names[replays.base.track]
        let knownAt = options.replay.pinned(before: end)
        let today = try inForce.map { (packs) throws(QueryError) in
            try levels(
                [.init(decision, at: [options.today])], packs, .at(knownAt),
                of: Set(comparison.moves.map { replays.accounts[$0.account] }))
        }
        // What is missing may be much.
        let weight = { (move: PackComparison.Move) in
            figures.revenue[move.account].value ?? .max
        }
        let sorted = comparison.moves.sorted {
            (weight($1), $0.account) < (weight($0), $1.account)
        }
        let explained = sorted.prefix(options.explained)
        let reasons = figures.reading.workers.map(explained.count) {
            [language = options.language] place in
            let (own, account) = (explained[place], explained[place].account)
            return (
                base: replays.base.reason(of: account, own.base, language: language),
                variant: replays.variant.reason(of: account, own.variant, language: language)
            )
        }
        return sorted.enumerated().map { place, move in
            let account = replays.accounts[move.account]
            let reason: (base: LedgerComparison.Reason?, variant: LedgerComparison.Reason?) =
                place < reasons.count ? reasons[place] : (nil, nil)
            return LedgerComparison.Move(
                move: move, account: account, name: figures.names[move.account],
                revenue: figures.revenue[move.account], events: figures.events[move.account],
                since: comparison.firstDifferences[move.account],
                today: today?.step(decision, of: account, at: options.today),
                baseReason: reason.base, variantReason: reason.variant)
        }
    }
}

/// What accounts are called and bring, by their index among those that are compared.
private struct AccountFigures {
    let accounts: [AccountID]
    let currency: CurrencyCode
    let revenue: [Figure]
    let events: [Int]
    /// When those were lost that were not won back.
    private(set) var losses: [Int: Instant] = [:]
    let reading: ReplayReading
    private let numbers: [UInt32]
    private let end: Instant
    /// Of those that were read.
    private(set) var names: [Int: String] = [:]

    init(
        _ replays: ComparedReplays, _ reading: ReplayReading, numbers: [UInt32]
    ) throws(QueryError) {
        (accounts, self.numbers, self.reading) = (replays.accounts, numbers, reading)
        end = replays.end
        let end = end
        let year = try querying { () throws(StorageError) in
            try YearFigures(reading, before: end)
        }
        currency = year.currency
        revenue = numbers.map { year.revenue(of: $0) }
        events = numbers.map { year.events(of: $0) }
        for (index, number) in numbers.enumerated() { losses[index] = year.lostAt(number) }
    }

    /// Reads what some accounts are called before the end.
    mutating func readNames(of indices: [Int]) throws(QueryError) {
        let wanted = Dictionary(
            indices.map { (numbers[$0], $0) }, uniquingKeysWith: { first, _ in first })
        let (reading, end) = (reading, end)
        let found = try querying { () throws(StorageError) in
            try AccountNames.read(of: Set(wanted.keys), reading, before: end)
        }
        for (number, name) in found { if let index = wanted[number] { names[index] = name } }
    }

    /// What one pack's levels bring and ask for, and who is near to another one.
    func party(
        _ own: ComparedParty, _ outcomes: [Outcome?],
        _ near: (found: [(account: Int, miss: NearMiss)], unseen: Int)
    ) -> LedgerComparison.Party {
        let pack = own.pack
        return LedgerComparison.Party(
            pack: pack, track: own.track,
            load: PackLoad(
                pack, track: own.track, outcomes, revenue: revenue, events: events),
            near: near.found.map { account, miss in
                LedgerComparison.Near(
                    account: accounts[account], name: names[account], miss: miss)
            }, unseenNear: near.unseen)
    }
}

extension ReplayOptions {
    /// What was known when only positions before some one were. Under the source's knowledge what a
    /// writer appends meanwhile with an earlier `recordedtime` is seen by figures.
    func pinned(before end: UInt64) -> KnownAt {
        if case .at(.instant(let instant, .source)) = knowledge {
            return .instant(instant, .source)
        }
        return .position(Position(end - 1))
    }
}
