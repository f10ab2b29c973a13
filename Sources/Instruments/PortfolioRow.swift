package import LedgerModel

/// One account of a portfolio: its figures before the instant of the answer, and its place among
/// all accounts. Amounts are in minor units of the reporting currency.
package struct PortfolioRow: Sendable {
    /// What an account ordered, with its places.
    package struct Orders: Sendable {
        /// Placed + amended − cancelled − returned over the whole history, in minor units.
        package let net: Figure
        /// The same for each calendar year (UTC) with an event of an order.
        package let netByYear: [(year: Int, net: Figure)]
        /// Different order ids among the orders placed; 0 where only cancellations, returns or
        /// amendments are known.
        package let count: Int
        /// When the first order was placed; nil where none was.
        package let firstAt: Instant?
        /// When the last order was placed; nil where none was.
        package let lastAt: Instant?
        /// Whole days since the last order.
        package let recencyDays: Int64?
        /// Net revenue of the 365 days before the instant.
        package let trailingNet: Figure
        /// Net revenue of the 365 days before those of `trailingNet`.
        package let previousNet: Figure
        /// By net revenue over the whole history; nil where that is missing.
        package internal(set) var place: ABCPlace?
        /// By net revenue of the 365 days, among the accounts that placed an order.
        package internal(set) var trailingPlace: ABCPlace?
        package internal(set) var rfm: RFMScore?
    }

    /// Whose row it is.
    package let account: AccountID
    /// What the account is called; nil where no event says it.
    package let name: String?
    /// Who looks after the account; nil for nobody.
    package let owner: String?
    /// Whether the account was closed and not opened again.
    package let isClosed: Bool
    /// The account that this one was merged into.
    package let mergedInto: String?
    /// Nil where no order was placed, amended, cancelled or returned.
    package internal(set) var orders: Orders?
    /// Nil where no cost was allocated.
    package let cost: Figure?
    /// How many complaints were opened.
    package let complaints: Int
    /// How many of them wait for a resolution.
    package let openComplaints: Int
    /// Visits and other interactions, counted.
    package let touches: Touches.Count
    /// When the last visit or interaction was; nil where none was.
    package let lastTouchAt: Instant?
    /// When the last visit was; nil where none was.
    package let lastVisitAt: Instant?
    /// The visits and calls of the year before the instant and a few days more, and what is
    /// arranged.
    package let touchTimes: TouchTimes
    /// How many answers about satisfaction were given.
    package let answers: Int
    /// Sum of the answers in basis points of their scale.
    package let answerSum: Figure
    /// How many opportunities were opened.
    package let opportunitiesOpened: Int
    /// How many of them were closed, won or lost.
    package let opportunitiesClosed: Int
    /// What the opportunities that were won are worth, in minor units.
    package let won: Figure
}

extension PortfolioRow.Orders {
    init?(_ revenue: Revenue, _ line: RevenueLine, asOf: Instant) {
        guard revenue.hasMovements else { return nil }
        let previous = asOf.advanced(byDays: -365)
        net = revenue.net.figure
        netByYear = revenue.netByYear.entries.map { ($0.year, $0.value.figure) }
        count = revenue.orders
        firstAt = revenue.firstOrderAt
        lastAt = revenue.lastOrderAt
        recencyDays = revenue.lastOrderAt.map { asOf.days(since: $0) }
        trailingNet = line.trailingNet(asOf: asOf)
        previousNet = line.trailingNet(asOf: previous)
    }

    /// What RFM scores; nil without an order, and where net revenue is missing.
    var rfmValues: RFMValues? {
        guard let recencyDays, let monetary = net.value else { return nil }
        return RFMValues(
            recencyDays: recencyDays, frequency: Int64(count), monetary: monetary)
    }

    /// What the trailing class goes by; nil without an order.
    var trailingValue: Int64? { lastAt == nil ? nil : trailingNet.value }
}
