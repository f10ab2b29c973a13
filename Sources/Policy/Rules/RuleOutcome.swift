package import CEL

/// What a rule gave, and how.
package struct RuleOutcome: Sendable {
    /// What the rule gave.
    package let value: Value
    /// The indexes of the choices that led here, the outermost first; of an aggregate it ends
    /// there.
    package let path: [Int]
    /// The choice that gave the value, where it was one, and what it was evaluated with.
    package let choice: Rule.Choice?
    /// What the rule was evaluated with.
    package let bindings: Bindings

    /// The text that the choice gives about itself; nil where it has none, or none that can be
    /// made of what is known.
    package var explanation: String? {
        guard let formula = choice?.explanation else { return nil }
        var evaluator = Evaluator(bindings)
        guard case .string(let text)? = try? evaluator.evaluate(formula.expression) else {
            return nil
        }
        return text
    }
}

/// Why a rule gave nothing: an expression of it has no value.
package struct RuleFailure: Error {
    /// The expression without a value.
    package let formula: Formula
    /// Why it has none.
    package let error: EvaluationError
    /// The indexes of the choices that led there.
    package let path: [Int]
}

extension Rule {
    /// Decides. Gives nil where no choice applies.
    ///
    /// A condition without value ends the matching; so does a nested rule that gives nothing, if it
    /// stands behind a condition, and else the next choice is tried
    /// (https://github.com/cel-expr/cel-policy/blob/main/README.md#conditions-and-return-types).
    package func outcome(_ bindings: Bindings) throws(RuleFailure) -> RuleOutcome? {
        var scope = RuleScope(bindings)
        for variable in variables { scope.bind(variable) }
        switch semantics {
        case .firstMatch: return try firstMatch(scope)
        case .aggregate:
            var values: [Value] = []
            for (index, choice) in choices.enumerated() {
                guard try scope.holds(choice.condition, at: index) else { continue }
                if let outcome = try scope.outcome(of: choice, at: index) {
                    values.append(outcome.value)
                }
            }
            return RuleOutcome(
                value: .list(values), path: [], choice: nil, bindings: scope.bindings)
        }
    }

    private func firstMatch(_ scope: RuleScope) throws(RuleFailure) -> RuleOutcome? {
        for (index, choice) in choices.enumerated() {
            guard try scope.holds(choice.condition, at: index) else { continue }
            let outcome = try scope.outcome(of: choice, at: index)
            if outcome != nil || !choice.isUnconditional { return outcome }
        }
        return nil
    }
}

/// The variables of a rule and of those around it.
private struct RuleScope {
    private(set) var bindings: Bindings
    /// Why variables have no value, by the name that expressions use. They matter only where a
    /// variable is used.
    private var failures: [String: EvaluationError.Reason] = [:]

    init(_ bindings: Bindings) { self.bindings = bindings }

    mutating func bind(_ variable: Rule.Variable) {
        let name = "variables.\(variable.name)"
        do throws(RuleFailure) {
            bindings.variables[name] = try value(of: variable.formula, path: [])
            failures[name] = nil
        } catch {
            bindings.variables[name] = nil
            failures[name] = error.error.reason
        }
    }

    func holds(_ condition: Formula?, at index: Int) throws(RuleFailure) -> Bool {
        guard let condition else { return true }
        let value = try value(of: condition, path: [index])
        if case .bool(let holds) = value { return holds }
        throw RuleFailure(
            formula: condition,
            error: EvaluationError(reason: .invalid("the condition is no bool"), offset: 0),
            path: [index])
    }

    func outcome(of choice: Rule.Choice, at index: Int) throws(RuleFailure) -> RuleOutcome? {
        switch choice.outcome {
        case .output(let formula):
            return RuleOutcome(
                value: try value(of: formula, path: [index]), path: [index], choice: choice,
                bindings: bindings)
        case .rule(let rule):
            do throws(RuleFailure) {
                guard let inner = try rule.outcome(bindings) else { return nil }
                return RuleOutcome(
                    value: inner.value, path: [index] + inner.path, choice: inner.choice,
                    bindings: inner.bindings)
            } catch {
                throw RuleFailure(
                    formula: error.formula, error: error.error, path: [index] + error.path)
            }
        }
    }

    private func value(of formula: Formula, path: [Int]) throws(RuleFailure) -> Value {
        var evaluator = Evaluator(bindings)
        do throws(EvaluationError) {
            return try evaluator.evaluate(formula.expression)
        } catch {
            var cause = error
            if case .undeclared(let name) = error.reason, let reason = failures[name] {
                cause = EvaluationError(reason: reason, offset: error.offset)
            }
            throw RuleFailure(formula: formula, error: cause, path: path)
        }
    }
}
