/// The currency in which amounts are reported, with the rates that lead to it.
package struct Valuation: Sendable {
    /// `CurrencyCode.none` where no event has an amount.
    package let currency: CurrencyCode
    /// The rates that were quoted, by time.
    package let rates: RateTable

    package init(currency: CurrencyCode, rates: RateTable = RateTable()) {
        self.currency = currency
        self.rates = rates
    }

    /// What an amount of an event is worth in minor units of the reporting currency.
    func figure(_ minor: Int64, of entry: TimelineEntry) -> Figure {
        figure(minor, in: entry.currency, at: entry.occurredAt, entry.position)
    }

    /// What an amount is worth in minor units of the reporting currency.
    ///
    /// - Parameter own: its currency; `CurrencyCode.none` where its event names none.
    package func figure(
        _ minor: Int64, in own: CurrencyCode, at instant: Instant, _ position: Position
    ) -> Figure {
        guard own != currency else { return .value(minor) }
        guard minor != 0 else { return .value(0) }
        guard own != .none else { return .missing(.noCurrency(at: instant)) }
        return rates.convert(minor, from: own, to: currency, at: instant, position)
    }
}
