package import JSON
package import LedgerModel

/// How many orders of a ledger are in which currency: the one of most orders is that of a pack with
/// `currency: ledger`. Orders count whatever the pack reads of them and whomever it knows, so that
/// two packs over the same events always have the same currency.
package struct OrderCurrencies: Sendable {
    private var counts: [CurrencyCode: Int] = [:]

    package init() {}

    /// The type of the events that are counted.
    package static let eventType = "order.placed"

    /// The column of the currency among those that the ledger keeps of orders.
    package static var column: Int? {
        Catalogue.index(of: eventType).flatMap { definition in
            Catalogue.columns[definition].firstIndex { $0.content == .currency }
        }
    }

    /// Counts orders in a currency.
    package mutating func add(_ currency: CurrencyCode, _ count: Int = 1) {
        if count > 0 { counts[currency, default: 0] += count }
    }

    /// Counts one order by what its event says.
    package mutating func add(
        _ tape: borrowing JSONTape, data: JSONNode.Index, in text: Span<UInt8>
    ) {
        add(tape.currency("currency", of: data, in: text) ?? .none)
    }

    /// Counts the orders of others, too.
    package mutating func add(_ others: OrderCurrencies) {
        counts.merge(others.counts, uniquingKeysWith: +)
    }

    /// The currency of most orders, of several the first by name; none where there are no orders.
    package var most: CurrencyCode {
        counts.max { ($0.value, $1.key) < ($1.value, $0.key) }?.key ?? .none
    }
}
