import CEL

/// Values of what a rule names that may make a difference to it: below, at and above each number
/// that something is compared with, each text and another, both truths.
struct SampleValues {
    /// Something that a rule names, and its values in ascending order.
    struct Sample {
        /// The name in expressions.
        let name: String
        /// Nil for what is no fact.
        let fact: FactDefinition?
        let values: [Value]
    }

    /// In the order of the pack.
    private(set) var samples: [Sample] = []

    private var numbers: [String: Set<Int64>] = [:]
    private var texts: [String: Set<String>] = [:]

    /// Where two facts are compared with each other, both come around this number.
    private static let meeting: Int64 = 1_000_000

    /// - Parameter bindings: with the parameters.
    init(
        _ rule: Rule, in pack: Pack, _ ranges: [String: ClosedRange<Int64>], _ bindings: Bindings
    ) {
        let clauses = (rule.conditions + rule.outputs).flatMap { $0.expression.clauses }
        for clause in clauses { take(clause, bindings) }
        let named = clauses.reduce(into: Set<String>()) { $0.formUnion($1.names) }
        for fact in pack.facts {
            let name = "facts.\(fact.name)"
            guard named.contains(name) else { continue }
            let values = values(of: name, fact.type, ranges[name] ?? .all)
            samples.append(Sample(name: name, fact: fact, values: values))
        }
        for name in ["previous.stage", "previous.tier"] where named.contains(name) {
            samples.append(Sample(name: name, fact: nil, values: values(of: name, .string, .all)))
        }
    }

    /// Gives the constants of a clause to all that it names.
    private mutating func take(_ clause: ParsedExpression, _ bindings: Bindings) {
        let names = clause.names
        let facts = names.filter { $0.hasPrefix("facts.") || $0.hasPrefix("previous.") }
        guard !facts.isEmpty else { return }
        var constants = clause.literals
        constants += names.compactMap { $0.hasPrefix("params.") ? bindings.variables[$0] : nil }
        if let sides = clause.sides {
            for side in [sides.left, sides.right] {
                var evaluator = Evaluator(bindings)
                if let value = try? evaluator.evaluate(side) { constants.append(value) }
            }
        }
        for name in facts {
            if facts.count > 1 { numbers[name, default: []].insert(Self.meeting) }
            for constant in constants {
                switch constant {
                case .int(let number): numbers[name, default: []].insert(number)
                case .string(let text): texts[name, default: []].insert(text)
                default: break
                }
            }
        }
    }

    private func values(
        of name: String, _ type: StaticType, _ range: ClosedRange<Int64>
    ) -> [Value] {
        switch type {
        case .bool: return [.bool(false), .bool(true)]
        case .string:
            let own = texts[name] ?? []
            let other = own.contains("") ? own.sorted().joined() + "~" : ""
            return ([other] + own.sorted()).map { .string($0) }
        default:
            let around = (numbers[name] ?? [0]).flatMap { number in
                (number == .min ? [] : [number - 1]) + [number]
                    + (number == .max ? [] : [number + 1])
            }
            let inside = Set(around).filter(range.contains)
            return (inside.isEmpty ? [range.lowerBound] : inside.sorted()).map { .int($0) }
        }
    }
}
