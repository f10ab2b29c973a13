import Instruments
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
    ) async throws -> LedgerComparison? {
        let from = options.replay.from
        var own = options.replay
        own.from = .earliest
        let first = try replay(base.pack, tracks: [base.track], own)
        guard let kernel = first.columns?.kernel,
            let last = kernel.lastDue(base.track, through: .latest)
        else { return nil }
        own.end = first.end
        own.to = kernel.instants[last]
        let second = try replay(variant.pack, tracks: [variant.track], own)
        let replays = ComparedReplays(
            first, track: base.track, second, track: variant.track, from: from)
        guard var replays else { return nil }
        let knownAt = options.replay.pinned(before: first.end)
        let year = try yearOfEvents(of: replays.accounts, before: replays.end, knownAt)
        let comparison = try replays.compare(watching: year.losses)
        let portfolio = try await portfolio(asOf: replays.end, knownAt: knownAt)
        let figures = AccountFigures(replays.accounts, portfolio, events: year.counts)
        let losses = year.losses.sorted { ($0.value, $0.key) < ($1.value, $1.key) }
        return LedgerComparison(
            comparison: comparison, accounts: replays.accounts,
            base: figures.party(replays.base, comparison.baseOutcomes, options),
            variant: figures.party(replays.variant, comparison.variantOutcomes, options),
            moves: try moves(comparison, replays, figures, inForce, knownAt, options),
            losses: losses.map { account, occurredAt in
                LedgerComparison.Loss(
                    account: replays.accounts[account], name: figures.names[account],
                    occurredAt: occurredAt, before: comparison.glimpses[account])
            }, end: first.end, currency: portfolio.currency, options: options, inForce: inForce)
    }

    /// The accounts that move, by what they bring.
    private func moves(
        _ comparison: PackComparison, _ replays: ComparedReplays, _ figures: AccountFigures,
        _ inForce: PacksInForce?, _ knownAt: KnownAt, _ options: ComparisonOptions
    ) throws(QueryError) -> [LedgerComparison.Move] {
        guard !comparison.moves.isEmpty else { return [] }
        let decision = replays.base.kernel.plan.pack.names[replays.base.track]
        let today = try inForce.map { (packs) throws(QueryError) in
            try levels([.init(decision, at: [options.today])], packs, .at(knownAt))
        }
        // What is missing may be much.
        let weight = { (move: PackComparison.Move) in
            figures.revenue[move.account].value ?? .max
        }
        let sorted = comparison.moves.sorted {
            (weight($1), $0.account) < (weight($0), $1.account)
        }
        return sorted.enumerated().map { place, move in
            let account = replays.accounts[move.account]
            let isExplained = place < options.explained
            return LedgerComparison.Move(
                move: move, account: account, name: figures.names[move.account],
                revenue: figures.revenue[move.account], events: figures.events[move.account],
                since: comparison.firstDifferences[move.account],
                today: today?.step(decision, of: account, at: options.today),
                baseReason: isExplained
                    ? replays.base.reason(
                        of: move.account, move.base, language: options.language) : nil,
                variantReason: isExplained
                    ? replays.variant.reason(
                        of: move.account, move.variant, language: options.language) : nil)
        }
    }

    /// What happened in the 365 days before an instant.
    private func yearOfEvents(
        of accounts: [AccountID], before end: Instant, _ knownAt: KnownAt
    ) throws(QueryError) -> YearOfEvents {
        let start = end.advanced(byDays: -365)
        let types = try querying { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                try TypeDirectory(transaction, tables).names
            }
        }
        let turns = types.map { RiskSpell.Turn(eventType: $0) }
        var (counts, last) = ([Int](), [Int: (at: Instant, isLoss: Bool)]())
        try forEachCounting(knownAt) { _, header, _, _ in
            guard header.occurredAt >= start, header.occurredAt < end else { return }
            let account = Int(header.account)
            while counts.count <= account { counts.append(0) }
            counts[account] += 1
            guard Int(header.type) < turns.count, let turn = turns[Int(header.type)],
                last[account].map({ $0.at <= header.occurredAt }) ?? true
            else { return }
            last[account] = (header.occurredAt, turn == .lost)
        }
        let indices = Dictionary(
            uniqueKeysWithValues: accounts.enumerated().map { ($0.element, $0.offset) })
        var year = YearOfEvents(counts: Array(repeating: 0, count: accounts.count))
        for (number, name) in try accountNames(counts.count).enumerated() {
            guard let index = indices[name] else { continue }
            year.counts[index] = counts[number]
            if let turn = last[number], turn.isLoss { year.losses[index] = turn.at }
        }
        return year
    }
}

/// What happened to the accounts that are compared, by index.
private struct YearOfEvents {
    /// How many events each has.
    var counts: [Int]
    /// When those were lost that were not won back.
    var losses: [Int: Instant] = [:]
}

/// What accounts are called and bring, by their index among those that are compared.
private struct AccountFigures {
    let accounts: [AccountID]
    let names: [String?]
    let revenue: [Figure]
    let events: [Int]

    init(_ accounts: [AccountID], _ portfolio: Portfolio, events: [Int]) {
        self.accounts = accounts
        self.events = events
        let rows = accounts.map { portfolio.row(of: $0) }
        names = rows.map { $0?.name }
        revenue = rows.map { $0?.orders?.trailingNet ?? .value(0) }
    }

    /// What one pack's levels bring and ask for, and who is near to another one.
    func party(
        _ own: ComparedReplays.Party, _ outcomes: [Outcome?], _ options: ComparisonOptions
    ) -> LedgerComparison.Party {
        let pack = own.kernel.plan.pack
        let near = own.near(
            outcomes, percent: ComparisonOptions.nearPercent, limit: options.explained)
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
