import CEL

/// A choice of a rule that is a condition and a level.
struct PlainChoice: Sendable {
    /// Nil for one that always applies.
    let condition: Formula?
    /// The level, 0 the lowest.
    let level: Int
}

/// A plain choice whose condition was made something that can be asked.
struct PlainStep<Condition> {
    /// Nil where the step applies to all that came so far.
    var condition: Condition?
    /// The level, 0 the lowest.
    let level: Int
}

extension PlainStep: Sendable where Condition: Sendable {}

extension DecisionDefinition {
    /// The plain choices with what is made of their conditions; nil for other rules, and where
    /// nothing can be made of one.
    func plainSteps<Condition>(
        _ make: (Formula) -> Condition?
    ) -> [PlainStep<Condition>]? {
        guard let choices = plainChoices else { return nil }
        var steps: [PlainStep<Condition>] = []
        for choice in choices {
            let condition = choice.condition.flatMap(make)
            guard condition != nil || choice.condition == nil else { return nil }
            steps.append(PlainStep(condition: condition, level: choice.level))
        }
        return steps
    }

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
