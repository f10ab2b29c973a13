package import LedgerModel

/// What a pack reads of the events of one account, by time.
package struct AccountReadings: Sendable {
    /// By the index of the reading.
    package var entries: [[FactEntry]]
    /// Visits and interactions, for facts about contacts.
    package var touches: [Touch] = []
    /// What was said of contacts.
    package var contacts: [ContactEntry] = []
    /// Every event that counts: for the question whether an account is there, and for decisions at
    /// each event.
    package var moments: [Moment] = []
    /// When the first event happened that admits the account to decisions; nil for none. Known once
    /// the readings are in order.
    package private(set) var admittedFrom: Instant?
    /// The moment that stands for all events whose data nothing reads, while readings are taken.
    var unreadAdmission: Int?
    /// Approvals and overrides.
    package var rulings: [Ruling] = []

    package init(_ pack: Pack) { entries = Array(repeating: [], count: pack.readings.count) }

    /// That an event happened.
    package struct Moment: Sendable {
        /// When it happened.
        package let occurredAt: Instant
        /// From when to when the event counted.
        package let known: KnownSpan
        /// Whether its type is one that a fact of the pack reads.
        package let isRead: Bool
        /// Whether its type is the one that the pack asks accounts to have had.
        package let isAdmission: Bool
    }

    /// A meeting of our people with contacts.
    package struct Touch: Sendable {
        /// When it happened.
        package let occurredAt: Instant
        /// From when to when the event counted.
        package let known: KnownSpan
        /// Our people who took part.
        package let people: [String]
        /// The contacts who took part.
        package let contacts: [String]
        /// The function of our people; nil where the event doesn't say.
        package let ourFunction: String?
        /// The function of the contacts; nil where the event doesn't say.
        package let theirFunction: String?
        /// The level of our people; nil where the event doesn't say.
        package let ourLevel: String?
        /// The level of the contacts; nil where the event doesn't say.
        package let theirLevel: String?
    }

    /// A contact that came, changed or left.
    package struct ContactEntry: Sendable {
        /// When it happened.
        package let occurredAt: Instant
        /// Where the event stands in the ledger.
        package let position: Position
        /// From when to when the event counted.
        package let known: KnownSpan
        /// The id of the contact.
        package let contact: String
        /// Whether the contact left.
        package let hasLeft: Bool
        /// The function that the event gives the contact; nil for none.
        package let function: String?
        /// The level.
        package let level: String?
    }

    /// What somebody decided in place of the rule.
    package struct Ruling: Sendable {
        /// What a ruling does.
        package enum Kind: Sendable {
            case approval
            case override
        }

        /// What the ruling does.
        package let kind: Kind
        /// When it happened.
        package let occurredAt: Instant
        /// Where the event stands in the ledger.
        package let position: Position
        /// From when to when the event counted.
        package let known: KnownSpan
        /// The name of the decision.
        package let decision: String
        /// The level.
        package let level: String
        /// Who ruled; nil where the event doesn't say.
        package let by: String?
        /// Why; nil where the event doesn't say.
        package let reason: String?
        /// Of an override; nil where it doesn't end.
        package let expires: Instant?
    }
}

extension AccountReadings {
    /// Puts what was read in the order of time.
    package mutating func sort() {
        for index in entries.indices { entries[index].sort { $0.precedes($1) } }
        touches.sort { $0.occurredAt < $1.occurredAt }
        contacts.sort { ($0.occurredAt, $0.position) < ($1.occurredAt, $1.position) }
        moments.sort { $0.occurredAt < $1.occurredAt }
        rulings.sort { ($0.occurredAt, $0.position) < ($1.occurredAt, $1.position) }
        admittedFrom = moments.first { $0.isAdmission }?.occurredAt
    }

    /// The same with those rulings only that count.
    package func keepingRulings(_ counts: (Ruling) -> Bool) -> AccountReadings {
        guard !rulings.isEmpty else { return self }
        var left = self
        left.rulings.removeAll { !counts($0) }
        return left
    }

    /// What counted of it for what was known at an instant.
    package func known(at instant: Instant) -> AccountReadings {
        filtered { _, known in known.holds(at: instant) }
    }

    /// What is left of it of events that count.
    func filtered(_ counts: (_ occurredAt: Instant, KnownSpan) -> Bool) -> AccountReadings {
        var left = self
        for index in entries.indices {
            left.entries[index] = entries[index].filter { counts($0.occurredAt, $0.known) }
        }
        left.touches = touches.filter { counts($0.occurredAt, $0.known) }
        left.contacts = contacts.filter { counts($0.occurredAt, $0.known) }
        left.moments = moments.filter { counts($0.occurredAt, $0.known) }
        left.rulings = rulings.filter { counts($0.occurredAt, $0.known) }
        left.admittedFrom = left.moments.first { $0.isAdmission }?.occurredAt
        return left
    }

    /// Whether the account is one of those that get a decision at an instant.
    package func isAdmitted(at instant: Instant) -> Bool {
        admittedFrom.map { $0 < instant } ?? false
    }
}
