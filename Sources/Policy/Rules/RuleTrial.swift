import CEL

/// A choice of a rule that was tried, and what its condition came to.
struct RuleTrial {
    /// The indexes of the choice and of those around it, the outermost first.
    let path: [Int]
    /// The choice.
    let choice: Rule.Choice
    /// Whether it applies; nil where the condition has no value.
    let applies: Bool?
    /// What the condition is evaluated with.
    let bindings: Bindings
}

extension Rule {
    /// The choices that are tried to decide, those of nested rules behind the ones that lead there.
    func trials(_ bindings: Bindings, under path: [Int] = []) -> [RuleTrial] {
        let scope = RuleScope(self, bindings)
        var trials: [RuleTrial] = []
        for (index, choice) in choices.enumerated() {
            let applies = try? scope.holds(choice.condition, at: index)
            trials.append(
                RuleTrial(
                    path: path + [index], choice: choice, applies: applies,
                    bindings: scope.bindings))
            guard let applies else { break }
            guard applies else { continue }
            if case .rule(let rule) = choice.outcome {
                trials += rule.trials(scope.bindings, under: path + [index])
            }
            if semantics == .aggregate { continue }
            if scope.gives(choice, at: index) || !choice.isUnconditional { break }
        }
        return trials
    }
}
