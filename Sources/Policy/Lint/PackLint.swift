import CEL
import LedgerModel

/// Looks for what a pack that can be read may still not mean: rows and choices that are never the
/// answer, combinations of values without a row, what nothing uses, levels that fall when revenue
/// rises, states that are never entered.
package struct PackLint {
    let pack: Pack
    let ranges: [ClosedRange<Int64>]
    /// Steps of searches over combinations of values that may still be taken.
    var stepsLeft = PackLimits.lintSteps
    /// Conditions that may still be evaluated to see whether a level falls.
    var trialsLeft = PackLimits.lintTrials
    private var findings: [LintFinding] = []

    /// What is found, in the order of the document; at most `PackLimits.problems`.
    package static func findings(of pack: Pack) -> [LintFinding] {
        var lint = PackLint(pack)
        lint.findUnused()
        lint.findFailures()
        for decision in pack.decisions {
            if let grid = decision.grid {
                lint.findInTable(grid, decision)
            } else {
                lint.findInRule(decision.rule)
            }
            lint.findFalls(of: decision)
        }
        for machine in pack.machines { lint.findInMachine(machine) }
        let sorted = lint.findings.sorted { $0.problem.place < $1.problem.place }
        return Array(sorted.prefix(PackLimits.problems))
    }

    private init(_ pack: Pack) {
        self.pack = pack
        ranges = pack.factRanges
    }

    mutating func warn(_ sentence: String, at place: TextPlace) {
        add(LintFinding(weight: .warning, problem: PackProblem(sentence, at: place)))
    }

    mutating func note(_ sentence: String, at place: TextPlace) {
        add(LintFinding(weight: .note, problem: PackProblem(sentence, at: place)))
    }

    private mutating func add(_ finding: LintFinding) {
        if !findings.contains(finding) { findings.append(finding) }
    }
}

extension PackLint {
    /// The types of what rules may name.
    var types: [String: StaticType] {
        PackScope(parameters: pack.parameters, facts: pack.facts).variables
    }

    /// What facts may be, by their names in expressions.
    var rangesByName: [String: ClosedRange<Int64>] {
        var named: [String: ClosedRange<Int64>] = [:]
        for (fact, range) in zip(pack.facts, ranges) where fact.type == .int {
            named["facts.\(fact.name)"] = range
        }
        return named
    }

    /// Conditions are read with each set of values that the parameters in them ever have together:
    /// what holds with all of them holds always. Before its first value a parameter has that one,
    /// since a condition without value decides nothing. Nil where they are too many.
    func bindings(for formulas: [Formula]) -> [Bindings]? {
        let names = Set(formulas.flatMap { $0.expression.fields(of: "params") }.map(\.name))
        let used = pack.parameters.filter { names.contains($0.name) }
        let instants = Set(used.flatMap(\.values).compactMap(\.from)).sorted()
        guard instants.count <= PackLimits.lintInstants else { return nil }
        return (instants.isEmpty ? [.distantPast] : instants).map { instant in
            var bindings = RuleContext(pack, at: instant).bindings
            for parameter in used {
                let value = parameter.value(at: instant).value
                bindings.variables["params.\(parameter.name)"] =
                    value ?? parameter.values.first?.value.value
            }
            return bindings
        }
    }
}
