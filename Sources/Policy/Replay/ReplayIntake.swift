import CEL
package import JSON
package import LedgerModel

/// Takes from the events of the log what a replay needs, into the columns of their shards: for
/// sources that the ledger keeps in no columns, and for events that no columns cover yet.
package struct ReplayIntake: Sendable {
    private let plan: ReplayPlan
    private let intake: EventIntake
    /// The needed sources by event type.
    private let sources: [String: [Int]]
    /// Whether approvals and overrides count.
    private let takesRulings: Bool

    package init(_ plan: ReplayPlan, takesRulings: Bool) {
        self.plan = plan
        self.takesRulings = takesRulings
        intake = EventIntake(plan.pack)
        var sources: [String: [Int]] = [:]
        for source in plan.neededSources.sorted() {
            sources[plan.sources[source].reading.eventType, default: []].append(source)
        }
        self.sources = sources
    }

    /// Whether events of a type must be read whole, not by their header alone.
    package func reads(_ type: String) -> Bool { sources[type] != nil || readsWhole(type) }

    /// Whether events of a type say something that comes in no columns.
    package func readsWhole(_ type: String) -> Bool {
        plan.readsContacts && EventIntake.contactTypes.contains(type)
            || takesRulings && EventIntake.rulingTypes.contains(type)
    }

    /// The needed sources that read a type.
    package func sources(of type: String) -> [Int] { sources[type] ?? [] }

    /// Takes what one event says of an account of a shard.
    ///
    /// - Parameter wanted: the sources that are taken from it.
    package func take(
        _ event: EventIntake.Event, of account: UInt32, _ wanted: [Int],
        _ tape: borrowing JSONTape, data: JSONNode.Index, in text: Span<UInt8>,
        into shard: inout ReplayShard
    ) {
        var whole: Value?
        for source in wanted {
            let reading = plan.sources[source].reading
            guard let value = intake.value(of: reading, &whole, tape, data, text) else { continue }
            let currency =
                reading.isMoney ? tape.currency("currency", of: data, in: text) ?? .none : .none
            shard.add(value, currency, event, of: account, to: source, plan.sources[source])
        }
        guard readsWhole(event.type) else { return }
        if shard.others.isEmpty {
            shard.others = Array(
                repeating: AccountReadings(plan.pack), count: shard.accounts.count)
        }
        intake.takeWhole(event, tape, data, text, &shard.others[Int(account)])
    }
}

extension ReplayShard {
    /// Adds what a source takes from one event.
    package mutating func add(
        _ value: FactValue, _ currency: CurrencyCode, _ event: EventIntake.Event,
        of account: UInt32, to source: Int, _ definition: ReplayPlan.Source
    ) {
        entries[source].append(
            account: account, occurredAt: event.occurredAt.microseconds,
            position: event.position.value, value: code(of: value))
        if definition.reading.isMoney { entries[source].currencies.append(currency) }
        if case .any = definition.content { entries[source].anyValues.append(value) }
    }

    /// What an entry has for a value.
    package mutating func code(of value: FactValue) -> Int64 {
        switch value {
        case .number(let number): number
        case .truth(let truth): truth ? 1 : 0
        case .text(let text): code(of: text)
        case .missing: 0
        }
    }
}
