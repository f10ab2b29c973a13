/// How often each currency occurs, to propose one for reports.
package struct CurrencyTally: Sendable {
    /// How many `order.placed` name a currency that any amount has.
    private var placements: [CurrencyCode: Int] = [:]

    package init() {}

    /// Counts the amounts of one account.
    package mutating func add(_ aggregate: borrowing AccountState) {
        for entry in aggregate.entries {
            add(entry.currency, isPlacement: entry.kind == .orderPlaced, count: 1)
        }
    }

    /// Counts amounts in a currency.
    ///
    /// - Parameter isPlacement: whether they are of `order.placed`.
    package mutating func add(_ currency: CurrencyCode, isPlacement: Bool, count: Int) {
        guard currency != .none else { return }
        placements[currency, default: 0] += isPlacement ? count : 0
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
