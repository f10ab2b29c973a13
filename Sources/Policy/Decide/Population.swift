package import LedgerModel

/// The accounts of a ledger as a pack reads them, for what was known at one instant.
package struct Population: Sendable {
    /// The pack that reads them.
    package let pack: Pack
    /// By the bytes of their ids.
    package let accounts: [AccountID]
    let facts: [AccountFacts]
    let records: [AccountReadings]
    private let wholeSpan: ClosedRange<Instant>?
    /// The accounts by when they were admitted.
    private let byAdmission: [(from: Instant, account: Int)]

    /// - Parameters:
    ///   - records: what the pack reads of each account's events, in the order of time.
    ///   - lists: the lists that the ledger holds, by time.
    ///   - rates: the rates by which amounts in other currencies are converted.
    ///   - span: the first and the last event of the ledger that the pack's facts read, where not
    ///     all accounts are here.
    package init(
        _ pack: Pack, _ records: [(account: AccountID, record: AccountReadings)],
        lists: [FrozenList] = [], rates: RateTable = RateTable(),
        span: ClosedRange<Instant>? = nil
    ) {
        self.pack = pack
        wholeSpan = span
        let sorted = records.sorted { $0.account < $1.account }
        accounts = sorted.map(\.account)
        self.records = sorted.map(\.record)
        byAdmission = sorted.enumerated().compactMap { account, own in
            own.record.admittedFrom.map { (from: $0, account: account) }
        }.sorted { $0.from < $1.from }
        facts = sorted.map {
            AccountFacts($0.account, $0.record, pack, lists: lists, rates: rates)
        }
    }

    /// The first and the last event of the types that the pack's facts read.
    package var span: ClosedRange<Instant>? {
        if let wholeSpan { return wholeSpan }
        var (first, last): (Instant?, Instant?) = (nil, nil)
        for record in records {
            for moment in record.moments where moment.isRead {
                first = first.map { min($0, moment.occurredAt) } ?? moment.occurredAt
                last = last.map { max($0, moment.occurredAt) } ?? moment.occurredAt
            }
        }
        guard let first, let last else { return nil }
        return first...last
    }

    /// The accounts that get a decision at an instant, ascending.
    private func admitted(at instant: Instant) -> [Int] {
        var (low, high) = (0, byAdmission.count)
        while low < high {
            let middle = (low + high) / 2
            if byAdmission[middle].from < instant { low = middle + 1 } else { high = middle }
        }
        return byAdmission[..<low].map(\.account).sorted()
    }

    /// The facts of all accounts that get a decision at an instant.
    ///
    /// - Parameter needed: the facts that are asked for, with those that they are computed of; the
    ///   columns of others are empty.
    func facts(at instant: Instant, _ needed: Set<Int>) -> FactTable {
        let rows = admitted(at: instant)
        var table = FactTable(instant: instant, rows: rows, factCount: pack.facts.count)
        for fact in pack.factOrder where needed.contains(fact) {
            table.columns[fact] = column(fact, of: table) { row in
                facts[rows[row]].value(of: fact, at: instant)
            }
        }
        return table
    }

    /// One fact of every account of a table, whose columns hold the facts that it is computed of.
    ///
    /// - Parameter own: the fact of the account of a row, where it needs no other.
    func column(
        _ fact: Int, of table: FactTable, _ own: (Int) -> FactValue
    ) -> [FactValue] {
        switch pack.facts[fact].content {
        case .events, .open, .contacts, .growth: table.rows.indices.map { own($0) }
        case .share(let part, let whole):
            zip(table.columns[part], table.columns[whole]).map { Derivation.share($0, of: $1) }
        case .total(let facts, let less):
            table.rows.indices.map { row in
                Derivation.total(
                    of: facts.map { table.columns[$0][row] },
                    less: less.map { table.columns[$0][row] })
            }
        case .population(let population):
            CohortRank.values(
                of: population, table.columns[population.fact],
                cohorts: population.cohort.map { table.columns[$0] },
                table.rows.map { accounts[$0] })
        }
    }
}

/// The facts of many accounts at one instant: a column for each fact, a row for each account.
package struct FactTable: Sendable {
    /// The instant that the facts are about.
    package let instant: Instant
    /// The accounts by their index in the population, ascending.
    package let rows: [Int]
    /// By the index of the fact.
    package internal(set) var columns: [[FactValue]]

    init(instant: Instant, rows: [Int], factCount: Int) {
        self.instant = instant
        self.rows = rows
        columns = Array(repeating: [], count: factCount)
    }

    /// The row of an account; nil where it gets no decision.
    func row(of account: Int) -> Int? {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle] < account { low = middle + 1 } else { high = middle }
        }
        return low < rows.count && rows[low] == account ? low : nil
    }
}
