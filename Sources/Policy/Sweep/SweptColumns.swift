import CEL
import LedgerModel

/// The rule of a decision for many points at once, as long as no dated parameter changes: what no
/// swept parameter enters is asked once for all of them.
struct SweptColumns: Sendable {
    private struct Step: Sendable {
        let condition: Condition
        let level: Int16
    }

    private enum Condition: Sendable {
        /// The step applies to all that came so far.
        case none
        /// The same for all points.
        case shared(ColumnProgram)
        /// By point.
        case swept([ColumnProgram])
    }

    private let steps: [Step]
    private let texts: TextCodes
    private let read: Set<Int>

    /// Nil where columns can't carry the rule.
    ///
    /// - Parameters:
    ///   - contexts: the rules by point.
    ///   - names: the swept parameters, as expressions name them.
    init?(_ decision: Int, _ contexts: [RuleContext], names: Set<String>) {
        guard let context = contexts.first,
            let choices = context.pack.decisions[decision].plainChoices
        else { return nil }
        var (texts, steps, read) = (TextCodes(), [Step](), Set<Int>())
        for choice in choices {
            let level = Int16(choice.level)
            guard let formula = choice.condition else {
                steps.append(Step(condition: .none, level: level))
                continue
            }
            let isSwept = !formula.expression.names.isDisjoint(with: names)
            let programs = ColumnProgram.programs(
                formula, isSwept ? contexts : [context], &texts)
            guard let programs else { return nil }
            read.formUnion(programs.flatMap(\.readSlots))
            steps.append(
                Step(condition: isSwept ? .swept(programs) : .shared(programs[0]), level: level))
        }
        (self.texts, self.steps, self.read) = (texts, steps, read)
    }

    /// Calls `body` with what the rule says under each point of the accounts of some shards, of
    /// those that aren't known anything.
    func forEachPoint(
        _ points: Range<Int>, _ facts: InstantFacts, of accounts: SweptAccounts,
        _ body: (Int, borrowing OutcomeColumn) -> Void
    ) {
        let count = accounts.slots.count
        let columns = facts.columns(read, ofShards: accounts.shards, texts)
        var runs: [ColumnRun?] = []
        // By step, for conditions that are the same for all points.
        var shared: [[UInt8]] = []
        for step in steps {
            switch step.condition {
            case .none:
                (runs, shared) = (runs + [nil], shared + [[]])
            case .shared(let program):
                var run = ColumnRun(program)
                (runs, shared) = (runs + [nil], shared + [run.truths(columns, count: count)])
            case .swept(let programs):
                (runs, shared) = (runs + [ColumnRun(programs[points.lowerBound])], shared + [[]])
            }
        }
        var outcomes = OutcomeColumn(count: count)
        for point in points {
            outcomes.reset()
            for (index, step) in steps.enumerated() {
                switch step.condition {
                case .none: outcomes.take(0..<count, level: step.level)
                case .shared:
                    let truths = shared[index]
                    outcomes.take(truths.span, from: 0, level: step.level)
                case .swept(let programs):
                    runs[index]?.load(programs[point], count: count)
                    runs[index]?.evaluate(columns, count: count) { first, truths in
                        outcomes.take(truths, from: first, level: step.level)
                    }
                }
            }
            body(point, outcomes)
        }
    }
}

extension ColumnProgram {
    /// A condition as a program for each context; nil where columns can't carry it.
    static func programs(
        _ formula: Formula, _ contexts: [RuleContext], _ texts: inout TextCodes
    ) -> [ColumnProgram]? {
        var programs: [ColumnProgram] = []
        guard let slots = contexts.first?.columnSlots else { return nil }
        for context in contexts {
            let program = ColumnProgram(
                formula.expression, slots: slots, bindings: context.bindings, texts: &texts)
            guard let program else { return nil }
            programs.append(program)
        }
        return programs
    }
}
