import CEL

extension PackLint {
    /// Facts, parameters and variables that nothing uses. What tests expect is no use.
    mutating func findUnused() {
        let formulas = pack.formulas
        let names = { (space: String) in
            Set(formulas.flatMap { $0.expression.fields(of: space) }.map(\.name))
        }
        let (facts, parameters) = (usedFacts(named: names("facts")), names("params"))
        // Facts of the account itself stand in the pack with a dot, where a cohort asks for them.
        for (index, fact) in pack.facts.enumerated()
        where !facts.contains(index) && !fact.name.contains(".") {
            warn("nothing uses the fact '\(fact.name)'", at: fact.place)
        }
        for parameter in pack.parameters where !parameters.contains(parameter.name) {
            warn("nothing uses the parameter '\(parameter.name)'", at: parameter.place)
        }
        for decision in pack.decisions { findUnusedVariables(in: decision.rule) }
    }

    /// Facts that expressions name, and those that these are computed of.
    private func usedFacts(named names: Set<String>) -> Set<Int> {
        var used = Set(pack.facts.indices.filter { names.contains(pack.facts[$0].name) })
        for index in pack.factOrder.reversed() where used.contains(index) {
            used.formUnion(pack.facts[index].bases)
        }
        return used
    }

    /// A variable may be used by those after it, and by the choices and the rules in them.
    private mutating func findUnusedVariables(in rule: Rule) {
        let chosen = rule.choices.flatMap(\.formulas)
        for (index, variable) in rule.variables.enumerated() {
            let later = rule.variables[(index + 1)...].map(\.formula) + chosen
            let isUsed = later.contains { formula in
                formula.expression.fields(of: "variables").contains { $0.name == variable.name }
            }
            guard !isUsed else { continue }
            warn("nothing uses the variable '\(variable.name)'", at: variable.formula.place)
        }
        for case .rule(let inner) in rule.choices.map(\.outcome) {
            findUnusedVariables(in: inner)
        }
    }
}

extension Pack {
    /// All expressions about facts and parameters.
    var formulas: [Formula] {
        decisions.flatMap { decision in
            decision.rule.formulas + (decision.grid?.columns.map(\.formula) ?? [])
        }
            + machines.flatMap { machine in
                (machine.up + machine.keep).compactMap { $0?.condition }
            }
    }
}

extension Rule.Choice {
    /// All its expressions, those of a rule in it included.
    fileprivate var formulas: [Formula] {
        let own =
            (condition.map { [$0] } ?? []) + (explanation.map { Array($0.formulas.values) } ?? [])
        switch outcome {
        case .output(let formula): return own + [formula]
        case .rule(let rule): return own + rule.formulas
        }
    }
}
