package import Instruments
import LMDB
package import LedgerModel
import TransparencyLog

extension Ledger {
    /// All accounts as of an instant, for what was known.
    ///
    /// - Parameter currency: the currency of all amounts; nil for the one that the ledger is in, or
    ///   where it is in several the one of most orders.
    package func portfolio(
        asOf: Instant, knownAt: KnownAt = .now, currency: CurrencyCode? = nil
    ) async throws(QueryError) -> Portfolio {
        try portfolio(of: try await fold(try known(knownAt)), asOf: asOf, currency: currency)
    }

    /// All accounts that a fold has. A writer may have made more since; they are left out.
    func portfolio(
        of counted: consuming AccountFold, asOf: Instant, currency: CurrencyCode? = nil
    ) throws(QueryError) -> Portfolio {
        var fold = counted
        let names = try accountNames(fold.aggregates.count)
        let valuation = Valuation(
            currency: currency ?? Self.currency(of: fold.aggregates), rates: fold.rates)
        var part = PortfolioPart(asOf: asOf, in: valuation)
        for account in names.indices {
            guard let aggregate = fold.take(account) else { continue }
            part.add(names[account], aggregate)
        }
        return Portfolio(asOf: asOf, in: valuation, joining: [part])
    }

    /// One account as of an instant, for what was known, from its own events alone.
    package func card(
        of account: AccountID, asOf: Instant, knownAt: KnownAt = .now,
        currency: CurrencyCode? = nil
    ) throws(QueryError) -> AccountCard {
        var fold = try fold(knownAt, of: account)
        guard let aggregate = try take(account, from: &fold) else {
            throw .unknownAccount(account)
        }
        let valuation = Valuation(
            currency: currency ?? Self.currency(of: [aggregate]), rates: fold.rates)
        guard let card = AccountCard(account, aggregate, asOf: asOf, in: valuation) else {
            throw .unknownAccount(account)
        }
        return card
    }

    /// One account with the places that it has among all.
    package func rankedCard(
        of account: AccountID, asOf: Instant, knownAt: KnownAt = .now,
        currency: CurrencyCode? = nil
    ) async throws(QueryError) -> AccountCard {
        let portfolio = try await portfolio(asOf: asOf, knownAt: knownAt, currency: currency)
        var fold = try fold(knownAt, of: account)
        let valuation = Valuation(currency: portfolio.currency, rates: fold.rates)
        guard let aggregate = try take(account, from: &fold),
            let card = AccountCard(account, aggregate, in: portfolio, valuation)
        else { throw .unknownAccount(account) }
        return card
    }

    static func currency(of aggregates: [AccountState?]) -> CurrencyCode {
        var tally = CurrencyTally()
        for case let aggregate? in aggregates { tally.add(aggregate) }
        return tally.proposal
    }

    /// Folds all events on two threads, each one half of the log.
    func fold(_ known: KnownEvents) async throws(QueryError) -> AccountFold {
        let empty = try emptyFold(known)
        let middle = known.end / 2
        async let later = fold(middle..<known.end, into: empty)
        var fold = try await fold(0..<middle, into: empty).get()
        fold.merge(try await later.get())
        return fold
    }

    @concurrent
    private func fold(
        _ positions: Range<UInt64>, into empty: AccountFold
    ) async -> Result<AccountFold, QueryError> {
        Result { () throws(QueryError) in
            var fold = empty
            _ = try querying { () throws(StorageError) in
                try LogReader(tables: tables).forEach(positions, in: environment) {
                    (position, header, json) throws(StorageError) in
                    try fold.add(position, header, json)
                    return .next
                }
            }
            return fold
        }
    }

    /// Folds the events of one account, and the rates.
    private func fold(
        _ knownAt: KnownAt, of account: AccountID
    ) throws(QueryError) -> AccountFold {
        let known = try known(knownAt)
        var fold = try emptyFold(known, of: account)
        try querying { () throws(StorageError) in
            for account in [account, .ledger] {
                let positions = try positions(of: account).filter { $0 < known.end }
                try LogReader(tables: tables).forEach(at: positions, in: environment) {
                    (position, header, json) throws(StorageError) in
                    try fold.add(position, header, json)
                    return .next
                }
            }
        }
        return fold
    }

    /// A fold for one account, or with nil for all.
    private func emptyFold(
        _ known: KnownEvents, of account: AccountID? = nil
    ) throws(QueryError) -> AccountFold {
        try querying { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                let types = try TypeDirectory(transaction, tables)
                var accounts = 0..<(try transaction.statistics(of: tables.accounts).entries)
                if let account {
                    let number = try accountNumber(of: account, transaction)
                    accounts = number.map { Int($0)..<(Int($0) + 1) } ?? 0..<0
                }
                return AccountFold(
                    known, definitions: types.names.map { Catalogue.index(of: $0) ?? -1 },
                    ledgerAccount: try accountNumber(of: .ledger, transaction), accounts: accounts)
            }
        }
    }

    /// The aggregate of one account; nil where the fold has none, as of an account that a writer
    /// made since.
    private func take(
        _ account: AccountID, from fold: inout AccountFold
    ) throws(QueryError) -> AccountState? {
        let number = try querying { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                try accountNumber(of: account, transaction)
            }
        }
        return number.flatMap { fold.take(Int($0)) }
    }

    /// The ids of the first `count` accounts by number.
    func accountNames(_ count: Int) throws(QueryError) -> [AccountID] {
        try querying { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                var names: [AccountID] = []
                var cursor = try transaction.cursor(in: tables.accounts)
                while names.count < count, try cursor.next() {
                    guard try cursor.key == UInt64(names.count), cursor.value.byteCount > 4 else {
                        throw .damaged(reason: "the accounts have a gap at \(names.count)")
                    }
                    let id = cursor.value.extracting(4..<cursor.value.byteCount).copy()
                    names.append(AccountID(String(decoding: id, as: UTF8.self)))
                }
                return names
            }
        }
    }
}
