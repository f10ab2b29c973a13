import CEL

/// A choice of a rule that is a condition and a level.
struct PlainChoice: Sendable {
    /// Nil for one that always applies.
    let condition: Formula?
    /// The level, 0 the lowest.
    let level: Int
}

extension DecisionDefinition {
    /// The choices of the rule, where it takes the first that applies and each names a level; nil
    /// for other rules.
    var plainChoices: [PlainChoice]? {
        guard rule.semantics == .firstMatch, rule.variables.isEmpty else { return nil }
        var choices: [PlainChoice] = []
        for choice in rule.choices {
            guard case .output(let output) = choice.outcome,
                case .string(let name)? = output.expression.literal,
                let level = levels.firstIndex(where: { $0.name == name })
            else { return nil }
            choices.append(
                PlainChoice(
                    condition: choice.isUnconditional ? nil : choice.condition, level: level))
        }
        return choices
    }
}

extension RuleContext {
    /// The facts that conditions over columns can read, by their names in conditions.
    var columnSlots: [String: ColumnProgram.Slot] {
        var slots: [String: ColumnProgram.Slot] = [:]
        for (index, fact) in pack.facts.enumerated() {
            let content: Column.Content? =
                switch fact.type {
                case .int: .int
                case .bool: .bool
                case .string: .text
                default: nil
                }
            guard let content else { continue }
            slots[factNames[index]] = ColumnProgram.Slot(index: index, content: content)
        }
        return slots
    }
}
