package import LedgerModel

/// Sums of costs.
package struct CostTally: Sendable {
    package private(set) var count = 0
    package private(set) var total = FigureSum()
    package private(set) var byYear = ByYear<FigureSum>()
    /// By the UTF-8 of the type of cost.
    package private(set) var byType: [[UInt8]: FigureSum] = [:]

    mutating func add(_ costs: Costs, of timeline: AccountTimeline) {
        count += costs.count
        total.add(costs.total)
        byYear.add(costs.byYear)
        for (type, sum) in costs.byType {
            byType[timeline.bytes(type), default: FigureSum()].add(sum)
        }
    }

    mutating func merge(_ other: CostTally) {
        count += other.count
        total.add(other.total)
        byYear.add(other.byYear)
        for (type, sum) in other.byType { byType[type, default: FigureSum()].add(sum) }
    }
}
