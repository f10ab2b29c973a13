package import JSON

extension AccountState {
    /// Whether the fold reads the data of a type; for others `notice` is enough and nothing need be
    /// parsed.
    /// - Parameter definition: index in `Catalogue.definitions`, or −1.
    package static func reads(definition: Int) -> Bool { reading(of: definition) != nil }

    /// Whether events of a type say what an account is called and where it stands.
    package static func readsProfile(definition: Int) -> Bool {
        if case .profile? = reading(of: definition)?.fields { true } else { false }
    }

    /// Takes one event of the account that is not annulled. Types that the fold doesn't read are
    /// only noticed.
    ///
    /// - Parameters:
    ///   - definition: index of its type in `Catalogue.definitions`, or −1.
    ///   - data: the value of its `data` in `tape`, which is the parse of `text`.
    package mutating func fold(
        definition: Int, occurredAt: Instant, position: Position, _ tape: borrowing JSONTape,
        data: JSONNode.Index, in text: Span<UInt8>
    ) {
        notice(occurredAt)
        guard let reading = Self.reading(of: definition) else { return }
        let entry = TimelineEntry(reading.kind, at: occurredAt, position)
        switch reading.fields {
        case .none: entries.append(entry)
        case .profile: foldProfile(entry, tape, data, text)
        case .order: foldOrder(entry, tape, data, text)
        case .cost: foldCost(entry, tape, data, text)
        case .complaint: foldComplaint(entry, tape, data, text)
        case .answer: foldAnswer(entry, tape, data, text)
        case .named(let name): foldNamed(entry, name, tape, data, text)
        case .opportunity: foldOpportunity(entry, tape, data, text)
        case .visit: foldVisit(entry, tape, data, text)
        case .stage(let name, let detail): foldStage(entry, name, detail, tape, data, text)
        }
    }

    private mutating func foldOrder(
        _ entry: consuming TimelineEntry, _ tape: borrowing JSONTape, _ data: JSONNode.Index,
        _ text: Span<UInt8>
    ) {
        let amount: JSONName = entry.kind == .orderAmended ? .changeMinor : .amountMinor
        guard let minor = tape.integer(amount, of: data, in: text) else { return }
        entry.number = minor
        entry.currency = tape.currency(.currency, of: data, in: text) ?? .none
        if entry.kind == .orderPlaced {
            entry.text = keepText(.orderID, tape, data, text)
        }
        entries.append(entry)
    }

    private mutating func foldCost(
        _ entry: consuming TimelineEntry, _ tape: borrowing JSONTape, _ data: JSONNode.Index,
        _ text: Span<UInt8>
    ) {
        guard let minor = tape.integer(.amountMinor, of: data, in: text) else { return }
        entry.number = minor
        entry.currency = tape.currency(.currency, of: data, in: text) ?? .none
        entry.text = keepWord(.costType, tape, data, text)
        entries.append(entry)
    }

    private mutating func foldComplaint(
        _ entry: consuming TimelineEntry, _ tape: borrowing JSONTape, _ data: JSONNode.Index,
        _ text: Span<UInt8>
    ) {
        entry.text = keepText(.complaintID, tape, data, text)
        guard entry.text != .empty else { return }
        if entry.kind == .complaintOpened {
            entry.detail = keepWord(.category, tape, data, text)
        }
        entries.append(entry)
    }

    /// An answer on a scale without length counts for nothing.
    private mutating func foldAnswer(
        _ entry: consuming TimelineEntry, _ tape: borrowing JSONTape, _ data: JSONNode.Index,
        _ text: Span<UInt8>
    ) {
        guard let score = tape.integer(.score, of: data, in: text),
            let low = tape.integer(.scaleMin, of: data, in: text),
            let high = tape.integer(.scaleMax, of: data, in: text),
            let points = Answer.basisPoints(score, from: low, to: high)
        else { return }
        entry.number = points
        entries.append(entry)
    }

    private mutating func foldOpportunity(
        _ entry: consuming TimelineEntry, _ tape: borrowing JSONTape, _ data: JSONNode.Index,
        _ text: Span<UInt8>
    ) {
        var kind = entry.kind
        if kind == .opportunityClosed, let outcome = tape.member(.outcome, of: data, in: text),
            tape[outcome].kind == .string
        {
            if tape.stringEquals(outcome, "won", in: text) { kind = .opportunityWon }
            if tape.stringEquals(outcome, "lost", in: text) { kind = .opportunityLost }
        }
        var closed = TimelineEntry(kind, at: entry.occurredAt, entry.position)
        closed.number = tape.integer(.amountMinor, of: data, in: text) ?? 0
        closed.currency = tape.currency(.currency, of: data, in: text) ?? .none
        closed.text = keepText(.opportunityID, tape, data, text)
        entries.append(closed)
    }

    private mutating func foldNamed(
        _ entry: consuming TimelineEntry, _ name: JSONName, _ tape: borrowing JSONTape,
        _ data: JSONNode.Index, _ text: Span<UInt8>
    ) {
        entry.text = keepWord(name, tape, data, text)
        entries.append(entry)
    }

    private mutating func foldVisit(
        _ entry: consuming TimelineEntry, _ tape: borrowing JSONTape, _ data: JSONNode.Index,
        _ text: Span<UInt8>
    ) {
        entry.text = keepText(.visitID, tape, data, text)
        if entry.kind == .visitPlanned {
            entry.detail = keepText(.plannedFor, tape, data, text)
        }
        entries.append(entry)
    }

    /// What names no stage says nothing.
    private mutating func foldStage(
        _ entry: consuming TimelineEntry, _ name: JSONName, _ detail: JSONName,
        _ tape: borrowing JSONTape, _ data: JSONNode.Index, _ text: Span<UInt8>
    ) {
        entry.text = keepWord(name, tape, data, text)
        guard entry.text != .empty else { return }
        entry.detail = keepText(detail, tape, data, text)
        entries.append(entry)
    }

    /// One entry that the account was opened or updated, and one for each field it gives.
    private mutating func foldProfile(
        _ entry: TimelineEntry, _ tape: borrowing JSONTape, _ data: JSONNode.Index,
        _ text: Span<UInt8>
    ) {
        entries.append(entry)
        for (name, kind) in Self.profileFields {
            let value = keepText(name, tape, data, text)
            guard value != .empty else { continue }
            var field = TimelineEntry(kind, at: entry.occurredAt, entry.position)
            field.text = value
            entries.append(field)
        }
    }

    /// A text of the data among the bytes; empty where it has none.
    private mutating func keepText(
        _ name: JSONName, _ tape: borrowing JSONTape, _ data: JSONNode.Index, _ text: Span<UInt8>
    ) -> TextRange {
        guard let value = tape.member(name, of: data, in: text), tape[value].kind == .string
        else { return .empty }
        let start = bytes.count
        tape.appendString(value, in: text, to: &bytes)
        return start == bytes.count ? .empty : range(from: start)
    }

    private mutating func keepWord(
        _ name: JSONName, _ tape: borrowing JSONTape, _ data: JSONNode.Index, _ text: Span<UInt8>
    ) -> TextRange {
        let kept = keepText(name, tape, data, text)
        return kept == .empty ? kept : keepWord(from: Int(kept.start))
    }

    private static let profileFields: [(JSONName, TimelineEntry.Kind)] = [
        ("name", .name), ("industry", .industry), ("segment", .segment), ("country", .country),
        ("region", .region), ("city", .city), ("parent", .parent), ("owner", .statedOwner),
    ]
}
