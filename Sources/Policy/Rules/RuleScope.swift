import CEL

/// The variables of a rule and of those around it.
struct RuleScope {
    private(set) var bindings: Bindings
    /// Why variables have no value, by the name that expressions use. They matter only where a
    /// variable is used.
    private var failures: [String: EvaluationError.Reason] = [:]

    /// - Parameter bindings: those around the rule.
    init(_ rule: Rule, _ bindings: Bindings) {
        self.bindings = bindings
        for variable in rule.variables { bind(variable) }
    }

    private mutating func bind(_ variable: Rule.Variable) {
        let name = "variables.\(variable.name)"
        do throws(RuleFailure) {
            bindings.variables[name] = try value(of: variable.formula, path: [])
            failures[name] = nil
        } catch {
            bindings.variables[name] = nil
            failures[name] = error.error.reason
        }
    }

    /// Whether the condition of a choice holds.
    func holds(_ condition: Formula?, at index: Int) throws(RuleFailure) -> Bool {
        guard let condition else { return true }
        let value = try value(of: condition, path: [index])
        if case .bool(let holds) = value { return holds }
        throw RuleFailure(
            formula: condition,
            error: EvaluationError(reason: .invalid("the condition is no bool"), offset: 0),
            path: [index])
    }

    /// What a choice gives; nil where it is a rule that gives nothing.
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

    /// Whether a choice gives something, or fails to.
    func gives(_ choice: Rule.Choice, at index: Int) -> Bool {
        do throws(RuleFailure) {
            return try outcome(of: choice, at: index) != nil
        } catch {
            return true
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
