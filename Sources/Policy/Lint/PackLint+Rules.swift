import CEL

extension PackLint {
    /// Choices that are never reached, in a rule and those in it.
    mutating func findInRule(_ rule: Rule) {
        find(in: rule, variables: [])
    }

    private mutating func find(in rule: Rule, variables outer: [Rule.Variable]) {
        let variables = outer + rule.variables
        do throws(CoverSearch.TooManySteps) {
            if let reaches = try reaches(in: rule, variables) {
                report(reaches, of: rule)
            } else {
                note(
                    "choices that are never reached were not looked for: the parameters change "
                        + "more than \(PackLimits.lintInstants) times", at: rule.place)
            }
        } catch {
            note(
                "choices that are never reached were not looked for: the rule has too many "
                    + "combinations of values", at: rule.place)
        }
        for case .rule(let inner) in rule.choices.map(\.outcome) {
            find(in: inner, variables: variables)
        }
    }

    /// What is never reached with any set of values of the parameters, by choice; nil where these
    /// are too many.
    private mutating func reaches(
        in rule: Rule, _ variables: [Rule.Variable]
    ) throws(CoverSearch.TooManySteps) -> [Reach]? {
        let conditions = rule.choices.compactMap(\.condition)
        guard let sets = bindings(for: conditions) else { return nil }
        var reaches: [Reach] = []
        for (index, bindings) in sets.enumerated() {
            let own = try self.reaches(in: rule, variables, bindings)
            reaches = index == 0 ? own : zip(reaches, own).map { $0.joined(with: $1) }
        }
        return reaches
    }

    private mutating func reaches(
        in rule: Rule, _ variables: [Rule.Variable], _ bindings: Bindings
    ) throws(CoverSearch.TooManySteps) -> [Reach] {
        var reader = ConditionReader(bindings, types: types, ranges: rangesByName)
        reader.declare(variables)
        let rows = rule.choices.map { choice in
            CoverGrid.Row(
                alternatives: choice.condition.map { reader.alternatives($0.expression) } ?? [[:]],
                endsMatching: rule.semantics == .firstMatch
                    && (!choice.isUnconditional || choice.isCertain))
        }
        var search = try CoverSearch(
            CoverGrid(terms: reader.terms, rows: rows), steps: stepsLeft)
        defer { stepsLeft = search.stepsLeft }
        var reaches: [Reach] = []
        for index in rows.indices { reaches.append(try search.reach(of: index)) }
        return reaches
    }

    private mutating func report(_ reaches: [Reach], of rule: Rule) {
        for (choice, reach) in zip(rule.choices, reaches) {
            let place = choice.condition?.place ?? choice.place
            switch reach {
            case .reached: break
            case .neverApplies: warn("the condition can never hold", at: place)
            case .covered(let other?):
                let line = rule.choices[other].place.line
                warn(
                    "the choice is never reached: the one at line \(line) applies wherever it does",
                    at: place)
            case .covered(nil):
                warn(
                    "the choice is never reached: wherever it applies, one before it does",
                    at: place)
            }
        }
    }
}

extension Reach {
    /// What holds with both of two sets of values of the parameters.
    fileprivate func joined(with other: Reach) -> Reach {
        switch (self, other) {
        case (.reached, _), (_, .reached): .reached
        case (.neverApplies, let own), (let own, .neverApplies): own
        case (.covered(let left), .covered(let right)): .covered(by: left == right ? left : nil)
        }
    }
}
