import JSON

extension ProposalDraft {
    /// Checks what needs several members, and makes the entry whole; nil where something is wrong.
    mutating func finish(
        _ tape: borrowing JSONTape, in span: Span<UInt8>, names: inout [UInt8],
        violations: inout [Violation], acceptsVerbEvents: Bool
    ) -> EventBatch.Entry? {
        let found = violations.count
        reportMissing(&violations)
        if let type {
            entry.type = appendName(type, tape, span, to: &names)
            entry.definition = Catalogue.index(of: names.span.extracting(entry.type)) ?? -1
        }
        if entry.definition >= 0 {
            checkDefinition(
                Catalogue.definitions[entry.definition], tape, span, &violations,
                acceptsVerbEvents: acceptsVerbEvents)
        }
        if let subject {
            entry.subject = appendName(subject, tape, span, to: &names)
            checkSubject(names, &violations)
        }
        guard violations.count == found, let source, let id else { return nil }
        entry.key = tape.appendEventKey(source, id, in: span, to: &names)
        if entry.definition == Catalogue.annulled, let data {
            guard let source = tape.member("source", of: data, in: span),
                let id = tape.member("id", of: data, in: span)
            else { return nil }
            entry.annulledKey = tape.appendEventKey(source, id, in: span, to: &names)
        }
        return entry
    }

    private func reportMissing(_ violations: inout [Violation]) {
        guard
            id == nil || source == nil || subject == nil || type == nil || !hasSpecVersion
                || !hasTime
        else { return }
        let own = violations.reversed().prefix { $0.line == line }.map(\.pointer)
        for (isThere, name) in [
            (id != nil, "id"), (source != nil, "source"), (hasSpecVersion, "specversion"),
            (subject != nil, "subject"), (hasTime, "time"), (type != nil, "type"),
        ] where !isThere && !own.contains("/\(name)") {
            report("", "the attribute \(name) is missing", &violations)
        }
    }

    private func appendName(
        _ value: JSONNode.Index, _ tape: borrowing JSONTape, _ span: Span<UInt8>,
        to names: inout [UInt8]
    ) -> Range<Int> {
        let start = names.count
        tape.appendString(value, in: span, to: &names)
        return start..<names.count
    }

    private func checkSubject(_ names: [UInt8], _ violations: inout [Violation]) {
        let isReserved = names[entry.subject.lowerBound] == UInt8(ascii: "~")
        let isLedger = isReserved && names[entry.subject].elementsEqual("~ledger".utf8)
        guard isLedger == isReserved else {
            report(
                "/subject", "account ids that begin with ~ are reserved; choose another",
                &violations)
            return
        }
        guard type != nil else { return }
        let definition = entry.definition < 0 ? nil : Catalogue.definitions[entry.definition]
        switch (definition?.subject ?? .account, isLedger) {
        case (.account, false), (.ledger, true), (.accountOrLedger, _): return
        case (.account, true):
            report(
                "/subject",
                "~ledger takes rate.quoted, list.frozen, goal.set and their annulments only; "
                    + "name the account", &violations)
        case (.ledger, false):
            report(
                "/subject",
                "\(definition?.name ?? "it") is about no single account; "
                    + "send it with the subject ~ledger", &violations)
        }
    }

    /// Checks `data` against the definition: both list their fields in canonical order.
    private mutating func checkDefinition(
        _ definition: EventDefinition, _ tape: borrowing JSONTape, _ span: Span<UInt8>,
        _ violations: inout [Violation], acceptsVerbEvents: Bool
    ) {
        if definition.isWrittenByVerbsOnly, !acceptsVerbEvents {
            report("/type", "\(definition.name) is written by the ledger itself", &violations)
        }
        guard let data, tape[data].kind == .object else {
            if data == nil { report("", "the attribute data is missing", &violations) }
            return
        }
        var position = 0
        var next = tape.firstChild(of: data)
        while let member = next {
            next = tape.nextSibling(of: member)
            guard
                let candidate = Self.field(
                    member, of: definition, from: position, tape, span, definition.prefixes.span)
            else { continue }
            reportAbsent(definition, position..<candidate, &violations)
            check(
                definition.fields[candidate], tape.value(ofMember: member), tape, span, &violations)
            position = candidate + 1
        }
        reportAbsent(definition, position..<definition.fields.count, &violations)
    }

    /// Which known field a member of `data` is, from `position` on; nil for one of the user's own.
    private static func field(
        _ member: JSONNode.Index, of definition: EventDefinition, from position: Int,
        _ tape: borrowing JSONTape, _ span: Span<UInt8>, _ prefixes: Span<UInt64>
    ) -> Int? {
        let (prefix, hasEscapes) = (tape.keyPrefix(member), tape[member].hasEscapes)
        for candidate in position..<prefixes.count
        where prefixes[candidate] == prefix || hasEscapes {
            if tape.stringEquals(member, definition.fields[candidate].key, in: span) {
                return candidate
            }
        }
        return nil
    }

    private func reportAbsent(
        _ definition: EventDefinition, _ skipped: Range<Int>, _ violations: inout [Violation]
    ) {
        for index in skipped where definition.fields[index].isRequired {
            let field = definition.fields[index]
            report(
                "/data/\(field.name)",
                "\(field.name) is missing; it must be \(field.kind.expectation)", &violations)
        }
    }

    private mutating func check(
        _ field: EventDefinition.Field, _ value: JSONNode.Index, _ tape: borrowing JSONTape,
        _ span: Span<UInt8>, _ violations: inout [Violation]
    ) {
        if field.isPersonal { entry.hasPersonalFields = true }
        guard !field.kind.accepts(value, of: tape, in: span) else { return }
        report(
            "/data/\(field.name)", "\(field.name) must be \(field.kind.expectation)", &violations)
    }
}
