/// How often each currency occurs, to propose one for reports.
package struct CurrencyTally: Sendable {
    /// How many `order.placed` name a currency that any amount has.
    private var placements: [CurrencyCode: Int] = [:]

    package init() {}

    /// Counts the amounts of one account.
    package mutating func add(_ aggregate: borrowing AccountState) {
        for entry in aggregate.entries where entry.currency != .none {
            placements[entry.currency, default: 0] += entry.kind == .orderPlaced ? 1 : 0
        }
    }

    /// Adds the counts of other accounts.
    package mutating func merge(_ other: CurrencyTally) {
        placements.merge(other.placements, uniquingKeysWith: +)
    }

    /// The only currency, else the one of the most `order.placed`, of equals the first in the
    /// alphabet; `CurrencyCode.none` where no event has an amount.
    package var proposal: CurrencyCode {
        let best = placements.min {
            ($1.value, $0.key) < ($0.value, $1.key)
        }
        return best?.key ?? .none
    }
}
