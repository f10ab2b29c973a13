package import CEL

/// Finds the type of what a rule gives, and what is wrong with the rule: types that don't agree and
/// choices that are never reached.
package struct RuleCheck {
    private let functions: [String: [Signature]]
    /// What was found wrong so far.
    package private(set) var problems: [PackProblem] = []

    /// - Parameter functions: of the caller, beside the standard ones, by name.
    package init(functions: [String: [Signature]] = [:]) { self.functions = functions }

    /// The type of what a rule gives: of one outcome where the first match counts, a list where all
    /// do.
    ///
    /// - Parameter variables: types by name, which may have dots.
    package mutating func type(
        of rule: Rule, _ variables: [String: StaticType]
    ) -> StaticType {
        type(of: rule, variables, insideAggregate: false)
    }

    private mutating func type(
        of rule: Rule, _ outer: [String: StaticType], insideAggregate: Bool
    ) -> StaticType {
        let collects = rule.semantics == .aggregate
        if collects, insideAggregate {
            report("nested aggregate rules are not allowed; use match here", at: rule.place)
        }
        var variables = outer
        for variable in rule.variables {
            variables["variables.\(variable.name)"] = type(of: variable.formula, variables)
        }
        var given: StaticType?
        for choice in rule.choices {
            check(choice, variables)
            let own: StaticType
            let place: TextPlace
            switch choice.outcome {
            case .output(let formula): (own, place) = (type(of: formula, variables), formula.place)
            case .rule(let inner):
                own = type(of: inner, variables, insideAggregate: insideAggregate || collects)
                place = inner.place
            }
            if let given, !given.agrees(with: own) {
                report(
                    "incompatible output types: this choice gives \(own.name), those before it "
                        + "\(given.name)", at: place)
            }
            given = given.map { $0.joined(with: own) } ?? own
        }
        if rule.semantics == .firstMatch { checkReach(of: rule.choices) }
        return collects ? .list(given ?? .dyn) : given ?? .dyn
    }

    /// The type of an expression.
    package mutating func type(
        of formula: Formula, _ variables: [String: StaticType]
    ) -> StaticType {
        var checker = Checker(variables, functions: functions)
        let type = checker.type(of: formula.expression)
        problems += checker.errors.map { formula.problem($0.sentence, at: $0.offset) }
        return type
    }

    private mutating func check(_ choice: Rule.Choice, _ variables: [String: StaticType]) {
        if let condition = choice.condition {
            require(.bool, of: condition, variables, "a condition")
            if condition.expression.isLiteral(false) {
                report(
                    "the condition is always false, so that the choice is never reached",
                    at: condition.place)
            }
        }
        let wordings = choice.explanation?.formulas.sorted { $0.key < $1.key } ?? []
        for (_, explanation) in wordings {
            require(.string, of: explanation, variables, "an explanation")
        }
    }

    private mutating func require(
        _ wanted: StaticType, of formula: Formula, _ variables: [String: StaticType],
        _ what: String
    ) {
        let type = type(of: formula, variables)
        guard !type.agrees(with: wanted) else { return }
        report("\(what) must be a \(wanted.name), not a \(type.name)", at: formula.place)
    }

    private mutating func checkReach(of choices: [Rule.Choice]) {
        guard let last = choices.firstIndex(where: \.isCertain), last + 1 < choices.count
        else { return }
        report(
            "this choice is never reached: the one at line \(choices[last].place.line) always "
                + "applies", at: choices[last + 1].place)
    }

    private mutating func report(_ sentence: String, at place: TextPlace) {
        problems.append(PackProblem(sentence, at: place))
    }
}
