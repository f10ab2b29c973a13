import CEL

extension RuleInputs {
    /// The choices of a rule up to the one that applies, and what their conditions came to.
    func trials(of decision: DecisionDefinition) -> [Explanation.Trial] {
        decision.rule.trials(bindings).map { trial in
            var level: Int?
            if case .output(let output) = trial.choice.outcome,
                case .string(let name)? = output.expression.literal
            {
                level = decision.levels.firstIndex { $0.name == name }
            }
            return Explanation.Trial(
                path: trial.path, level: level, keeps: false, applies: trial.applies,
                clauses: trial.choice.condition.map { clauses(of: $0, trial.bindings) } ?? [])
        }
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
        if let keep = machine.keep[state] {
            trials.append(trial(state, keep.condition, keeps: true))
        }
        return trials
    }

    /// What a guard that leads into a state, or keeps it, comes to.
    func trial(_ state: Int, _ condition: Formula, keeps: Bool = false) -> Explanation.Trial {
        Explanation.Trial(
            path: [state], level: state, keeps: keeps,
            applies: bindings.truth(of: condition.expression),
            clauses: clauses(of: condition, bindings))
    }

    /// The parts of a condition that must all hold.
    private func clauses(of condition: Formula, _ bindings: Bindings) -> [Explanation.Clause] {
        let expression = condition.expression
        guard let joined = expression.joined, joined.isAnd else {
            return [clause(expression, bindings)]
        }
        return joined.operands.map { clause($0, bindings) }
    }

    private func clause(
        _ expression: ParsedExpression, _ bindings: Bindings
    ) -> Explanation.Clause {
        var inner = expression
        var isNegated = false
        while let negated = inner.negated {
            inner = negated
            isNegated.toggle()
        }
        let compared = inner.comparison.map { left, sign, right in
            Explanation.Comparison(
                left: side(left, bindings), sign: sign, right: side(right, bindings))
        }
        return Explanation.Clause(
            text: expression.text, holds: bindings.truth(of: expression), isNegated: isNegated,
            name: name(of: inner), comparison: compared,
            parts: inner.joined?.operands.map { clause($0, bindings) } ?? [],
            needsAllParts: inner.joined?.isAnd ?? false)
    }

    private func side(_ expression: ParsedExpression, _ bindings: Bindings) -> Explanation.Side {
        Explanation.Side(
            text: expression.text, name: name(of: expression),
            value: bindings.value(of: expression),
            isLiteral: expression.names.isEmpty)
    }

    private func name(of expression: ParsedExpression) -> Explanation.Side.Name? {
        if let name = expression.field(of: "facts") {
            return pack.facts.firstIndex { $0.name == name }.map { .fact($0) }
        }
        guard let name = expression.field(of: "params") else { return nil }
        return pack.parameters.firstIndex { $0.name == name }.map { .parameter($0) }
    }
}

extension Bindings {
    fileprivate func truth(of expression: ParsedExpression) -> Bool? {
        if case .bool(let truth)? = value(of: expression) { truth } else { nil }
    }

    fileprivate func value(of expression: ParsedExpression) -> Value? {
        var evaluator = Evaluator(self)
        return try? evaluator.evaluate(expression)
    }
}

extension Formula {
    /// A comparison in which a fact stands alone.
    struct Bound {
        /// The name of the fact, with `facts.` before it.
        let name: String
        let other: ParsedExpression
    }

    /// Its comparisons in which a fact stands alone on a side.
    var bounds: [Bound] {
        expression.clauses.flatMap { clause -> [Bound] in
            guard let sides = clause.sides else { return [] }
            return [(sides.left, sides.right), (sides.right, sides.left)].compactMap { own, other in
                own.field(of: "facts").map { Bound(name: "facts.\($0)", other: other) }
            }
        }
    }
}
