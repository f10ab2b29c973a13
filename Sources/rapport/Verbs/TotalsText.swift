import Instruments
import LedgerModel

/// The totals of a portfolio for people.
struct TotalsText {
    let totals: PortfolioTotals

    init(_ totals: PortfolioTotals) { self.totals = totals }

    var lines: [String] {
        let portfolio = totals.portfolio
        let rows = portfolio.rows
        let withOrders = rows.count { ($0.orders?.count ?? 0) > 0 }
        let classes = zip(["A", "B", "C"], totals.classes.exclusive)
            .map { "\($0) \(GroupedDigits.of($1))" }.joined(separator: ", ")
        let open = rows.reduce(0) { $0 + $1.openComplaints }
        let complaints = rows.reduce(0) { $0 + $1.complaints }
        let visits = rows.reduce(0) { $0 + $1.touches.visits }
        let interactions = rows.reduce(0) { $0 + $1.touches.interactions }
        let answers = rows.reduce(0) { $0 + $1.answers }
        return [
            "accounts      \(GroupedDigits.of(rows.count)), with orders \(GroupedDigits.of(withOrders))",
            "net revenue   \(sum(rows.map { $0.orders?.net }))",
            "12 months     \(sum(rows.map { $0.orders?.trailingNet }))",
            "cost          \(sum(rows.map(\.cost)))",
            "classes       \(classes) (all time, the account that crosses the line included)",
            "complaints    \(GroupedDigits.of(complaints)), open \(GroupedDigits.of(open))",
            "contacts      \(GroupedDigits.of(interactions)), visits \(GroupedDigits.of(visits))",
            "answers       \(GroupedDigits.of(answers)) to surveys",
            "as of         \(portfolio.asOf.text)",
        ]
    }

    private func sum(_ figures: [Figure?]) -> String {
        var sum = FigureSum()
        for case let figure? in figures { sum.add(figure) }
        switch sum.figure {
        case .value(let minor):
            return MoneyText(currency: totals.portfolio.currency.text).labelled(minor)
        case .missing(let reason): return "missing: \(reason.sentence)"
        }
    }
}
