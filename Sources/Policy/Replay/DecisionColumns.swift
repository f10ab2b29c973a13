import CEL
import LedgerModel

/// The rules of a pack, compiled to be asked of whole columns of facts, as long as no dated
/// parameter changes. A row of which columns can't tell is evaluated by itself.
struct DecisionColumns: Sendable {
    private struct Step: Sendable {
        /// Nil where the step applies to all that came so far.
        let condition: ColumnProgram?
        let level: Int32
    }

    private let context: RuleContext
    private let steps: [[Step]?]
    /// The texts that conditions ask for.
    let texts: TextCodes

    init(_ context: RuleContext) {
        self.context = context
        var texts = TextCodes()
        let slots = context.columnSlots
        steps = context.pack.decisions.map { decision in
            decision.plainChoices.flatMap { choices in
                var steps: [Step] = []
                for choice in choices {
                    let condition = choice.condition.flatMap { formula in
                        ColumnProgram(
                            formula.expression, slots: slots, bindings: context.bindings,
                            texts: &texts)
                    }
                    guard condition != nil || choice.condition == nil else { return nil }
                    steps.append(Step(condition: condition, level: Int32(choice.level)))
                }
                return steps
            }
        }
        self.texts = texts
    }

    /// What a decision says of every row.
    func outcomes(ofDecision index: Int, _ facts: InstantFacts) -> OutcomeColumn {
        var outcomes = OutcomeColumn(count: facts.count)
        let open: [Int]
        if let steps = steps[index] {
            let columns = facts.columns.map {
                Column(values: $0.values, absences: $0.absences)
            }
            for step in steps {
                let truths = step.condition?.evaluate(columns, count: facts.count)
                outcomes.take(truths, level: step.level)
            }
            open = outcomes.finish()
        } else {
            open = Array(0..<facts.count)
        }
        let decision = context.pack.decisions[index]
        for row in open {
            let inputs = RuleInputs(context, facts.values(row, context.pack), previous: [:])
            outcomes.set(inputs.outcome(of: decision).outcome, row)
        }
        return outcomes
    }
}

/// What one decision says of every account of an instant.
package struct OutcomeColumn: Sendable {
    /// The level of each row, 0 the lowest; below 0 the outcome `others[-1 - code]`.
    package private(set) var codes: [Int32]
    /// Outcomes that are no level.
    package private(set) var others: [Outcome] = [.none(.nothingApplies)]

    private static let undecided = Int32.max
    private static let failed = Int32.max - 1

    init(count: Int) { codes = Array(repeating: Self.undecided, count: count) }

    /// The outcome of a row.
    package subscript(row: Int) -> Outcome {
        codes[row] < 0 ? others[Int(-1 - codes[row])] : .level(Int(codes[row]))
    }

    /// Gives a level to the rows that have none yet and of which a condition holds; nil for one that
    /// always holds.
    fileprivate mutating func take(_ truths: [UInt8]?, level: Int32) {
        var codes = codes.mutableSpan
        guard let truths else {
            for row in codes.indices where codes[row] == Self.undecided { codes[row] = level }
            return
        }
        let own = truths.span
        for row in codes.indices {
            let truth = own[row]
            let found = truth == Truth.error ? Self.failed : level
            let isTaken = codes[row] == Self.undecided && truth != Truth.no
            codes[row] = isTaken ? found : codes[row]
        }
    }

    /// Says of the rows left over that nothing applies; gives those whose conditions failed.
    fileprivate mutating func finish() -> [Int] {
        var failed: [Int] = []
        for row in codes.indices where codes[row] >= Self.failed {
            if codes[row] == Self.failed { failed.append(row) } else { codes[row] = -1 }
        }
        return failed
    }

    fileprivate mutating func set(_ outcome: Outcome, _ row: Int) {
        if case .level(let level) = outcome {
            codes[row] = Int32(level)
            return
        }
        let index = others.firstIndex(of: outcome) ?? others.count
        if index == others.count { others.append(outcome) }
        codes[row] = -1 - Int32(index)
    }
}
