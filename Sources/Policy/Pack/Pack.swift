package import CivilCalendar
package import LedgerModel

/// A policy pack: parameters, facts, decisions and machines, as data.
package struct Pack: Sendable {
    package let name: String
    package let version: Int
    /// The text that the rules come from.
    package let source: String?
    package let zone: CivilZone
    /// The currency of amounts; nil where no fact has any.
    package private(set) var currency: CurrencyCode?
    /// Whether the currency is the one that most orders of a ledger are in.
    package let followsLedgerCurrency: Bool
    /// The type of event that an account must have had to get a decision; nil for any.
    package let having: String?
    package let parameters: [Parameter]
    package let facts: [FactDefinition]
    /// The indexes of the facts, each behind those that it is computed of.
    package let factOrder: [Int]
    /// What the facts take of events.
    package let readings: [EventReading]
    package let decisions: [DecisionDefinition]
    package let machines: [MachineDefinition]
    package let cadences: [Cadence]
    package let accountsPerManager: Int?
    package let tests: [PackTest]
}

extension Pack {
    /// The pack for a ledger whose orders are mostly in a currency.
    package func inCurrency(ofLedger currency: CurrencyCode) -> Pack {
        guard followsLedgerCurrency else { return self }
        var pack = self
        pack.currency = currency
        return pack
    }

    /// Whether the decisions about one account need all others, or at least their currency.
    package var needsEveryAccount: Bool {
        followsLedgerCurrency || facts.contains(where: \.isPopulation)
    }
}

/// A history with what the pack makes of it.
package struct PackTest: Sendable {
    /// What is expected of an account at an instant.
    package struct Expectation: Sendable {
        package let asOf: Instant
        /// Nil for the only account of the test.
        package let account: String?
        /// The level by the name of the decision or machine; `not_rated`, `unknown` and
        /// `unapproved` are levels here.
        package let levels: [(decision: String, level: String)]
        /// The choice that matched, as the rule numbers it.
        package let rule: [Int]?
        /// Whether the level after hold and approval is meant, not the rule's own outcome.
        package let isEffective: Bool
        package let place: TextPlace
    }

    package let name: String
    package let events: [Event]
    package let expectations: [Expectation]
    package let place: TextPlace

    /// An event of a test.
    package struct Event: Sendable {
        package let type: String
        package let account: String
        package let occurredAt: Instant
        /// The data, as JSON.
        package let data: [UInt8]
        package let place: TextPlace
    }
}
