package import LedgerModel

/// Sums over accounts that need no ranks.
package struct PortfolioTally: Sendable {
    package private(set) var lastEventAt: Instant?
    package private(set) var orders = OrderTally()
    package private(set) var complaints = ComplaintTally()
    package private(set) var contacts = ContactTally()
    package private(set) var answers = AnswerTally()
    package private(set) var opportunities = OpportunityTally()
    package private(set) var costs = CostTally()

    mutating func add(_ figures: AccountFigures, of timeline: AccountTimeline) {
        note(figures.lastEventAt)
        orders.add(figures.revenue)
        complaints.add(figures.complaints)
        contacts.add(figures.touches, of: timeline)
        answers.add(figures.answers)
        opportunities.add(figures.opportunities)
        costs.add(figures.costs, of: timeline)
    }

    mutating func merge(_ other: PortfolioTally) {
        note(other.lastEventAt)
        orders.merge(other.orders)
        complaints.merge(other.complaints)
        contacts.merge(other.contacts)
        answers.merge(other.answers)
        opportunities.merge(other.opportunities)
        costs.merge(other.costs)
    }

    private mutating func note(_ instant: Instant?) {
        guard let instant else { return }
        lastEventAt = max(lastEventAt ?? instant, instant)
    }
}
