package import JSON
package import LedgerModel

/// The currency of most orders is that of a pack with `currency: ledger`. All orders count, whatever
/// the pack reads of them and whomever it knows, so that two packs over the same events always have
/// the same currency.
extension CurrencyTally {
    /// The type of the events that are counted.
    package static let orderType = "order.placed"

    /// The column of the currency among those that the ledger keeps of orders.
    package static let orderColumn = Catalogue.index(of: orderType).flatMap { definition in
        Catalogue.columns[definition].firstIndex { $0.content == .currency }
    }

    /// Counts orders in a currency.
    package mutating func addOrders(_ currency: CurrencyCode, _ count: Int = 1) {
        add(currency, isPlacement: true, count: count)
    }

    /// Counts one order by what its event says.
    package mutating func addOrder(
        _ tape: borrowing JSONTape, data: JSONNode.Index, in text: Span<UInt8>
    ) {
        addOrders(tape.currency("currency", of: data, in: text) ?? .none)
    }
}
