package import CivilCalendar
package import LedgerModel

/// A policy pack: parameters, facts, decisions and machines, as data.
package struct Pack: Sendable {
    /// The name by which others refer to it.
    package let name: String
    /// Its version, from 1.
    package let version: Int
    /// The text that the rules come from.
    package let source: String?
    /// The zone of its calendar.
    package let zone: CivilZone
    /// The currency of amounts; nil where no fact has any.
    package private(set) var currency: CurrencyCode?
    /// Whether the currency is the one that most orders of a ledger are in.
    package let followsLedgerCurrency: Bool
    /// The type of event that an account must have had to get a decision; nil for any.
    package let having: String?
    /// Its parameters, in the order of the document.
    package internal(set) var parameters: [Parameter]
    /// Its facts; those of the document come first.
    package let facts: [FactDefinition]
    /// The indexes of the facts, each behind those that it is computed of.
    package let factOrder: [Int]
    /// What the facts take of events.
    package let readings: [EventReading]
    /// Its decisions.
    package private(set) var decisions: [DecisionDefinition]
    /// Its machines.
    package let machines: [MachineDefinition]
    /// What its levels ask of us.
    package let cadences: [Cadence]
    /// How many accounts one of ours can look after; nil where it doesn't say.
    package let accountsPerManager: Int?
    /// Its tests.
    package let tests: [PackTest]
}

extension Pack {
    /// The pack as if what its rules say were approved when they say it.
    package var assumingApproval: Pack {
        var pack = self
        for index in pack.decisions.indices { pack.decisions[index].needsApproval = false }
        return pack
    }

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
        /// The instant.
        package let asOf: Instant
        /// Nil for the only account of the test.
        package let account: String?
        /// The level by the name of the decision or machine; `not_rated`, `unknown` and
        /// `unapproved` are levels here.
        package let levels: [(decision: String, level: String)]
        /// The choice that matched, as the rule numbers it.
        package let rule: [Int]?
        /// What facts are, by their index; `missing` says that one has no value.
        package let facts: [(fact: Int, value: FactValue)]
        /// Why what counts changed last; nil where the test doesn't say.
        package let causes: [Cause]?
        /// How far the account was kept in touch with; nil where the test doesn't say.
        package let coverage: CoverageExpectation?
        /// Whether the level after hold and approval is meant, not the rule's own outcome.
        package let isEffective: Bool
        /// Where it stands in the document.
        package let place: TextPlace
    }

    /// The name by which others refer to it.
    package let name: String
    /// What happened.
    package let events: [Event]
    /// What is expected.
    package let expectations: [Expectation]
    /// Where it stands in the document.
    package let place: TextPlace

    /// An event of a test.
    package struct Event: Sendable {
        /// The type.
        package let type: String
        /// The account.
        package let account: String
        /// When it happened.
        package let occurredAt: Instant
        /// The data, as JSON.
        package let data: [UInt8]
        /// Where it stands in the document.
        package let place: TextPlace
    }
}
