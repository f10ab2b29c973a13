import JSON
import LedgerModel

extension PackReader {
    /// What a test expects of an account at an instant.
    mutating func expectation(
        _ node: DocumentNode, _ decisions: [String], _ facts: [FactDefinition]
    ) -> PackTest.Expectation? {
        guard
            let own = reader.object(
                node,
                known: ["as_of", "account", "rule", "effective", "coverage", "facts", "causes"]
                    + decisions,
                required: ["as_of"], as: "an expectation"),
            let asOf = own["as_of"].flatMap({ instant($0, as: "as_of") })
        else { return nil }
        let levels = own.members.filter { decisions.contains($0.name) }.compactMap { member in
            reader.text(member.value, as: "a level").map { (decision: member.name, level: $0) }
        }
        if levels.isEmpty, own["coverage"] == nil, own["facts"] == nil {
            reader.report(
                "an expectation names the level of " + decisions.joined(separator: " or ")
                    + ", a coverage, or facts", at: node.place)
        }
        if own["causes"] != nil, levels.count != 1 {
            reader.report("causes are those of one level; name just one", at: node.place)
        }
        return PackTest.Expectation(
            asOf: asOf, account: own["account"]?.text, levels: levels,
            rule: own["rule"].map { path($0) }, facts: expectedFacts(own["facts"], facts),
            causes: own["causes"].map { causes($0) },
            coverage: own["coverage"].flatMap { coverage($0, decisions) },
            isEffective: isEffective(own["effective"]), place: node.place)
    }

    private mutating func expectedFacts(
        _ node: DocumentNode?, _ facts: [FactDefinition]
    ) -> [(fact: Int, value: FactValue)] {
        named(node, as: "facts").compactMap { member in
            guard let fact = facts.firstIndex(where: { $0.name == member.name }) else {
                reader.report("there is no fact '\(member.name)'", at: member.place)
                return nil
            }
            if member.value.text == "missing" { return (fact, .missing(.noEvent)) }
            let unit = facts[fact].unit
            if let text = member.value.text, [.money, .share, .days, .count].contains(unit) {
                if let number = Quantity.number(text, in: unit, currency) {
                    return (fact, .number(number))
                }
                reader.report(
                    "\(member.name) is a \(unit.rawValue), which '\(text)' is not",
                    at: member.value.place)
                return nil
            }
            return (fact, Quantity(member.value).value)
        }
    }

    private mutating func causes(_ node: DocumentNode) -> [Cause] {
        reader.list(node, as: "causes").compactMap { reader.word($0, as: "a cause") }
    }

    private mutating func isEffective(_ node: DocumentNode?) -> Bool {
        guard let node else { return false }
        if case .bool(let truth)? = node.plain { return truth }
        reader.report("effective must be true or false, not \(node.kindName)", at: node.place)
        return false
    }

    private mutating func path(_ node: DocumentNode) -> [Int] {
        let nodes = node.elements.isEmpty ? [node] : node.elements
        return nodes.compactMap { node in
            reader.number(node, in: 0...Int64(PackLimits.choices), as: "rule").map { Int($0) }
        }
    }
}
