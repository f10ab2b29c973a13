import CEL

extension RuleInputs {
    /// The choices of a rule up to the one that applies, and what their conditions came to.
    func trials(of rule: Rule) -> [Explanation.Trial] {
        var trials: [Explanation.Trial] = []
        for (index, choice) in rule.choices.enumerated() {
            guard let condition = choice.condition else {
                trials.append(Explanation.Trial(choice: index, applies: true, clauses: []))
                break
            }
            let trial = trial(index, condition)
            trials.append(trial)
            if trial.applies != false { break }
        }
        return trials
    }

    /// The guards that matter to an account in a state: the one into the next, and the one that
    /// keeps it.
    func trials(of machine: MachineDefinition, in outcome: Outcome) -> [Explanation.Trial] {
        guard case .level(let state) = outcome else {
            return machine.up.enumerated().compactMap { index, own in
                own.map { trial(index, $0.condition) }
            }
        }
        var trials: [Explanation.Trial] = []
        if state + 1 < machine.states.count, let next = machine.up[state + 1] {
            trials.append(trial(state + 1, next.condition))
        }
        if let keep = machine.keep[state] { trials.append(trial(state, keep.condition)) }
        return trials
    }

    private func trial(_ index: Int, _ condition: Formula) -> Explanation.Trial {
        let whole: Bool? =
            if case .bool(let holds)? = value(of: condition.expression) { holds } else { nil }
        return Explanation.Trial(
            choice: index, applies: whole,
            clauses: condition.expression.clauses.map { clause in
                let holds: Bool? =
                    if case .bool(let holds)? = value(of: clause) { holds } else { nil }
                let sides = clause.sides.map { [$0.left, $0.right] } ?? []
                return Explanation.Clause(
                    text: clause.text, holds: holds,
                    sides: sides.map { value(of: $0)?.text ?? "?" })
            })
    }
}

extension Rule {
    /// A comparison in which a fact stands alone.
    struct Bound {
        /// The name of the fact, with `facts.` before it.
        let name: String
        let other: ParsedExpression
    }

    /// The comparisons of its conditions in which a fact stands alone on a side.
    var bounds: [Bound] {
        conditions.flatMap { $0.expression.clauses }.flatMap { clause -> [Bound] in
            guard let sides = clause.sides else { return [] }
            return [(sides.left, sides.right), (sides.right, sides.left)].compactMap { own, other in
                own.field(of: "facts").map { Bound(name: "facts.\($0)", other: other) }
            }
        }
    }
}
