import JSON

/// What is known of one proposed event while its members are read in canonical order.
struct ProposalDraft {
    var entry: EventBatch.Entry
    var source: JSONNode.Index?
    var id: JSONNode.Index?
    var type: JSONNode.Index?
    var subject: JSONNode.Index?
    var data: JSONNode.Index?
    var hasTime = false
    var hasSpecVersion = false
    private var pendingSplice = 0
    var line: Int { entry.line }

    init(line: Int, start: Int) {
        entry = EventBatch.Entry(start: start, end: start, line: line)
    }

    /// Reads all members and writes the canonical JSON to the batch.
    mutating func readMembers(
        _ tape: borrowing JSONTape, in span: Span<UInt8>, into batch: inout EventBatch,
        violations: inout [Violation]
    ) {
        let prefixes = EnvelopeAttribute.prefixes
        var known = 0
        var next = tape.firstChild(of: tape.root)
        batch.bytes.append(UInt8(ascii: "{"))
        while let member = next {
            let attribute = Self.attribute(
                member, of: tape, in: span, prefixes.span, from: &known)
            markSplices(before: member, attribute, of: tape, in: span, at: batch.bytes.count)
            let time = check(attribute, member, of: tape, in: span, &violations)
            if let time, !Self.isNormal(tape.value(ofMember: member), of: tape, in: span) {
                tape.appendCanonical(member, in: span, to: &batch.bytes)
                batch.bytes.append(UInt8(ascii: ":"))
                batch.bytes.append(UInt8(ascii: "\""))
                time.append(to: &batch.bytes)
                batch.bytes.append(UInt8(ascii: "\""))
            } else {
                tape.appendCanonicalMember(member, in: span, to: &batch.bytes)
            }
            batch.bytes.append(UInt8(ascii: ","))
            next = tape.nextSibling(of: member)
        }
        if batch.bytes.last == UInt8(ascii: ",") { batch.bytes.removeLast() }
        batch.bytes.append(UInt8(ascii: "}"))
        entry.end = batch.bytes.count
    }

    /// Whether a time, which is valid, stands in the text as it is stored: UTC, whole seconds.
    private static func isNormal(
        _ value: JSONNode.Index, of tape: borrowing JSONTape, in span: Span<UInt8>
    ) -> Bool {
        let node = tape[value]
        return node.end - node.start == 20 && span[node.end - 1] == UInt8(ascii: "Z")
    }

    /// Which attribute a member is; `known` moves on, as both are in canonical order.
    private static func attribute(
        _ member: JSONNode.Index, of tape: borrowing JSONTape, in span: Span<UInt8>,
        _ prefixes: Span<UInt64>, from known: inout Int
    ) -> EnvelopeAttribute? {
        let (prefix, hasEscapes) = (tape.keyPrefix(member), tape[member].hasEscapes)
        for candidate in known..<prefixes.count where prefixes[candidate] == prefix || hasEscapes {
            guard let attribute = EnvelopeAttribute(rawValue: candidate),
                tape.stringEquals(member, attribute.key, in: span)
            else { continue }
            known = candidate + 1
            return attribute
        }
        return nil
    }

    /// Notes where the members that the ledger adds will stand.
    private mutating func markSplices(
        before member: JSONNode.Index, _ attribute: EnvelopeAttribute?,
        of tape: borrowing JSONTape, in span: Span<UInt8>, at offset: Int
    ) {
        while pendingSplice < EnvelopeAttribute.added.count {
            let added = EnvelopeAttribute.added[pendingSplice]
            if let attribute {
                guard added.rawValue <= attribute.rawValue else { return }
            } else {
                let name = tape.string(member, in: span)
                guard added.name.utf8.lexicographicallyPrecedes(name.utf8) else { return }
            }
            switch added {
            case .accountRevision: entry.splices.revision = offset
            case .authID: entry.splices.actor = attribute == .authID ? -1 : offset
            case .ledgerTime: entry.splices.ledgerTime = offset
            default: entry.splices.sequence = offset
            }
            pendingSplice += 1
        }
    }

    /// Checks one attribute by itself; gives the instant of a time, which is written normalised.
    private mutating func check(
        _ attribute: EnvelopeAttribute?, _ member: JSONNode.Index, of tape: borrowing JSONTape,
        in span: Span<UInt8>, _ violations: inout [Violation]
    ) -> Instant? {
        let value = tape.value(ofMember: member)
        switch attribute {
        case .time:
            hasTime = true
            entry.occurredAt = instant(value, "time", of: tape, in: span, &violations)
            return entry.occurredAt
        case .recordedTime:
            entry.hasSourceRecordedAt = true
            return instant(value, "recordedtime", of: tape, in: span, &violations)
        case .id: id = string(value, .id, 1...Limits.idBytes, tape, span, &violations)
        case .source:
            source = string(value, .source, 1...Limits.sourceBytes, tape, span, &violations)
        case .subject:
            subject = string(value, .subject, 1...Limits.subjectBytes, tape, span, &violations)
        case .type: type = string(value, .type, 1...Limits.typeBytes, tape, span, &violations)
        case .authID:
            _ = string(value, .authID, 1...Limits.actorBytes, tape, span, &violations)
        case .data:
            data = value
            if tape[value].kind != .object {
                report("/data", "data must be an object", &violations)
            }
        case .specVersion:
            hasSpecVersion = true
            if tape[value].kind != .string || !tape.stringEquals(value, "1.0", in: span) {
                report("/specversion", "specversion must be \"1.0\"", &violations)
            }
        case .accountRevision, .ledgerTime, .sequence:
            guard let attribute else { break }
            report(
                "/\(attribute.name)",
                "\(attribute.name) is given by the ledger; send the event without it", &violations)
        case .dataBase64:
            report("/data_base64", "binary data can't be kept; send data as an object", &violations)
        case .dataContentType:
            if tape[value].kind != .string
                || !tape.stringEquals(value, "application/json", in: span)
            {
                report(
                    "/datacontenttype", "datacontenttype must be \"application/json\"", &violations)
            }
        case .authType, .causationID, .correlationID, .dataSchema, .traceParent:
            if let attribute {
                _ = string(value, attribute, 1...Limits.eventBytes, tape, span, &violations)
            }
        case nil: checkExtension(member, value, of: tape, in: span, &violations)
        }
        return nil
    }

    private func string(
        _ value: JSONNode.Index, _ attribute: EnvelopeAttribute, _ bytes: ClosedRange<Int>,
        _ tape: borrowing JSONTape, _ span: Span<UInt8>, _ violations: inout [Violation]
    ) -> JSONNode.Index? {
        let name = attribute.name
        guard tape[value].kind == .string else {
            report("/\(name)", "\(name) must be a string", &violations)
            return nil
        }
        let count = tape.byteCount(ofString: value, in: span)
        guard count >= bytes.lowerBound else {
            report("/\(name)", "\(name) is empty", &violations)
            return nil
        }
        guard count <= bytes.upperBound else {
            report(
                "/\(name)", "\(name) has \(count) bytes; at most \(bytes.upperBound) are kept",
                &violations)
            return nil
        }
        return value
    }

    private func instant(
        _ value: JSONNode.Index, _ name: String, of tape: borrowing JSONTape,
        in span: Span<UInt8>, _ violations: inout [Violation]
    ) -> Instant {
        guard tape[value].kind == .string else {
            report("/\(name)", "\(name) must be a string with a date and time", &violations)
            return .earliest
        }
        do throws(InstantError) {
            return try tape.withString(value, in: span) { text throws(InstantError) in
                try Instant(parsing: text)
            }
        } catch {
            report("/\(name)", "\(name) \(error.sentence)", &violations)
            return .earliest
        }
    }

    /// CloudEvents 1.0 §3.2: names of lower-case letters and digits, values of simple types.
    private func checkExtension(
        _ member: JSONNode.Index, _ value: JSONNode.Index, of tape: borrowing JSONTape,
        in span: Span<UInt8>, _ violations: inout [Violation]
    ) {
        let name = tape.string(member, in: span)
        let isNamed = name.utf8.allSatisfy {
            (UInt8(ascii: "a")...UInt8(ascii: "z")).contains($0)
                || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0)
        }
        guard isNamed, (1...Limits.extensionNameBytes).contains(name.utf8.count) else {
            report(
                "/" + JSONTape.referenceToken(name),
                "an extension attribute is named by 1 to \(Limits.extensionNameBytes) lower-case "
                    + "letters and digits; put other members into data", &violations)
            return
        }
        switch tape[value].kind {
        case .string, .bool: return
        case .number where tape.integer(value, in: span) != nil: return
        default:
            report(
                "/\(name)",
                "the extension attribute \(name) must be a string, a whole number, true or false; "
                    + "put other values into data", &violations)
        }
    }

    func report(_ pointer: String, _ sentence: String, _ violations: inout [Violation]) {
        violations.append(Violation(line: line, pointer: pointer, sentence: sentence))
    }
}
