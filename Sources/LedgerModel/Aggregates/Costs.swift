/// What an account cost before an instant, in minor units of the reporting currency.
package struct Costs: Sendable {
    package internal(set) var count = 0
    package internal(set) var total = FigureSum()
    /// By calendar year (UTC).
    package internal(set) var byYear = ByYear<FigureSum>()
    /// By type of cost; the type is empty where the events name none.
    package internal(set) var byType: [(type: TextRange, sum: FigureSum)] = []
}

extension AccountTimeline {
    /// The costs allocated before an instant.
    package func costs(asOf: Instant, in valuation: Valuation) -> Costs {
        var costs = Costs()
        var years = YearReader()
        for entry in entries(before: asOf) where entry.kind == .cost {
            let figure = valuation.figure(entry.number, of: entry)
            costs.count += 1
            costs.total.add(figure)
            costs.byYear[years.year(of: entry.occurredAt), FigureSum()].add(figure)
            costs.add(figure, of: entry.text)
        }
        return costs
    }
}

extension Costs {
    fileprivate mutating func add(_ figure: Figure, of type: TextRange) {
        if let index = byType.firstIndex(where: { $0.type == type }) {
            byType[index].sum.add(figure)
        } else {
            var sum = FigureSum()
            sum.add(figure)
            byType.append((type, sum))
        }
    }
}
