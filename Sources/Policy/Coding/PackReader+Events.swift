import CEL
import JSON
import LedgerModel

/// Facts that are aggregates of events.
extension PackReader {
    private static let aggregates = [
        "sum", "count", "count_distinct", "min", "max", "avg", "first", "last", "days_since",
        "streak", "member",
    ]

    mutating func eventFact(
        _ node: DocumentNode, _ what: String
    ) -> (FactDefinition.Content, StaticType, Quantity.Unit)? {
        _ = reader.object(
            node,
            known: ["event", "plus", "less", "window", "where", "missing", "type"]
                + Self.aggregates + ["label", "unit", "origin", "description"], as: what)
        let named = node.members.filter { Self.aggregates.contains($0.name) }
        guard let own = named.first, named.count == 1 else {
            reader.report(
                "\(what) needs one of " + Self.aggregates.joined(separator: ", "), at: node.place)
            return nil
        }
        guard let aggregate = aggregate(own), let types = eventTypes(node["event"]) else {
            return nil
        }
        if aggregate == .member, types != ["list.frozen"] || node["where"] != nil {
            reader.report("member goes with list.frozen, and without 'where'", at: node.place)
        }
        let declared = declaredType(node["type"])
        let value = aggregate.takesValue ? own.value : nil
        var made = types.compactMap {
            reading(
                of: $0, value: value, condition: node["where"], declared: declared,
                isNegative: false, what)
        }
        made += adjustments(node, aggregate, value, declared, what)
        guard let first = made.first else { return nil }
        let type = type(of: aggregate, readings[first].type, node, what)
        for reading in made.dropFirst()
        where !readings[reading].type.agrees(with: readings[first].type) {
            reader.report(
                "\(what) takes a \(readings[first].type.name) of one event type and a "
                    + "\(readings[reading].type.name) of another", at: node.place)
        }
        let isMoney = aggregate.keepsUnit && made.contains { readings[$0].isMoney }
        if isMoney, currency == nil, !followsLedgerCurrency {
            reader.report(
                "\(what) is about amounts, so the pack needs a 'currency' like CNY",
                at: node.place)
        }
        let fact = EventFact(
            aggregate: aggregate, readings: made, window: window(node["window"]),
            missing: missing(node["missing"], type, aggregate, isMoney ? .money : .count))
        return (.events(fact), type, unit(of: aggregate, type, isMoney))
    }

    private mutating func aggregate(_ member: DocumentNode.Member) -> EventFact.Aggregation? {
        switch member.name {
        case "sum": return .sum
        case "count_distinct": return .countDistinct
        case "min": return .minimum
        case "max": return .maximum
        case "avg": return .average
        case "first": return .first
        case "last": return .last
        case "streak":
            switch member.value.text {
            case "month": return .streak(.month)
            case "quarter": return .streak(.quarter)
            case "year": return .streak(.year)
            default:
                reader.report("streak must be month, quarter or year", at: member.value.place)
                return nil
            }
        default:
            reader.mark(member.value, as: member.name)
            switch member.name {
            case "count": return .count
            case "days_since": return .daysSince
            default: return .member
            }
        }
    }

    private mutating func eventTypes(_ node: DocumentNode?) -> [String]? {
        guard let node else { return nil }
        let nodes = node.elements.isEmpty ? [node] : node.elements
        let types = nodes.compactMap { eventType($0) }
        return types.isEmpty ? nil : types
    }

    private mutating func declaredType(_ node: DocumentNode?) -> StaticType? {
        switch node?.text {
        case nil: return nil
        case "int": return .int
        case "bool": return .bool
        case "string": return .string
        default:
            if let node { reader.report("type must be int, bool or string", at: node.place) }
            return nil
        }
    }

    /// What `plus` adds and `less` takes off.
    private mutating func adjustments(
        _ node: DocumentNode, _ aggregate: EventFact.Aggregation, _ value: DocumentNode?,
        _ declared: StaticType?, _ what: String
    ) -> [Int] {
        var made: [Int] = []
        for name in ["plus", "less"] {
            guard let part = node[name] else { continue }
            guard aggregate == .sum || aggregate == .count && name == "less" else {
                reader.report("'\(name)' goes with sum, and 'less' with count", at: part.place)
                continue
            }
            let isNegative = name == "less"
            var types = part.elements.map { ($0, value) }
            types += part.members.map { member in
                (
                    DocumentNode(
                        content: .scalar(member.name, style: .plain), place: member.place),
                    member.value
                )
            }
            if types.isEmpty {
                reader.report(
                    "'\(name)' must list event types, or give a value for each", at: part.place)
            }
            for (type, value) in types {
                guard let type = eventType(type) else { continue }
                let reading = reading(
                    of: type, value: aggregate == .count ? nil : value, condition: node["where"],
                    declared: declared, isNegative: isNegative, what)
                if let reading { made.append(reading) }
            }
        }
        return made
    }

    /// Makes a reading of what a fact takes of the events of a type.
    mutating func reading(
        of eventType: String, value: DocumentNode?, condition: DocumentNode?,
        declared: StaticType?, isNegative: Bool, _ what: String
    ) -> Int? {
        let scope = EventScope(eventType)
        var check = RuleCheck(functions: EventScope.functions)
        var condition = condition.flatMap { reader.formula($0, as: "where") }
        if let formula = condition {
            let type = check.type(of: formula, scope.variables)
            if !type.agrees(with: .bool) {
                reader.report("where must be a bool, not a \(type.name)", at: formula.place)
            }
            if formula.expression.isLiteral(true) { condition = nil }
            if type.agrees(with: .bool), check.problems.isEmpty { requireChance(formula) }
            for problem in scope.misspelled(in: formula) { reader.report(problem) }
        }
        var found: (value: ReadingValue, type: StaticType)?
        if let value {
            guard let formula = reader.formula(value, as: "the value of \(what)") else {
                return nil
            }
            let type = check.type(of: formula, scope.variables)
            for problem in scope.misspelled(in: formula) { reader.report(problem) }
            let field = formula.expression.field(of: "event").flatMap { name in
                name.utf8.count <= JSONName.maximumBytes ? name : nil
            }
            found = (field.map { .field($0) } ?? .formula(formula), declared ?? type)
            if type == .dyn, declared == nil {
                reader.report(
                    "\(formula.text) has no type of its own; add 'type: int', bool or string",
                    at: formula.place)
            }
        }
        for problem in check.problems { reader.report(problem) }
        let isMoney: Bool =
            switch found?.value {
            case .field(let name)?: name.hasSuffix("_minor")
            case .formula(let formula)?:
                formula.expression.fields(of: "event").contains { $0.name.hasSuffix("_minor") }
            case nil: false
            }
        return add(
            EventReading(
                eventType: eventType, condition: condition, value: found?.value,
                isNegative: isNegative, type: found?.type ?? .bool, isMoney: isMoney))
    }

    /// A condition of events that can't hold would make a fact of nothing.
    private mutating func requireChance(_ condition: Formula) {
        let bindings = Bindings(functions: PackFunctions.ofEvents, zoneSeconds: { _, _ in nil })
        let what = "where can never hold, so that no event counts: "
        for part in condition.expression.conjuncts {
            if part.isLiteral(false) {
                reader.report(condition.problem(what + "it is false", at: part.offset))
                return
            }
            if let error = part.certainFailure(bindings) {
                reader.report(condition.problem(what + error.sentence, at: error.offset))
                return
            }
        }
    }

    private mutating func type(
        of aggregate: EventFact.Aggregation, _ value: StaticType, _ node: DocumentNode,
        _ what: String
    ) -> StaticType {
        switch aggregate {
        case .count, .countDistinct, .daysSince, .streak: return .int
        case .member: return .bool
        case .first, .last:
            if ![.int, .bool, .string, .dyn].contains(value) {
                reader.report(
                    "\(what) is a \(value.name), which no fact can be", at: node.place)
            }
            return value
        case .sum, .minimum, .maximum, .average:
            if !value.agrees(with: .int) {
                reader.report(
                    "\(what) needs whole numbers, not a \(value.name)", at: node.place)
            }
            return .int
        }
    }

    private func unit(
        of aggregate: EventFact.Aggregation, _ type: StaticType, _ isMoney: Bool
    ) -> Quantity.Unit {
        if isMoney { return .money }
        if aggregate == .daysSince { return .days }
        switch type {
        case .bool: return .truth
        case .string: return .text
        default: return .count
        }
    }

    private mutating func missing(
        _ node: DocumentNode?, _ type: StaticType, _ aggregate: EventFact.Aggregation,
        _ unit: Quantity.Unit
    ) -> FactValue? {
        guard let node else {
            switch aggregate {
            case .count, .countDistinct, .streak: return .number(0)
            case .member: return .truth(false)
            default: return nil
            }
        }
        let quantity = Quantity(node)
        switch (type, quantity.value) {
        case (.int, .number)
        where quantity.unit == .count
            || quantity.unit == unit && quantity.currency == currency:
            return quantity.value
        case (.bool, .truth), (.dyn, _): return quantity.value
        case (.string, _): return node.text.map { .text($0) }
        default:
            reader.report("missing must be of the type \(type.name), like the fact", at: node.place)
            return nil
        }
    }
}

extension EventFact.Aggregation {
    /// Whether it is made of a value of each event.
    fileprivate var takesValue: Bool {
        switch self {
        case .sum, .countDistinct, .minimum, .maximum, .average, .first, .last: true
        case .count, .daysSince, .streak, .member: false
        }
    }

    /// Whether it is in the unit of the values.
    fileprivate var keepsUnit: Bool { takesValue && self != .countDistinct }
}
