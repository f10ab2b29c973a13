import CEL

extension PackLint {
    /// Expressions that have no value whatever the facts are, so that no account is rated by them.
    mutating func findFailures() {
        let bindings = RuleContext(pack, at: .distantPast).bindings
        for formula in pack.formulas {
            guard let error = formula.expression.certainFailure(bindings) else { continue }
            let problem = formula.problem(
                "the expression never has a value: \(error.sentence)", at: error.offset)
            warn(problem.sentence, at: problem.place)
        }
    }
}
