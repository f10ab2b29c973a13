package import LedgerModel

/// What happened to one account, as far as a backtest looks for it.
package struct AccountCourse: Sendable {
    private enum Content: Sendable {
        /// By time.
        case spells([RiskSpell])
        case revenue(RevenueLine, percent: Int64)
    }

    private let content: Content

    /// An account that was at risk at times; of no spell, never.
    ///
    /// - Parameter spells: by time.
    package init(_ spells: [RiskSpell]) { content = .spells(spells) }

    /// An account whose revenue may fall by so many percent.
    package init(_ line: RevenueLine, percent: Int64) {
        content = .revenue(line, percent: percent)
    }

    /// What came of a decision.
    ///
    /// - Parameters:
    ///   - decision: when it was taken.
    ///   - days: the horizon.
    ///   - start: of decisions before this instant, too little is known of what came before.
    ///   - end: what happened from here on isn't known.
    package func sequel(
        of decision: Instant, within days: Int64, from start: Instant, until end: Instant
    ) -> Sequel {
        let limit = decision.advanced(byDays: days)
        guard decision >= start, limit <= end else { return .censored }
        switch content {
        case .spells(let spells):
            let index = Self.index(of: decision, in: spells)
            guard index < spells.count, spells[index].after < decision else { return .notAtRisk }
            guard let outcome = spells[index].outcome, outcome < limit else { return .quiet }
            return .followed(at: outcome)
        case .revenue(let line, let percent):
            let before = line.net(from: decision.advanced(byDays: -days), to: decision)
            guard case .value(let base) = before else { return .unjudged }
            guard base > 0 else { return .notAtRisk }
            guard case .value(let after) = line.net(from: decision, to: limit) else {
                return .unjudged
            }
            let fell = 100 * Int128(after) <= Int128(100 - percent) * Int128(base)
            return fell ? .followed(at: nil) : .quiet
        }
    }

    /// The first spell that isn't over before an instant.
    private static func index(of instant: Instant, in spells: [RiskSpell]) -> Int {
        var (low, high) = (0, spells.count)
        while low < high {
            let middle = (low + high) / 2
            if spells[middle].through < instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
