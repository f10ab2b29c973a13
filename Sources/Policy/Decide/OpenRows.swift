import CEL

/// What rules and guards say where programs can't tell. Mostly the same is missing of many
/// accounts, so that what one evaluation gave serves others whose facts are equal. It holds for one
/// set of dated parameters, and remembers nothing where rules read the level before.
struct OpenRows {
    /// A rule, or a guard of a machine.
    enum Question: Hashable {
        case decision(Int)
        case up(machine: Int, state: Int)
        case keep(machine: Int, state: Int)
    }

    private struct Row: Hashable {
        let question: Question
        let facts: [FactValue]
    }

    private let context: RuleContext
    /// The facts that a question reads, by index.
    private var read: [Question: [Int]] = [:]
    private var outcomes: [Row: (outcome: Outcome, path: [Int])] = [:]
    private var holdings: [Row: StageState.Holding?] = [:]

    /// So many rows are remembered.
    private static let limit = 4_096

    init(_ context: RuleContext) { self.context = context }

    /// What the rule of a decision says.
    mutating func outcome(
        ofDecision index: Int, _ inputs: RowInputs
    ) -> (outcome: Outcome, path: [Int]) {
        let row = row(.decision(index), inputs)
        if let row, let known = outcomes[row] { return known }
        let (outcome, rule) = inputs.made.outcome(of: context.pack.decisions[index])
        let found = (outcome: outcome, path: rule?.path ?? [])
        if let row, outcomes.count < Self.limit { outcomes[row] = found }
        return found
    }

    /// What a guard says; nil where there is none.
    mutating func holding(_ question: Question, _ inputs: RowInputs) -> StageState.Holding? {
        let row = row(question, inputs)
        if let row, let known = holdings[row] { return known }
        let found = inputs.made.holding(of: definition(question))
        if let row, holdings.count < Self.limit { holdings[row] = .some(found) }
        return found
    }

    private func definition(_ question: Question) -> MachineDefinition.Guard? {
        switch question {
        case .decision: nil
        case .up(let machine, let state): context.pack.machines[machine].up[state]
        case .keep(let machine, let state): context.pack.machines[machine].keep[state]
        }
    }

    private mutating func row(_ question: Question, _ inputs: RowInputs) -> Row? {
        guard !context.readsPrevious else { return nil }
        let facts = read[question] ?? factsRead(by: question)
        read[question] = facts
        return Row(question: question, facts: facts.map { inputs.facts[$0] })
    }

    private func factsRead(by question: Question) -> [Int] {
        let track: Int =
            switch question {
            case .decision(let index): index
            case .up(let machine, _), .keep(let machine, _):
                context.pack.decisions.count + machine
            }
        let names = definition(question)?.condition.expression.names
        let read = names ?? Set(context.pack.names(ofTrack: track))
        return context.factNames.indices.filter { read.contains(context.factNames[$0]) }
    }
}

/// The inputs of expressions about one account, made where a program leaves something open.
struct RowInputs {
    let context: RuleContext
    /// Of the account, by index.
    let facts: [FactValue]
    /// The levels that count so far, by the name of their decision.
    let previous: [String: String]

    var made: RuleInputs { RuleInputs(context, facts, previous: previous) }
}
