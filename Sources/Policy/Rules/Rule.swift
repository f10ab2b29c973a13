import CEL

/// A rule of CEL Policy: choices with conditions, of which the first that applies gives the outcome
/// or all that apply give a list
/// (https://github.com/cel-expr/cel-policy/blob/main/README.md#policy-language--syntax).
package struct Rule: Sendable {
    /// How choices combine.
    package enum Semantics: Sendable {
        /// The first choice that applies.
        case firstMatch
        /// A list of what every choice that applies gives.
        case aggregate
    }

    /// A named expression that conditions and outputs may use as `variables.name`.
    package struct Variable: Sendable {
        /// The name by which others refer to it.
        package let name: String
        /// The expression.
        package let formula: Formula
    }

    /// A condition and what follows from it.
    package struct Choice: Sendable {
        /// Nil for a choice that always applies.
        package let condition: Formula?
        /// What follows.
        package let outcome: Outcome
        /// A text about why, made when it is asked for.
        package let explanation: Wording?
        /// Where it stands in the document.
        package let place: TextPlace
    }

    /// What follows from a condition.
    package indirect enum Outcome: Sendable {
        case output(Formula)
        case rule(Rule)
    }

    package let id: String?
    /// Its variables, which may use those before them.
    package let variables: [Variable]
    /// Its choices, in the order in which they are tried.
    package let choices: [Choice]
    /// How the choices combine.
    package let semantics: Semantics
    /// Where it stands in the document.
    package let place: TextPlace
}

extension Rule {
    /// Whether the rule gives something whatever its variables are.
    var isCertain: Bool { semantics == .aggregate || choices.contains(where: \.isCertain) }
}

extension Rule.Choice {
    /// Whether the condition holds whatever it is about.
    var isUnconditional: Bool {
        guard let condition else { return true }
        return condition.expression.isLiteral(true)
    }

    /// Whether choices behind this one are never reached.
    var isCertain: Bool {
        guard isUnconditional else { return false }
        switch outcome {
        case .output: return true
        case .rule(let rule): return rule.isCertain
        }
    }
}
