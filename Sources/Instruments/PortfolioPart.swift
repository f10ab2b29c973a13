package import LedgerModel

/// Some of the accounts of a portfolio with their sums. Parts are made apart, one a thread, and
/// joined by `Portfolio`.
package struct PortfolioPart: Sendable {
    /// Events with a time before it count.
    package let asOf: Instant
    /// The currency in which amounts are added up, with its rates.
    package let valuation: Valuation
    private(set) var rows: [PortfolioRow] = []
    private(set) var tierLines: [TierLine?] = []
    private(set) var tally = PortfolioTally()

    /// - Parameter asOf: events with a time before it count.
    package init(asOf: Instant, in valuation: Valuation) {
        self.asOf = asOf
        self.valuation = valuation
    }

    /// Adds an account. One of which nothing happened before the instant is left out.
    package mutating func add(_ account: AccountID, _ aggregate: consuming AccountState) {
        let timeline = AccountTimeline(aggregate)
        guard timeline.exists(asOf: asOf) else { return }
        let figures = AccountFigures(timeline, asOf: asOf, in: valuation)
        rows.append(PortfolioRow(account, figures))
        tierLines.append(TierLine(figures.revenueLine))
        tally.add(figures, of: timeline)
    }

    mutating func append(_ other: PortfolioPart) {
        rows += other.rows
        tierLines += other.tierLines
        tally.merge(other.tally)
    }

    /// Puts the accounts into the order of their ids.
    mutating func sort() {
        let isSorted = zip(rows, rows.dropFirst()).allSatisfy { $0.account < $1.account }
        guard !isSorted else { return }
        let order = rows.indices.sorted { rows[$0].account < rows[$1].account }
        rows = order.map { rows[$0] }
        tierLines = order.map { tierLines[$0] }
    }
}

/// All figures of one account before an instant, each found once.
struct AccountFigures {
    let asOf: Instant
    let profile: AccountProfile
    let revenue: Revenue
    let revenueLine: RevenueLine
    let costs: Costs
    let complaints: ComplaintBook
    let touches: Touches
    let touchTimes: TouchTimes
    let stageLabels: StageLabels
    let answers: [Answer]
    let opportunities: Opportunities
    let lastEventAt: Instant?

    init(_ timeline: AccountTimeline, asOf: Instant, in valuation: Valuation) {
        self.asOf = asOf
        profile = timeline.profile(asOf: asOf)
        revenue = timeline.revenue(asOf: asOf, in: valuation)
        revenueLine = timeline.revenueLine(asOf: asOf, in: valuation)
        costs = timeline.costs(asOf: asOf, in: valuation)
        complaints = timeline.complaints(asOf: asOf)
        touches = timeline.touches(asOf: asOf)
        touchTimes = timeline.touchTimes(since: asOf.advanced(byDays: -370), asOf: asOf)
        stageLabels = timeline.stageLabels(asOf: asOf)
        answers = timeline.answers(asOf: asOf)
        opportunities = timeline.opportunities(asOf: asOf, in: valuation)
        lastEventAt = timeline.lastEventAt(asOf: asOf)
    }
}

extension PortfolioRow {
    init(_ account: AccountID, _ figures: AccountFigures) {
        var answerSum = FigureSum()
        for answer in figures.answers { answerSum.add(answer.basisPoints) }
        self.account = account
        name = figures.profile.name
        owner = figures.profile.owner
        isClosed = figures.profile.isClosed
        mergedInto = figures.profile.mergedInto
        orders = Orders(figures.revenue, figures.revenueLine, asOf: figures.asOf)
        cost = figures.costs.count > 0 ? figures.costs.total.figure : nil
        complaints = figures.complaints.complaints.count
        openComplaints = figures.complaints.complaints.count(where: \.isOpen)
        touches = figures.touches.count
        lastTouchAt = figures.touches.lastTouchAt
        lastVisitAt = figures.touches.lastVisitAt
        touchTimes = figures.touchTimes
        answers = figures.answers.count
        self.answerSum = answerSum.figure
        opportunitiesOpened = figures.opportunities.opened
        opportunitiesClosed = figures.opportunities.closed
        won = figures.opportunities.wonSum.figure
    }
}
