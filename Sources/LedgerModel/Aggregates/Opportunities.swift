import CivilCalendar

/// The sales opportunities of an account before an instant.
package struct Opportunities: Sendable {
    package internal(set) var opened = 0
    package internal(set) var closed = 0
    package internal(set) var won = 0
    package internal(set) var lost = 0
    /// Opened and not closed.
    package internal(set) var open = 0
    /// What the won ones are worth in minor units of the reporting currency.
    package internal(set) var wonSum = FigureSum()
    /// The same by the calendar year (UTC) of closing, for the years in which one was won.
    package internal(set) var wonByYear = ByYear<FigureSum>()

    /// Whether none was opened or closed.
    package var isEmpty: Bool { opened + closed == 0 }
}

extension AccountTimeline {
    /// Each opportunity counts once; of several closings of one the last decides.
    package func opportunities(asOf: Instant, in valuation: Valuation) -> Opportunities {
        var opportunities = Opportunities()
        eachGroup(before: asOf, where: \.isOfOpportunity) { group in
            let isOpened = group.contains { $0.kind == .opportunityOpened }
            let closing = group.last { $0.kind != .opportunityOpened }
            if isOpened { opportunities.opened += 1 }
            guard let closing else {
                opportunities.open += 1
                return
            }
            opportunities.closed += 1
            if closing.kind == .opportunityLost { opportunities.lost += 1 }
            guard closing.kind == .opportunityWon else { return }
            let figure = valuation.figure(closing.number, of: closing)
            opportunities.won += 1
            opportunities.wonSum.add(figure)
            opportunities.wonByYear[closing.occurredAt.date.year, FigureSum()].add(figure)
        }
        return opportunities
    }
}

extension TimelineEntry.Kind {
    fileprivate var isOfOpportunity: Bool {
        switch self {
        case .opportunityOpened, .opportunityWon, .opportunityLost, .opportunityClosed: true
        default: false
        }
    }
}
