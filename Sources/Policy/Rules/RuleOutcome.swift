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
    ///
    /// - Parameters:
    ///   - language: `en`, `zh-Hans` or `zh-Hant`.
    ///   - functions: those whose texts depend on the language, by name.
    package func explanation(
        in language: String, _ functions: [String: @Sendable ([Value]) -> Value?] = [:]
    ) -> String? {
        guard let formula = choice?.explanation?.formula(in: language) else { return nil }
        var bindings = bindings
        bindings.functions.merge(functions) { $1 }
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
        let scope = RuleScope(self, bindings)
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
