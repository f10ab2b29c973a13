/// Net revenue of one account along time, for sums over any window without another pass.
package struct RevenueLine: Sendable {
    private struct Step {
        let occurredAt: Instant
        /// Net revenue up to and including this movement, in minor units.
        let total: Int128
    }

    /// One for each movement, by time.
    private var steps: [Step] = []
    /// The movements that have no value in the reporting currency, by time.
    private var gaps: [(occurredAt: Instant, reason: MissingReason)] = []

    package private(set) var firstOrderAt: Instant?

    fileprivate init() {}

    /// When the last movement happened.
    package var lastMovementAt: Instant? { steps.last?.occurredAt }

    /// Net revenue in [start, end).
    package func net(from start: Instant, to end: Instant) -> Figure {
        if let gap = gaps.first(where: { $0.occurredAt >= start && $0.occurredAt < end }) {
            return .missing(gap.reason)
        }
        let (low, high) = (count(before: start), count(before: end))
        guard low < high else { return .value(0) }
        let net = steps[high - 1].total - (low > 0 ? steps[low - 1].total : 0)
        return FigureSum(net).figure
    }

    /// Net revenue in [as of − 365 days, as of); a day has 86,400 s (`definitions` of the ground
    /// truths).
    package func trailingNet(asOf: Instant) -> Figure {
        net(from: asOf.advanced(byDays: -365), to: asOf)
    }

    private func count(before instant: Instant) -> Int {
        var (low, high) = (0, steps.count)
        while low < high {
            let middle = (low + high) / 2
            if steps[middle].occurredAt < instant {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    fileprivate mutating func add(_ figure: Figure, at occurredAt: Instant) {
        var total = steps.last?.total ?? 0
        switch figure {
        case .value(let minor): total += Int128(minor)
        case .missing(let reason): gaps.append((occurredAt, reason))
        }
        steps.append(Step(occurredAt: occurredAt, total: total))
    }

    fileprivate mutating func noteOrder(at occurredAt: Instant) {
        firstOrderAt = firstOrderAt ?? occurredAt
    }
}

extension AccountTimeline {
    /// The movements before an instant.
    package func revenueLine(asOf: Instant, in valuation: Valuation) -> RevenueLine {
        var line = RevenueLine()
        for entry in entries(before: asOf) {
            guard let figure = movement(entry, in: valuation) else { continue }
            line.add(figure, at: entry.occurredAt)
            if entry.kind == .orderPlaced { line.noteOrder(at: entry.occurredAt) }
        }
        return line
    }
}
