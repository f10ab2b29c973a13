import CivilCalendar
package import LedgerModel

/// What all accounts of a portfolio come to, section by section as in the ground truths.
package struct PortfolioTotals: Sendable {
    /// Accounts and net revenue by class over the whole history.
    package struct ClassTotals: Sendable {
        /// How many accounts are A, B and C by the exclusive and by the inclusive rule.
        package internal(set) var exclusive = [0, 0, 0]
        package internal(set) var inclusive = [0, 0, 0]
        /// Net revenue of the classes by the exclusive rule.
        package internal(set) var net = [FigureSum(), FigureSum(), FigureSum()]
    }

    /// An account with the number that puts it on a list of the ten largest.
    package struct Leader: Equatable, Sendable {
        /// Index of the account's row in the portfolio.
        package let row: Int
        /// Whose number it is.
        package let account: AccountID
        /// The number that the list is sorted by, in the unit of the list.
        package let value: Int64
    }

    /// What the totals are of.
    package let portfolio: Portfolio
    /// The sums over all accounts that need no place among others.
    package let tally: PortfolioTally
    /// Accounts and net revenue by class over the whole history.
    package let classes: ClassTotals
    /// How many accounts have each score.
    package let scores: [RFMScore: Int]
    /// The classes at the end of every quarter.
    package let tierHistory: TierHistory
    /// Complaints open at the end of each calendar year (UTC), from the year of the first opening
    /// to that of the last event.
    package let openAtYearEnd: ByYear<Int64>

    package init(of portfolio: Portfolio) {
        self.portfolio = portfolio
        tally = portfolio.tally
        classes = Self.classes(of: portfolio.rows)
        scores = portfolio.rows.reduce(into: [:]) { scores, row in
            if let score = row.orders?.rfm { scores[score, default: 0] += 1 }
        }
        tierHistory = TierHistory(of: portfolio)
        openAtYearEnd = Self.openAtYearEnd(portfolio.tally)
    }

    /// The most frequent scores, equals in ascending order.
    package func topScores(_ count: Int = 10) -> [(score: RFMScore, accounts: Int)] {
        let sorted = scores.sorted { ($1.value, $0.key.digits) < ($0.value, $1.key.digits) }
        return sorted.prefix(count).map { ($0.key, $0.value) }
    }

    /// The accounts with the largest numbers, equals by account id; those without a number stay
    /// away.
    package func leaders(
        _ count: Int = 10, by number: (PortfolioRow) -> Int64?
    ) -> [Leader] {
        var leaders: [Leader] = []
        for (index, row) in portfolio.rows.enumerated() {
            guard let value = number(row) else { continue }
            if leaders.count == count, let last = leaders.last, last.value >= value { continue }
            let place = leaders.firstIndex { $0.value < value } ?? leaders.count
            leaders.insert(Leader(row: index, account: row.account, value: value), at: place)
            if leaders.count > count { leaders.removeLast() }
        }
        return leaders
    }

    private static func classes(of rows: [PortfolioRow]) -> ClassTotals {
        var totals = ClassTotals()
        for row in rows {
            guard let orders = row.orders, let place = orders.place else { continue }
            totals.exclusive[Int(place.exclusive.rawValue)] += 1
            totals.inclusive[Int(place.inclusive.rawValue)] += 1
            totals.net[Int(place.exclusive.rawValue)].add(orders.net)
        }
        return totals
    }

    private static func openAtYearEnd(_ tally: PortfolioTally) -> ByYear<Int64> {
        var open = ByYear<Int64>()
        guard let first = tally.complaints.openedByYear.entries.first?.year,
            let last = tally.lastEventAt?.date.year
        else { return open }
        var count: Int64 = 0
        for year in first...last {
            count += tally.complaints.openChanges[year, 0]
            open[year, 0] = count
        }
        return open
    }
}
