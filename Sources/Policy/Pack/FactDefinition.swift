package import CEL
import JSON

/// A named, typed value that is computed of an account's events at an instant.
package struct FactDefinition: Sendable {
    /// The name by which others refer to it.
    package let name: String
    /// What it holds.
    package let content: Content
    /// The type.
    package let type: StaticType
    /// What a number counts.
    package let unit: Quantity.Unit
    /// What people call it.
    package let label: Label?
    /// Where its numbers come from.
    package let origin: Origin
    /// Where it stands in the document.
    package let place: TextPlace

    /// How a fact is computed.
    package enum Content: Equatable, Sendable {
        case events(EventFact)
        case open(OpenFact)
        case contacts(ContactFact)
        /// How much a fact of the account grew since a window began, in parts per million.
        case growth(fact: Int, over: Window)
        /// A fact of the account as parts per million of another.
        case share(fact: Int, of: Int)
        /// Facts of the account together, less others.
        case total(of: [Int], less: [Int])
        case population(PopulationFact)
    }

    /// The facts that this one is computed of, by index.
    package var bases: [Int] {
        switch content {
        case .events, .open, .contacts: []
        case .growth(let fact, _): [fact]
        case .share(let fact, let base): [fact, base]
        case .total(let facts, let less): facts + less
        case .population(let fact): [fact.fact] + (fact.cohort.map { [$0] } ?? [])
        }
    }

    /// The fact whose unit it has; nil where it has one of its own.
    var unitBase: Int? {
        switch content {
        case .total(let facts, _): facts.first
        case .population(let own):
            switch own.measure {
            case .cumulativeBefore, .cohortTotal, .cohortAverage: own.fact
            case .rank, .percentile, .cumulativeShareBefore, .quintile: nil
            }
        case .events, .open, .contacts, .growth, .share: nil
        }
    }

    /// The same with another unit.
    func counting(_ unit: Quantity.Unit) -> FactDefinition {
        FactDefinition(
            name: name, content: content, type: type, unit: unit, label: label, origin: origin,
            place: place)
    }

    /// Whether other accounts play a part in it.
    package var isPopulation: Bool {
        if case .population = content { true } else { false }
    }

    /// Whether it is a place in a cohort, in parts per million.
    var isPlace: Bool {
        guard case .population(let own) = content else { return false }
        return own.measure == .percentile || own.measure == .cumulativeShareBefore
    }

    /// The fact's window; nil for one that has none of its own.
    package var window: Window? {
        switch content {
        case .events(let fact): fact.window
        case .open(let fact): fact.window
        case .contacts(let fact): fact.window
        case .growth, .share, .total, .population: nil
        }
    }
}

/// An aggregate of events.
package struct EventFact: Equatable, Sendable {
    /// How events make one value.
    package enum Aggregation: Equatable, Sendable {
        case sum
        case count
        case countDistinct
        case minimum
        case maximum
        /// The mean, rounded half to even once.
        case average
        case first
        case last
        /// Whole days of 86,400 s since the last event.
        case daysSince
        /// How many whole periods in a row up to the instant have an event.
        case streak(CalendarPeriod)
        /// Whether the last list names the account.
        case member
    }

    /// How the values make one.
    package let aggregate: Aggregation
    /// What it reads, by index among the pack's readings.
    package let readings: [Int]
    /// How far it looks back.
    package let window: Window
    /// The value where there is no event; nil for none.
    package let missing: FactValue?
}

/// How many cases are open: opened, and not closed since.
package struct OpenFact: Equatable, Sendable {
    /// The reading of what opens a case.
    package let opening: Int
    /// The reading of what closes one.
    package let closing: Int
    /// The reading of what opens one again; nil for nothing.
    package let reopening: Int?
    /// Only cases opened in it count.
    package let window: Window
}

/// What the meetings of our people with an account's contacts look like.
package struct ContactFact: Equatable, Sendable {
    /// What is counted.
    package enum Measure: String, CaseIterable, Sendable {
        /// Different pairs of one of ours and a contact.
        case pairs
        /// Different pairs of our function and theirs.
        case functionPairs = "function_pairs"
        /// Different pairs of our level and theirs.
        case levelPairs = "level_pairs"
        /// The part of the touches that goes through the commonest pair, in parts per million.
        case knotShare = "knot_share"
    }

    /// What is measured.
    package let measure: Measure
    /// How far it looks back.
    package let window: Window
}

/// A fact that needs all accounts of a cohort.
package struct PopulationFact: Equatable, Sendable {
    /// What is computed.
    package enum Measure: String, CaseIterable, Sendable {
        /// From 1 for the greatest.
        case rank
        /// The part of the cohort with a lesser value, in parts per million.
        case percentile
        /// What greater values make together, of the total, in parts per million.
        case cumulativeShareBefore = "cumulative_share_before"
        /// What greater values make together.
        case cumulativeBefore = "cumulative_before"
        /// The sum of the cohort's positive values.
        case cohortTotal = "cohort_total"
        /// The mean of the cohort's values, rounded half to even once.
        case cohortAverage = "cohort_average"
        /// From 5 for the greatest fifth to 1.
        case quintile
    }

    /// What decides among equal values.
    package enum Ties: String, CaseIterable, Sendable {
        /// Nothing: equals share one place.
        case shared
        /// The bytes of the account's id.
        case byAccount = "by_account"
    }

    /// What is measured.
    package let measure: Measure
    /// The fact that is compared.
    package let fact: Int
    /// The fact that tells cohorts apart; nil for one cohort of all.
    package let cohort: Int?
    /// What decides among equal values.
    package let ties: Ties
}

/// What a fact takes of the events of a type.
package struct EventReading: Sendable {
    /// The type of the events.
    package let eventType: String
    /// What an event must be to count; nil for any.
    package let condition: Formula?
    /// The same as texts that fields must be, where the condition asks for nothing else.
    let equalities: [FieldEquality]?
    /// The value taken; nil where events are only counted.
    package let value: ReadingValue?
    /// Whether the value is taken off: of returns and the like.
    package let isNegative: Bool
    /// The type that a value must have; others count for nothing.
    package let type: StaticType
    /// Whether the value is an amount, which has the event's currency.
    package let isMoney: Bool

    init(
        eventType: String, condition: Formula?, value: ReadingValue?, isNegative: Bool,
        type: StaticType, isMoney: Bool
    ) {
        self.eventType = eventType
        self.condition = condition
        self.value = value
        self.isNegative = isNegative
        self.type = type
        self.isMoney = isMoney
        let equalities = condition?.expression.equalities(of: "event")
        let isShort = equalities?.allSatisfy { $0.field.utf8.count <= JSONName.maximumBytes }
        self.equalities = isShort == true ? equalities : nil
    }
}

/// What is taken of an event.
package enum ReadingValue: Sendable {
    /// A member of the event's data.
    case field(String)
    case formula(Formula)
}
