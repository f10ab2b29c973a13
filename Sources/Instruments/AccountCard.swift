package import LedgerModel

/// One account as of an instant: its row of the portfolio and what lies behind it.
package struct AccountCard: Sendable {
    /// One complaint with its texts.
    package struct ComplaintLine: Sendable {
        package let id: String
        /// Empty where the events name none.
        package let category: String
        /// The complaint itself.
        package let complaint: Complaint
        /// Whole days from the opening to the instant of the card while it is open, else to the
        /// last resolution.
        package let ageDays: Int64
    }

    /// Interactions by a channel.
    package struct ChannelLine: Sendable {
        /// How people met or spoke, such as `phone`.
        package let channel: String
        package internal(set) var byYear: ByYear<Int>
    }

    /// Events with a time before it count.
    package let asOf: Instant
    /// The reporting currency.
    package let currency: CurrencyCode
    /// Without places and score where the card was made without a portfolio.
    package let row: PortfolioRow
    /// What is known of the account itself.
    package let profile: AccountProfile
    /// What the account ordered, in all and by year.
    package let revenue: Revenue
    /// What was allocated to the account, by type of cost.
    package let costs: [(type: String, sum: FigureSum)]
    /// What was allocated to the account, by calendar year (UTC).
    package let costsByYear: ByYear<FigureSum>
    /// By the time of opening.
    package let complaints: [ComplaintLine]
    /// In canonical order of the channels' names.
    package let channels: [ChannelLine]
    /// Visits and other interactions, counted.
    package let touches: Touches
    /// What people say of the stage of the relationship.
    package let stageLabels: StageLabels
    /// The answers about satisfaction, by time.
    package let satisfaction: SatisfactionHistory
    /// Opportunities opened and closed, with what they won.
    package let opportunities: Opportunities
    /// Who looked after the account, by time.
    package let owners: [Ownership]

    /// The card of an account with its places in a portfolio of the same instant and currency; nil
    /// where nothing happened before the instant.
    package init?(
        _ account: AccountID, _ aggregate: consuming AccountState, in portfolio: Portfolio,
        _ valuation: Valuation
    ) {
        self.init(account, aggregate, asOf: portfolio.asOf, valuation, portfolio.row(of: account))
    }

    /// The card of an account by itself, without places among others.
    package init?(
        _ account: AccountID, _ aggregate: consuming AccountState, asOf: Instant,
        in valuation: Valuation
    ) {
        self.init(account, aggregate, asOf: asOf, valuation, nil)
    }

    private init?(
        _ account: AccountID, _ aggregate: consuming AccountState, asOf: Instant,
        _ valuation: Valuation, _ row: PortfolioRow?
    ) {
        let timeline = AccountTimeline(aggregate)
        guard timeline.exists(asOf: asOf) else { return nil }
        let figures = AccountFigures(timeline, asOf: asOf, in: valuation)
        self.asOf = asOf
        currency = valuation.currency
        self.row = row ?? PortfolioRow(account, figures)
        profile = figures.profile
        revenue = figures.revenue
        costs = Self.costs(figures.costs, timeline)
        costsByYear = figures.costs.byYear
        complaints = figures.complaints.complaints.map { Self.line($0, timeline, asOf) }
        channels = Self.channels(figures.touches, timeline)
        touches = figures.touches
        stageLabels = figures.stageLabels
        satisfaction = SatisfactionHistory(figures.answers)
        opportunities = figures.opportunities
        owners = timeline.owners(asOf: asOf)
    }

    /// How the account's revenue and touches changed lately.
    package var attention: Attention { Attention(row, asOf: asOf) }
}

extension AccountCard {
    private static func line(
        _ complaint: Complaint, _ timeline: AccountTimeline, _ asOf: Instant
    ) -> ComplaintLine {
        let end = complaint.resolvedAt ?? asOf
        return ComplaintLine(
            id: timeline.string(complaint.id), category: timeline.string(complaint.category),
            complaint: complaint, ageDays: end.days(since: complaint.openedAt))
    }

    /// Costs by the name of their type: an aggregate that was merged may hold a name twice.
    private static func costs(
        _ costs: Costs, _ timeline: AccountTimeline
    ) -> [(type: String, sum: FigureSum)] {
        var tally = CostTally()
        tally.add(costs, of: timeline)
        return tally.byType.inCanonicalOrder.map { (type: $0.0, sum: $0.1) }
    }

    private static func channels(
        _ touches: Touches, _ timeline: AccountTimeline
    ) -> [ChannelLine] {
        var byChannel: [[UInt8]: ByYear<Int>] = [:]
        for (channel, years) in touches.channels {
            byChannel[timeline.bytes(channel), default: ByYear()].add(years)
        }
        return byChannel.map { channel, years in
            ChannelLine(channel: String(decoding: channel, as: UTF8.self), byYear: years)
        }.sorted { $0.channel.precedesCanonically($1.channel) }
    }
}
