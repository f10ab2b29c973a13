import CEL
import CivilCalendar
package import JSON
package import LedgerModel

/// Takes from events what a pack reads of them.
package struct EventIntake: Sendable {
    private let pack: Pack
    /// The readings of each event type.
    private let readings: [String: [Int]]
    private let readsContacts: Bool
    /// Whether decisions are taken at events that no fact reads, too.
    private let countsEveryEvent: Bool

    package init(_ pack: Pack) {
        self.pack = pack
        var readings: [String: [Int]] = [:]
        for (index, reading) in pack.readings.enumerated() {
            readings[reading.eventType, default: []].append(index)
        }
        self.readings = readings
        readsContacts = pack.facts.contains { fact in
            if case .contacts = fact.content { true } else { false }
        }
        countsEveryEvent =
            pack.decisions.contains { $0.schedule == .onEvent }
            || pack.machines.contains { $0.schedule == .onEvent }
        types = Set(readings.keys).union(readsContacts ? Self.touchTypes : [])
    }

    /// Whether the data of a type must be parsed.
    package func reads(_ type: String) -> Bool {
        readings[type] != nil || readsContacts && Self.contactTypes.contains(type)
            || Self.rulingTypes.contains(type)
    }

    /// The types that the facts of the pack read, which make the range of its instants.
    package let types: Set<String>

    private static let touchTypes: Set<String> = ["visit.made", "interaction.logged"]
    static let contactTypes = touchTypes.union([
        "contact.added", "contact.updated", "contact.left",
    ])
    static let rulingTypes: Set<String> = ["tier.approved", "tier.overridden"]

    /// One event of an account.
    package struct Event: Sendable {
        /// The type of the event.
        package let type: String
        /// When it happened.
        package let occurredAt: Instant
        /// Where the event stands in the ledger.
        package let position: Position
        /// From when to when the event counted.
        package let known: KnownSpan

        package init(
            type: String, occurredAt: Instant, position: Position, known: KnownSpan = .always
        ) {
            self.type = type
            self.occurredAt = occurredAt
            self.position = position
            self.known = known
        }
    }

    /// Notes that an event happened, whose data nothing reads. Where nothing else is known, the
    /// first one is enough to tell since when the account is there.
    package func notice(_ event: Event, in record: inout AccountReadings) {
        let isRead = types.contains(event.type)
        let isAdmission = pack.having.map { $0 == event.type } ?? true
        guard isRead || isAdmission || countsEveryEvent else { return }
        let moment = AccountReadings.Moment(
            occurredAt: event.occurredAt, known: event.known, isRead: isRead,
            isAdmission: isAdmission)
        guard !isRead, !countsEveryEvent, event.known == .always else {
            record.moments.append(moment)
            return
        }
        if let first = record.unreadAdmission {
            if record.moments[first].occurredAt > event.occurredAt {
                record.moments[first] = moment
            }
        } else {
            record.unreadAdmission = record.moments.count
            record.moments.append(moment)
        }
    }

    /// Takes an event.
    ///
    /// - Parameter data: the value of its `data` in `tape`, which is the parse of `text`.
    package func take(
        _ event: Event, _ tape: borrowing JSONTape, data: JSONNode.Index, in text: Span<UInt8>,
        into record: inout AccountReadings
    ) {
        notice(event, in: &record)
        if let own = readings[event.type] {
            var whole: Value?
            for index in own {
                let reading = pack.readings[index]
                guard
                    let taken = value(of: reading, &whole, tape, data, text)
                else { continue }
                let isMoney = reading.isMoney
                record.entries[index].append(
                    FactEntry(
                        occurredAt: event.occurredAt, position: event.position, value: taken,
                        currency: isMoney
                            ? tape.currency("currency", of: data, in: text) ?? .none : .none,
                        known: event.known))
            }
        }
        takeWhole(event, tape, data, text, &record)
    }

    /// Takes what is no reading of a value: touches, contacts and rulings.
    func takeWhole(
        _ event: Event, _ tape: borrowing JSONTape, _ data: JSONNode.Index, _ text: Span<UInt8>,
        _ record: inout AccountReadings
    ) {
        if readsContacts { takeContacts(event, tape, data, text, &record) }
        if Self.rulingTypes.contains(event.type) { takeRuling(event, tape, data, text, &record) }
    }

    /// What a reading takes; nil where the event doesn't count for it: its condition doesn't hold
    /// or has no value, or the value is missing or of another type.
    func value(
        of reading: EventReading, _ whole: inout Value?, _ tape: borrowing JSONTape,
        _ data: JSONNode.Index, _ text: Span<UInt8>
    ) -> FactValue? {
        if let equalities = reading.equalities {
            for equality in equalities {
                guard
                    let node = tape.member(JSONName(equality.field), of: data, in: text),
                    tape[node].kind == .string,
                    tape.stringEquals(node, equality.text.utf8.span, in: text)
                else { return nil }
            }
        } else if let condition = reading.condition {
            let event = whole ?? Value(tape, data, in: text)
            whole = event
            guard case .bool(true)? = Self.evaluate(condition.expression, on: event) else {
                return nil
            }
        }
        let found: Value?
        switch reading.value {
        case nil: return .truth(true)
        case .field(let name):
            guard let node = tape.member(JSONName(name), of: data, in: text) else { return nil }
            found = Value(tape, node, in: text)
        case .formula(let formula):
            let event = whole ?? Value(tape, data, in: text)
            whole = event
            found = Self.evaluate(formula.expression, on: event)
        }
        guard let taken = found.flatMap({ FactValue($0) }), taken.isTaken(as: reading.type) else {
            return nil
        }
        return taken
    }

    /// What an expression says of an event; nil where it errs.
    static func evaluate(_ expression: ParsedExpression, on event: Value) -> Value? {
        var evaluator = Evaluator(
            Bindings(
                ["event": event], functions: PackFunctions.ofEvents, zoneSeconds: { _, _ in nil }))
        return try? evaluator.evaluate(expression)
    }
}

extension EventIntake {
    private func takeContacts(
        _ event: Event, _ tape: borrowing JSONTape, _ data: JSONNode.Index, _ text: Span<UInt8>,
        _ record: inout AccountReadings
    ) {
        if Self.touchTypes.contains(event.type) {
            record.touches.append(
                AccountReadings.Touch(
                    occurredAt: event.occurredAt, known: event.known,
                    people: tape.strings("our_people", of: data, in: text),
                    contacts: tape.strings("contacts", of: data, in: text),
                    ourFunction: tape.string("our_function", of: data, in: text),
                    theirFunction: tape.string("their_function", of: data, in: text),
                    ourLevel: tape.string("our_level", of: data, in: text),
                    theirLevel: tape.string("their_level", of: data, in: text)))
            return
        }
        guard Self.contactTypes.contains(event.type),
            let contact = tape.string("contact_id", of: data, in: text)
        else { return }
        record.contacts.append(
            AccountReadings.ContactEntry(
                occurredAt: event.occurredAt, position: event.position, known: event.known,
                contact: contact, hasLeft: event.type == "contact.left",
                function: tape.string("function", of: data, in: text),
                level: tape.string("level", of: data, in: text)))
    }

    private func takeRuling(
        _ event: Event, _ tape: borrowing JSONTape, _ data: JSONNode.Index, _ text: Span<UInt8>,
        _ record: inout AccountReadings
    ) {
        guard let decision = tape.string("decision", of: data, in: text),
            let level = tape.string("to", of: data, in: text)
        else { return }
        let expires = tape.string("expires", of: data, in: text).flatMap { expiry in
            CivilDate(expiry).map { Instant(microseconds: pack.zone.start(of: $0)) }
                ?? (try? Instant(expiry))
        }
        record.rulings.append(
            AccountReadings.Ruling(
                kind: event.type == "tier.approved" ? .approval : .override,
                occurredAt: event.occurredAt, position: event.position, known: event.known,
                decision: decision, level: level, by: tape.string("by", of: data, in: text),
                reason: tape.string("reason", of: data, in: text), expires: expires))
    }
}

extension JSONTape {
    fileprivate func string(
        _ name: JSONName, of object: JSONNode.Index, in text: Span<UInt8>
    ) -> String? {
        guard let value = member(name, of: object, in: text), self[value].kind == .string else {
            return nil
        }
        return string(value, in: text)
    }

    fileprivate func strings(
        _ name: JSONName, of object: JSONNode.Index, in text: Span<UInt8>
    ) -> [String] {
        guard let list = member(name, of: object, in: text) else { return [] }
        var strings: [String] = []
        var next = firstChild(of: list)
        while let element = next {
            if self[element].kind == .string { strings.append(string(element, in: text)) }
            next = nextSibling(of: element)
        }
        return strings
    }
}

extension EventIntake {
    /// Takes an event about no single account: a list, or a rate.
    package static func takeLedger(
        _ event: Event, _ tape: borrowing JSONTape, data: JSONNode.Index, in text: Span<UInt8>,
        lists: inout [FrozenList], rates: inout [QuotedRate]
    ) {
        if event.type == "list.frozen" {
            lists.append(
                FrozenList(
                    occurredAt: event.occurredAt, position: event.position, known: event.known,
                    members: Set(tape.strings("members", of: data, in: text))))
        }
        if RateTable.reads(definition: Catalogue.index(of: event.type) ?? -1) {
            var table = RateTable()
            table.fold(
                occurredAt: event.occurredAt, position: event.position, tape, data: data, in: text)
            rates.append(QuotedRate(known: event.known, table: table))
        }
    }
}
