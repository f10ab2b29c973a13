extension DocumentReader {
    /// Reads the expression of a scalar.
    mutating func formula(_ node: DocumentNode, as what: String) -> Formula? {
        guard case .scalar(let text, let style) = node.content else {
            report("\(what) must be an expression, not \(node.kindName)", at: node.place)
            return nil
        }
        do throws(PackProblem) {
            return try Formula(text, style, at: node.place)
        } catch {
            report(error)
            return nil
        }
    }

    /// Reads a rule with all that lies in it.
    mutating func rule(_ node: DocumentNode) -> Rule? {
        guard
            let rule = object(
                node, known: ["id", "description", "variables", "match", "aggregate"],
                as: "a rule")
        else { return nil }
        let (match, aggregate) = (rule["match"], rule["aggregate"])
        guard let choices = match ?? aggregate, match == nil || aggregate == nil else {
            report("a rule needs either 'match' or 'aggregate'", at: node.place)
            return nil
        }
        let semantics = match == nil ? Rule.Semantics.aggregate : .firstMatch
        return Rule(
            id: rule["id"]?.text,
            variables: rule["variables"].map { variables($0) } ?? [],
            choices: self.choices(choices, semantics), semantics: semantics, place: node.place)
    }

    private mutating func variables(_ node: DocumentNode) -> [Rule.Variable] {
        var variables: [Rule.Variable] = []
        for element in list(node, as: "variables") {
            guard
                let variable = object(
                    element, known: ["name", "expression", "description"],
                    required: ["name", "expression"], as: "a variable"),
                let name = variable["name"].flatMap({ text($0, as: "the name of a variable") }),
                let formula = variable["expression"].flatMap({
                    formula($0, as: "the expression of a variable")
                })
            else { continue }
            if variables.contains(where: { $0.name == name }) {
                report("the variable '\(name)' overlaps another of its rule", at: element.place)
            }
            variables.append(Rule.Variable(name: name, formula: formula))
        }
        return variables
    }

    private mutating func choices(
        _ node: DocumentNode, _ semantics: Rule.Semantics
    ) -> [Rule.Choice] {
        let elements = list(node, as: "the choices of a rule")
        if elements.isEmpty { report("a rule needs at least one choice", at: node.place) }
        guard elements.count <= PackLimits.choices else {
            report(
                "a rule has \(elements.count) choices; \(PackLimits.choices) are the most",
                at: node.place)
            return []
        }
        return elements.compactMap { choice($0, semantics) }
    }

    private mutating func choice(
        _ node: DocumentNode, _ semantics: Rule.Semantics
    ) -> Rule.Choice? {
        guard
            let choice = object(
                node, known: ["condition", "output", "rule", "explanation"], as: "a choice")
        else { return nil }
        let condition = choice["condition"].flatMap { formula($0, as: "a condition") }
        let explanation = choice["explanation"].flatMap { wording($0, as: "an explanation") }
        let outcome: Rule.Outcome?
        switch (choice["output"], choice["rule"]) {
        case (let output?, nil): outcome = formula(output, as: "an output").map { .output($0) }
        case (nil, let rule?): outcome = self.rule(rule).map { .rule($0) }
        default:
            report("a choice needs either 'output' or 'rule'", at: node.place)
            outcome = nil
        }
        guard let outcome, choice["condition"] == nil || condition != nil else { return nil }
        return Rule.Choice(
            condition: condition, outcome: outcome, explanation: explanation,
            place: node.place)
    }

    /// Reads an expression, or one for each language.
    private mutating func wording(_ node: DocumentNode, as what: String) -> Wording? {
        guard case .object = node.content else {
            return formula(node, as: what).map { Wording(formulas: ["en": $0]) }
        }
        guard let own = object(node, known: Label.languages, as: what) else { return nil }
        var formulas: [String: Formula] = [:]
        for member in own.members { formulas[member.name] = formula(member.value, as: what) }
        return Wording(formulas: formulas)
    }
}
