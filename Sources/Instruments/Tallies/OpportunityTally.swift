package import LedgerModel

/// Sums of opportunities.
package struct OpportunityTally: Sendable {
    package private(set) var opened = 0
    package private(set) var closed = 0
    package private(set) var open = 0
    package private(set) var won = 0
    package private(set) var lost = 0
    package private(set) var wonSum = FigureSum()
    package private(set) var wonByYear = ByYear<FigureSum>()

    mutating func add(_ opportunities: Opportunities) {
        opened += opportunities.opened
        closed += opportunities.closed
        open += opportunities.open
        won += opportunities.won
        lost += opportunities.lost
        wonSum.add(opportunities.wonSum)
        wonByYear.add(opportunities.wonByYear)
    }

    mutating func merge(_ other: OpportunityTally) {
        opened += other.opened
        closed += other.closed
        open += other.open
        won += other.won
        lost += other.lost
        wonSum.add(other.wonSum)
        wonByYear.add(other.wonByYear)
    }
}
