import CEL

extension PackLint {
    /// Levels that fall when nothing but revenue rises over a bound.
    mutating func findFalls(of decision: DecisionDefinition) {
        let rule = decision.rule
        guard rule.semantics == .firstMatch else { return }
        let bounded = Set(rule.conditions.flatMap(\.bounds).map(\.name))
        for fact in pack.facts where bounded.contains("facts.\(fact.name)") && isRevenue(fact) {
            findFall(of: decision, when: fact)
        }
    }

    /// A sum over orders, of which more is better.
    private func isRevenue(_ fact: FactDefinition) -> Bool {
        guard fact.unit == .money, case .events(let own) = fact.content, own.aggregate == .sum
        else { return false }
        return own.readings.contains { index in
            let reading = pack.readings[index]
            return reading.eventType == "order.placed" && !reading.isNegative
        }
    }

    private mutating func findFall(of decision: DecisionDefinition, when fact: FactDefinition) {
        let formulas = decision.rule.conditions + decision.rule.outputs
        let isCheap = !formulas.contains { $0.expression.loops }
        if isCheap, let sets = bindings(for: formulas) {
            for bindings in sets {
                let samples = SampleValues(decision.rule, in: pack, rangesByName, bindings).samples
                var search = FallSearch(decision, "facts.\(fact.name)", samples, bindings)
                if let fall = search.fall(trials: &trialsLeft) {
                    report(fall, of: decision, fact)
                    return
                }
                if trialsLeft < 0 { break }
            }
            if trialsLeft >= 0 { return }
        }
        note(
            "whether '\(decision.name)' falls when \(fact.name) rises was not tried with all "
                + "values: it would take too long", at: decision.place)
    }

    private mutating func report(
        _ fall: FallSearch.Fall, of decision: DecisionDefinition, _ fact: FactDefinition
    ) {
        let levels = decision.levels
        let (unit, currency) = (fact.unit, pack.currency)
        let text = { (number: Int64) in unit.text(number, in: currency) }
        let others = fall.others.map { sample, value in
            "\(sample.fact?.name ?? sample.name) \(self.text(value, of: sample))"
        }
        warn(
            "'\(decision.name)' falls from '\(levels[fall.before.level].name)' to "
                + "'\(levels[fall.after.level].name)' when \(fact.name) rises from "
                + "\(text(fall.before.number)) to \(text(fall.after.number))"
                + (others.isEmpty ? "" : ", with " + others.joined(separator: ", ")),
            at: fall.place)
    }

    private func text(_ value: Value, of sample: SampleValues.Sample) -> String {
        switch value {
        case .int(let number):
            (sample.fact?.unit ?? .count).text(number, in: pack.currency)
        case .string(let text): "'\(text)'"
        default: value.text
        }
    }
}
