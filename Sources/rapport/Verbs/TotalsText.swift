import Instruments
import LedgerModel

/// The totals of a portfolio for people.
struct TotalsText {
    let totals: PortfolioTotals
    let words: Words

    init(_ totals: PortfolioTotals, _ words: Words) {
        self.totals = totals
        self.words = words
    }

    var lines: [String] {
        let portfolio = totals.portfolio
        let rows = portfolio.rows
        let withOrders = rows.count { ($0.orders?.count ?? 0) > 0 }
        let classes = zip(["A", "B", "C"], totals.classes.exclusive)
            .map { (letter: $0, count: GroupedDigits.of($1)) }
        let open = rows.reduce(0) { $0 + $1.openComplaints }
        let complaints = rows.reduce(0) { $0 + $1.complaints }
        let visits = rows.reduce(0) { $0 + $1.touches.visits }
        let interactions = rows.reduce(0) { $0 + $1.touches.interactions }
        let answers = rows.reduce(0) { $0 + $1.answers }
        let lines = [
            (
                words.accounts,
                words.withOrders(GroupedDigits.of(rows.count), GroupedDigits.of(withOrders))
            ),
            (words.netRevenue, sum(rows.map { $0.orders?.net })),
            (words.twelveMonths, sum(rows.map { $0.orders?.trailingNet })),
            (words.cost, sum(rows.map(\.cost))),
            (words.classes, words.classCounts(classes)),
            (
                words.complaintsTitle,
                words.openAmong(GroupedDigits.of(complaints), GroupedDigits.of(open))
            ),
            (
                words.contacts,
                words.visitsAmong(GroupedDigits.of(interactions), GroupedDigits.of(visits))
            ),
            (words.answers, words.toSurveys(GroupedDigits.of(answers))),
            (words.asOfTitle, portfolio.asOf.text),
        ]
        return lines.map { DisplayWidth.padded($0, toColumns: 14) + $1 }
    }

    private func sum(_ figures: [Figure?]) -> String {
        var sum = FigureSum()
        for case let figure? in figures { sum.add(figure) }
        return words.labelled(sum.figure, totals.portfolio.currency)
    }
}
