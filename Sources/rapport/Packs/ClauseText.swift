import CEL
import LedgerModel
import Policy

/// The parts of a condition for people: by the labels of the pack, with values in their units.
struct ClauseText {
    let pack: Pack
    let words: Words

    /// A line for the clause, and one for each of its parts, indented.
    func lines(_ clause: Explanation.Clause) -> [String] {
        let mark = clause.holds.map { $0 ? "✓" : "✗" } ?? "?"
        let head = "\(mark) " + (clause.isNegated ? words.negated : "")
        guard !clause.parts.isEmpty else { return [head + text(clause)] }
        return [head + (clause.needsAllParts ? words.allOf : words.anyOf)]
            + clause.parts.flatMap { lines($0) }.map { "    " + $0 }
    }

    /// Clauses that must all hold, in one line.
    func line(_ clauses: [Explanation.Clause]) -> String {
        clauses.map { line($0) }.joined(separator: words.and)
    }

    private func line(_ clause: Explanation.Clause) -> String {
        let head = clause.isNegated ? words.negated : ""
        guard !clause.parts.isEmpty else { return head + text(clause) }
        let parts = clause.parts.map { line($0) }
        return head + "(" + parts.joined(separator: clause.needsAllParts ? words.and : words.or)
            + ")"
    }

    private func text(_ clause: Explanation.Clause) -> String {
        guard let comparison = clause.comparison else {
            return clause.name.map { label($0) } ?? clause.text
        }
        let unit = unit(comparison.left) ?? unit(comparison.right)
        let sign =
            ["==": "=", "!=": "≠", ">=": "≥", "<=": "≤", "in": "∈"][comparison.sign]
            ?? comparison.sign
        return side(comparison.left, unit) + " \(sign) " + side(comparison.right, unit)
    }

    private func side(_ side: Explanation.Side, _ unit: Quantity.Unit?) -> String {
        let value = side.value.map { text($0, unit) } ?? words.noValue
        if let name = side.name { return "\(label(name)) \(value)" }
        return side.isLiteral ? value : "\(side.text) (\(value))"
    }

    private func unit(_ side: Explanation.Side) -> Quantity.Unit? {
        switch side.name {
        case .fact(let index): pack.facts[index].unit
        case .parameter(let index): pack.parameters[index].unit
        case nil: nil
        }
    }

    private func label(_ name: Explanation.Side.Name) -> String {
        switch name {
        case .fact(let index): self.label(pack.facts[index])
        case .parameter(let index):
            pack.parameters[index].label?.text(in: words.language.rawValue)
                ?? pack.parameters[index].name
        }
    }

    /// What a fact is called.
    func label(_ fact: FactDefinition) -> String {
        fact.label?.text(in: words.language.rawValue) ?? fact.name
    }

    private func text(_ value: Value, _ unit: Quantity.Unit?) -> String {
        switch value {
        case .int(let number): text(.number(number), unit ?? .count)
        case .bool(let truth): text(.truth(truth), .truth)
        case .string(let text): text
        case .list(let elements): words.list(elements.map { self.text($0, unit) })
        default: value.text
        }
    }

    /// A value in its unit.
    func text(_ value: FactValue, _ unit: Quantity.Unit) -> String {
        switch value {
        case .truth(let truth): truth ? words.yes : words.no
        case .text(let text): text
        case .missing(let absence): words.missing(absence)
        case .number(let number):
            switch unit {
            case .money: words.money(number, pack.currency ?? .none)
            case .share: words.share(number)
            case .days: words.days(number)
            case .count, .text, .truth: String(number)
            }
        }
    }
}
