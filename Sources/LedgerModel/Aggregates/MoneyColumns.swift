package import JSON

/// Where columns hold the amounts that instruments read of events of a type
/// (`Catalogue.columns`), and what these do to net revenue.
package struct MoneyColumns: Sendable {
    /// The column of the amount, in minor units.
    package let amount: Int
    /// The column of its currency.
    package let currency: Int
    /// 1 where the amount adds to net revenue, −1 where it is taken off, 0 where it is no revenue:
    /// placed + amended − cancelled − returned (events.md).
    package let revenueSign: Int64
    /// Whether it is that of an `order.placed`.
    package let isPlacement: Bool
    private let fields: [FieldColumn]
    /// Whether an event without an amount says nothing at all.
    private let needsAmount: Bool

    /// Whether an event with an amount, or `FieldColumn.missing`, says something.
    package func says(_ amount: Int64) -> Bool { amount != FieldColumn.missing || !needsAmount }

    /// - Parameter definition: index in `Catalogue.definitions`, or −1.
    package init?(definition: Int) {
        guard let reading = AccountState.reading(of: definition) else { return nil }
        switch reading.fields {
        case .order, .cost: needsAmount = true
        case .opportunity: needsAmount = false
        default: return nil
        }
        let (kind, columns) = (reading.kind, Catalogue.columns[definition])
        let name = kind == .orderAmended ? "change_minor" : "amount_minor"
        guard let amount = columns.firstIndex(where: { $0.name == name }),
            let currency = columns.firstIndex(where: { $0.name == "currency" })
        else { return nil }
        (self.amount, self.currency, fields) = (amount, currency, columns)
        isPlacement = kind == .orderPlaced
        revenueSign =
            switch kind {
            case .orderPlaced, .orderAmended: 1
            case .orderCancelled, .orderReturned: -1
            default: 0
            }
    }
}

extension CurrencyTally {
    /// Counts what an event of the log says of an amount.
    ///
    /// - Parameter data: the value of its `data` in `tape`, which is the parse of `text`.
    package mutating func add(
        _ money: MoneyColumns, _ tape: borrowing JSONTape, data: JSONNode.Index,
        in text: Span<UInt8>
    ) {
        guard money.says(money.amount(of: tape, data: data, in: text)) else { return }
        let number = money.currency(of: tape, data: data, in: text)
        add(
            CurrencyCode(number: number) ?? .none, isPlacement: money.isPlacement, count: 1)
    }
}

extension MoneyColumns {
    /// The amount of an event of the log; `FieldColumn.missing` where it has none.
    package func amount(
        of tape: borrowing JSONTape, data: JSONNode.Index, in text: Span<UInt8>
    ) -> Int64 {
        fields[amount].value(of: tape, data: data, in: text)
    }

    /// The number of the currency of an event of the log; `FieldColumn.missing` where it has none.
    package func currency(
        of tape: borrowing JSONTape, data: JSONNode.Index, in text: Span<UInt8>
    ) -> Int64 {
        fields[currency].value(of: tape, data: data, in: text)
    }
}
