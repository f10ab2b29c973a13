/// What an account ordered before an instant, in minor units of the reporting currency.
package struct Revenue: Sendable {
    package internal(set) var placed = FigureSum()
    package internal(set) var amended = FigureSum()
    package internal(set) var cancelled = FigureSum()
    package internal(set) var returned = FigureSum()
    package internal(set) var placedCount = 0
    package internal(set) var amendedCount = 0
    package internal(set) var cancelledCount = 0
    package internal(set) var returnedCount = 0
    /// Different order ids among what was placed.
    package internal(set) var orders = 0
    package internal(set) var firstOrderAt: Instant?
    package internal(set) var lastOrderAt: Instant?
    /// Net revenue of each calendar year (UTC) in which something moved.
    package internal(set) var netByYear = ByYear<FigureSum>()

    /// Net revenue: placed + amended − cancelled − returned, each at its own time (events.md).
    package var net: FigureSum {
        var net = placed
        net.add(amended)
        net.subtract(cancelled)
        net.subtract(returned)
        return net
    }

    /// Whether an order was placed, amended, cancelled or returned.
    package var hasMovements: Bool { !netByYear.isEmpty }
}

extension AccountTimeline {
    /// What was ordered before an instant.
    package func revenue(asOf: Instant, in valuation: Valuation) -> Revenue {
        var revenue = Revenue()
        var years = YearReader()
        for entry in entries(before: asOf) {
            switch entry.kind {
            case .orderPlaced:
                revenue.placed.add(valuation.figure(entry.number, of: entry))
                revenue.placedCount += 1
                revenue.firstOrderAt = revenue.firstOrderAt ?? entry.occurredAt
                revenue.lastOrderAt = entry.occurredAt
            case .orderAmended:
                revenue.amended.add(valuation.figure(entry.number, of: entry))
                revenue.amendedCount += 1
            case .orderCancelled:
                revenue.cancelled.add(valuation.figure(entry.number, of: entry))
                revenue.cancelledCount += 1
            case .orderReturned:
                revenue.returned.add(valuation.figure(entry.number, of: entry))
                revenue.returnedCount += 1
            default: continue
            }
            let year = years.year(of: entry.occurredAt)
            revenue.netByYear[year, FigureSum()].add(movement(entry, in: valuation) ?? .value(0))
        }
        revenue.orders = distinctNames(of: .orderPlaced, before: asOf)
        return revenue
    }

    /// What an entry adds to net revenue; nil where it is about something else.
    func movement(_ entry: TimelineEntry, in valuation: Valuation) -> Figure? {
        switch entry.kind {
        case .orderPlaced, .orderAmended: valuation.figure(entry.number, of: entry)
        case .orderCancelled, .orderReturned: valuation.figure(-entry.number, of: entry)
        default: nil
        }
    }
}
