package import LedgerModel

/// What one event says to one reading.
package struct FactEntry: Sendable {
    /// When it happened.
    package let occurredAt: Instant
    /// Where the event stands in the ledger.
    package let position: Position
    /// What the reading took of it.
    package let value: FactValue
    /// Of amounts only; else `none`.
    package let currency: CurrencyCode
    /// When the event, and its annulment, became known.
    package let known: KnownSpan

    /// Time decides, then position.
    func precedes(_ other: FactEntry) -> Bool {
        (occurredAt, position) < (other.occurredAt, other.position)
    }
}

/// From when to when an event counted.
package struct KnownSpan: Hashable, Sendable {
    /// When it became known.
    package let from: Instant
    /// When its annulment became known; nil where it isn't annulled.
    package let until: Instant?

    package init(from: Instant, until: Instant?) {
        self.from = from
        self.until = until
    }

    /// Of events of which only those that count are there.
    package static let always = KnownSpan(from: Instant(microseconds: .min), until: nil)

    /// Whether the event counted for what was known at an instant, inclusive.
    package func holds(at instant: Instant) -> Bool {
        from <= instant && until.map { $0 > instant } ?? true
    }
}
