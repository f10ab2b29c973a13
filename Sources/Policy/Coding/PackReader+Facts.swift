import CEL
import LedgerModel

extension PackReader {
    /// The facts of a pack, those of the document first.
    mutating func facts(_ node: DocumentNode?, _ origin: Origin) -> [FactDefinition] {
        let members = named(node, as: "facts")
        factNames = members.map(\.name)
        var facts: [FactDefinition] = []
        for member in members {
            // A fact that can't be read keeps its place, so that others still find theirs.
            facts.append(
                fact(member, origin)
                    ?? FactDefinition(
                        name: member.name, content: .share(fact: 0, of: 0), type: .dyn,
                        unit: .count, label: nil, origin: origin, place: member.place))
        }
        let known = facts.indices.map { withUnit($0, facts) }
        for fact in known { checkTotal(fact, known) }
        return known + profileFacts
    }

    /// What a total adds must be numbers of one unit.
    private mutating func checkTotal(_ fact: FactDefinition, _ facts: [FactDefinition]) {
        guard case .total(let parts, let less) = fact.content, let first = parts.first else {
            return
        }
        for part in (parts + less).map({ facts[$0] }) {
            if part.type != .int {
                reader.report(
                    "a total is of whole numbers, which '\(part.name)' is not", at: fact.place)
            } else if part.unit != facts[first].unit {
                reader.report(
                    "a total is of one unit; '\(facts[first].name)' is a "
                        + "\(facts[first].unit.rawValue) and '\(part.name)' a "
                        + part.unit.rawValue, at: fact.place)
            }
        }
    }

    /// The unit of facts of other facts, where the document gives none.
    private func withUnit(_ index: Int, _ facts: [FactDefinition]) -> FactDefinition {
        var base = index
        for _ in facts where base < facts.count {
            guard let next = facts[base].unitBase, !statesUnit.contains(base) else { break }
            base = next
        }
        return base < facts.count && base != index
            ? facts[index].counting(facts[base].unit) : facts[index]
    }

    private static let measures = PopulationFact.Measure.allCases.map(\.rawValue)
    private static let common = ["label", "unit", "origin", "description"]

    private mutating func fact(
        _ member: DocumentNode.Member, _ packOrigin: Origin
    ) -> FactDefinition? {
        let (node, what) = (member.value, "the fact '\(member.name)'")
        guard case .object = node.content else {
            reader.report("\(what) must be an object, not \(node.kindName)", at: node.place)
            return nil
        }
        var made: (content: FactDefinition.Content, type: StaticType, unit: Quantity.Unit)?
        if node["event"] != nil {
            made = eventFact(node, what)
        } else if node["open"] != nil {
            made = openFact(node, what).map { (.open($0), .int, .count) }
        } else if node["contact_structure"] != nil {
            made = contactFact(node, what)
        } else if node["growth"] != nil {
            made = growth(node, what).map { ($0, .int, .share) }
        } else if node["share"] != nil {
            made = share(node, what).map { ($0, .int, .share) }
        } else if node["total"] != nil {
            made = total(node, what).map { ($0, .int, .count) }
        } else if node["population"] != nil {
            made = population(node, what)
        } else {
            reader.report(
                "\(what) must say what it is made of: event, open, contact_structure, growth, "
                    + "share, total or population", at: node.place)
        }
        guard let made else { return nil }
        let unit: Quantity.Unit? = node["unit"].flatMap { reader.word($0, as: "unit") }
        if unit != nil, let index = factNames.firstIndex(of: member.name) {
            statesUnit.insert(index)
        }
        return FactDefinition(
            name: member.name, content: made.content, type: made.type, unit: unit ?? made.unit,
            label: label(node["label"]), origin: origin(of: node) ?? packOrigin,
            place: member.place)
    }

    private mutating func reference(_ node: DocumentNode?, _ what: String) -> Int? {
        guard let node, let name = reader.text(node, as: what) else { return nil }
        if let index = factNames.firstIndex(of: name) { return index }
        let near = factNames.nearest(to: name).map { "; did you mean '\($0)'?" } ?? ""
        reader.report("there is no fact '\(name)'" + near, at: node.place)
        return nil
    }

    private mutating func growth(_ node: DocumentNode, _ what: String) -> FactDefinition.Content? {
        _ = reader.object(
            node, known: ["growth", "over"] + Self.common, required: ["over"], as: what)
        guard let fact = reference(node["growth"], "growth"),
            let over = node["over"].flatMap({ length($0, as: "over") })
        else { return nil }
        return .growth(fact: fact, over: over.window)
    }

    private mutating func share(_ node: DocumentNode, _ what: String) -> FactDefinition.Content? {
        _ = reader.object(node, known: ["share", "of"] + Self.common, required: ["of"], as: what)
        guard let fact = reference(node["share"], "share"), let base = reference(node["of"], "of")
        else { return nil }
        return .share(fact: fact, of: base)
    }

    private mutating func total(_ node: DocumentNode, _ what: String) -> FactDefinition.Content? {
        _ = reader.object(node, known: ["total", "less"] + Self.common, as: what)
        let facts = references(node["total"], "total")
        if facts.isEmpty, node["total"]?.elements.isEmpty == true {
            reader.report("\(what) needs at least one fact", at: node.place)
        }
        return .total(of: facts, less: references(node["less"], "less"))
    }

    private mutating func references(_ node: DocumentNode?, _ what: String) -> [Int] {
        guard let node else { return [] }
        return reader.list(node, as: what).compactMap { reference($0, what) }
    }

    private mutating func population(
        _ node: DocumentNode, _ what: String
    ) -> (FactDefinition.Content, StaticType, Quantity.Unit)? {
        _ = reader.object(
            node, known: ["population", "cohort", "ties"] + Self.measures + Self.common, as: what)
        let named = node.members.filter { Self.measures.contains($0.name) }
        guard let first = named.first, named.count == 1,
            let measure = PopulationFact.Measure(rawValue: first.name)
        else {
            reader.report(
                "\(what) needs one of " + Self.measures.joined(separator: ", "), at: node.place)
            return nil
        }
        reader.mark(first.value, as: first.name)
        let ties: PopulationFact.Ties =
            node["ties"].flatMap { reader.word($0, as: "ties") } ?? .shared
        guard let fact = reference(node["population"], "population") else { return nil }
        let content = FactDefinition.Content.population(
            PopulationFact(
                measure: measure, fact: fact, cohort: node["cohort"].flatMap { cohort($0) },
                ties: ties))
        switch measure {
        case .percentile, .cumulativeShareBefore: return (content, .int, .share)
        case .rank, .quintile: return (content, .int, .count)
        case .cumulativeBefore, .cohortTotal, .cohortAverage: return (content, .int, .count)
        }
    }

    /// A fact that tells cohorts apart: one of the pack, or `account.region` and the like.
    private mutating func cohort(_ node: DocumentNode) -> Int? {
        guard let name = node.text, name.hasPrefix("account.") else {
            return reference(node, "cohort")
        }
        let fields = Catalogue.index(of: "account.opened").map {
            Catalogue.definitions[$0].fields.filter { $0.kind == .text }.map(\.name)
        }
        let field = String(name.dropFirst("account.".count))
        guard let fields, fields.contains(field) else {
            reader.report(
                "an account has no '\(field)'; a cohort may be "
                    + (fields ?? []).map { "account.\($0)" }.joined(separator: ", "),
                at: node.place)
            return nil
        }
        if let index = factNames.firstIndex(of: name) { return index }
        let types = ["account.opened", "account.updated"]
        let own = types.map { type in
            add(
                EventReading(
                    eventType: type, condition: nil, value: .field(field), isNegative: false,
                    type: .string, isMoney: false))
        }
        profileFacts.append(
            FactDefinition(
                name: name,
                content: .events(
                    EventFact(
                        aggregate: .last, readings: own, window: .wholeHistory, missing: nil)),
                type: .string, unit: .text, label: nil, origin: .source, place: node.place))
        factNames.append(name)
        return factNames.count - 1
    }

    func add(_ reading: EventReading, to readings: inout [EventReading]) -> Int {
        readings.append(reading)
        return readings.count - 1
    }

    mutating func add(_ reading: EventReading) -> Int { add(reading, to: &readings) }

    private mutating func openFact(_ node: DocumentNode, _ what: String) -> OpenFact? {
        _ = reader.object(
            node,
            known: ["open", "close", "reopen", "key", "open_count", "window", "where"]
                + Self.common, required: ["close", "key", "open_count"], as: what)
        if let mark = node["open_count"] { reader.mark(mark, as: "open_count") }
        func reading(_ name: String, _ own: inout PackReader) -> Int? {
            guard let type = node[name].flatMap({ own.eventType($0) }), let key = node["key"]
            else { return nil }
            return own.reading(
                of: type, value: key, condition: name == "open" ? node["where"] : nil,
                declared: .string,
                isNegative: false, what)
        }
        guard let opening = reading("open", &self), let closing = reading("close", &self) else {
            return nil
        }
        return OpenFact(
            opening: opening, closing: closing,
            reopening: node["reopen"] == nil ? nil : reading("reopen", &self),
            window: window(node["window"]))
    }

    private mutating func contactFact(
        _ node: DocumentNode, _ what: String
    ) -> (FactDefinition.Content, StaticType, Quantity.Unit)? {
        _ = reader.object(
            node, known: ["contact_structure", "window"] + Self.common, as: what)
        guard
            let measure: ContactFact.Measure = node["contact_structure"].flatMap({
                reader.word($0, as: "contact_structure")
            })
        else { return nil }
        return (
            .contacts(ContactFact(measure: measure, window: window(node["window"]))), .int,
            measure == .knotShare ? .share : .count
        )
    }

    /// The name of an event type.
    mutating func eventType(_ node: DocumentNode) -> String? {
        guard let type = reader.text(node, as: "an event type") else { return nil }
        guard Catalogue.index(of: type) == nil else { return type }
        if let near = Catalogue.definitions.map(\.name).nearest(to: type) {
            reader.report(
                "there is no event type '\(type)' in the catalogue; did you mean '\(near)'?",
                at: node.place)
        }
        return type
    }
}
