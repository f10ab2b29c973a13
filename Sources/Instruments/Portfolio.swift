package import LedgerModel

/// All accounts as of an instant, in the order of their ids, each with its place among the others.
package struct Portfolio: Sendable {
    /// Events with a time before it count.
    package let asOf: Instant
    /// The reporting currency; `CurrencyCode.none` where no event has an amount.
    package let currency: CurrencyCode
    /// One for each account of which something happened, in the order of their ids.
    package let rows: [PortfolioRow]
    let tierLines: [TierLine?]
    let tally: PortfolioTally

    /// Joins the parts, which together hold every account once, and ranks the accounts.
    ///
    /// Accounts whose net revenue is missing have neither place nor score, and the others are
    /// ranked without them; a population without a missing figure is ranked as `definitions` of the
    /// ground truths say.
    package init(asOf: Instant, in valuation: Valuation, joining parts: [PortfolioPart]) {
        var all = PortfolioPart(asOf: asOf, in: valuation)
        for part in parts {
            precondition(part.asOf == asOf, "the parts answer for different instants")
            all.append(part)
        }
        all.sort()
        self.asOf = asOf
        currency = valuation.currency
        rows = Self.ranked(all.rows)
        tierLines = all.tierLines
        tally = all.tally
    }

    /// One account's row; nil where the portfolio doesn't have it.
    package func row(of account: AccountID) -> PortfolioRow? {
        var (low, high) = (0, rows.count)
        while low < high {
            let middle = (low + high) / 2
            if rows[middle].account < account {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low < rows.count && rows[low].account == account ? rows[low] : nil
    }

    private static func ranked(_ unranked: [PortfolioRow]) -> [PortfolioRow] {
        var rows = unranked
        let places = ABCPlace.places(of: rows.map { $0.orders?.net.value })
        let trailing = ABCPlace.places(of: rows.map { $0.orders?.trailingValue })
        let scores = RFMScore.scores(of: rows.map { $0.orders?.rfmValues })
        for index in rows.indices {
            rows[index].orders?.place = places[index]
            rows[index].orders?.trailingPlace = trailing[index]
            rows[index].orders?.rfm = scores[index]
        }
        return rows
    }
}
