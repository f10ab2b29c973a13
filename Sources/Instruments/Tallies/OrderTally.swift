package import LedgerModel

/// Sums of what was ordered.
package struct OrderTally: Sendable {
    package private(set) var placedCount = 0
    package private(set) var amendedCount = 0
    package private(set) var cancelledCount = 0
    package private(set) var returnedCount = 0
    package private(set) var orders = 0
    package private(set) var accountsWithOrders = 0
    package private(set) var placed = FigureSum()
    package private(set) var amended = FigureSum()
    package private(set) var cancelled = FigureSum()
    package private(set) var returned = FigureSum()
    package private(set) var net = FigureSum()
    package private(set) var netByYear = ByYear<FigureSum>()

    /// Whether anything was placed, amended, cancelled or returned.
    package var hasMovements: Bool { !netByYear.isEmpty }

    mutating func add(_ revenue: Revenue) {
        placedCount += revenue.placedCount
        amendedCount += revenue.amendedCount
        cancelledCount += revenue.cancelledCount
        returnedCount += revenue.returnedCount
        orders += revenue.orders
        accountsWithOrders += revenue.orders > 0 ? 1 : 0
        placed.add(revenue.placed)
        amended.add(revenue.amended)
        cancelled.add(revenue.cancelled)
        returned.add(revenue.returned)
        net.add(revenue.net)
        netByYear.add(revenue.netByYear)
    }

    mutating func merge(_ other: OrderTally) {
        placedCount += other.placedCount
        amendedCount += other.amendedCount
        cancelledCount += other.cancelledCount
        returnedCount += other.returnedCount
        orders += other.orders
        accountsWithOrders += other.accountsWithOrders
        placed.add(other.placed)
        amended.add(other.amended)
        cancelled.add(other.cancelled)
        returned.add(other.returned)
        net.add(other.net)
        netByYear.add(other.netByYear)
    }
}
