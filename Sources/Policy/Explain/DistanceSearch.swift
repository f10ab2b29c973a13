import CEL
import LedgerModel

/// Looks, for each fact that is a number, for the smallest change of it alone that makes the rules
/// say something else. Tried are the numbers around the other sides of the comparisons that it
/// stands in alone, and else ever larger steps, between the last two of which it is halved.
struct DistanceSearch {
    private let context: RuleContext
    private let facts: [FactValue]
    private let names: [String]
    private let inputs: RuleInputs

    /// - Parameters:
    ///   - facts: of the account, by index.
    ///   - names: those on which it rests what the rules say.
    ///   - previous: the levels that counted before, by the name of their decision.
    init(
        _ context: RuleContext, _ facts: [FactValue], names: [String], previous: [String: String]
    ) {
        self.context = context
        self.facts = facts
        self.names = names
        inputs = RuleInputs(context, facts, previous: previous)
    }

    /// How far higher, and lower, outcomes of a decision are.
    func distances(
        in decision: DecisionDefinition, from current: Outcome
    ) -> (up: [Explanation.Distance], down: [Explanation.Distance]) {
        guard case .level(let current) = current else { return ([], []) }
        let found = distances(
            decision.rule.conditions.flatMap(\.bounds), [{ $0 > current }, { $0 < current }]
        ) { inputs in
            guard case .level(let level) = inputs.outcome(of: decision).outcome else { return nil }
            return level
        }
        return (found[0], found[1])
    }

    /// How far the guard into the next state is from holding, and the one that keeps the state from
    /// failing; none where they do already.
    func distances(
        in machine: MachineDefinition, from current: Outcome
    ) -> (up: [Explanation.Distance], down: [Explanation.Distance]) {
        guard case .level(let state) = current else { return ([], []) }
        let next = state + 1 < machine.states.count ? machine.up[state + 1] : nil
        let keep = machine.keep[state]
        let up = inputs.holding(of: next) == .holds ? nil : next
        let down = state == 0 || inputs.holding(of: keep) == .fails ? nil : keep
        func distances(
            _ own: MachineDefinition.Guard?, _ wanted: StageState.Holding, _ state: Int
        ) -> [Explanation.Distance] {
            guard let own else { return [] }
            return self.distances(own.condition.bounds, [{ _ in true }]) {
                $0.holding(of: own) == wanted ? state : nil
            }[0]
        }
        return (distances(up, .holds, state + 1), distances(down, .fails, state - 1))
    }

    /// How far the levels are that are looked for, by what is looked for.
    ///
    /// - Parameters:
    ///   - wanted: whether a level is one of those that are looked for.
    ///   - level: what the rules say; nil where it is no level.
    private func distances(
        _ bounds: [Formula.Bound], _ wanted: [(Int) -> Bool], _ level: (RuleInputs) -> Int?
    ) -> [[Explanation.Distance]] {
        var found: [[Explanation.Distance]] = Array(repeating: [], count: wanted.count)
        for fact in context.pack.facts.indices {
            guard names.contains(context.factNames[fact]), let own = facts[fact].number else {
                continue
            }
            let others = bounds.filter { $0.name == context.factNames[fact] }.compactMap {
                if case .int(let other)? = inputs.value(of: $0.other) { other } else { nil }
            }
            var tried = inputs
            var known: [Int64: Int?] = [:]
            func levelAt(_ number: Int64) -> Int? {
                if let level = known[number] { return level }
                tried.set(fact, to: .number(number))
                let level = level(tried)
                known[number] = .some(level)
                return level
            }
            for (index, isWanted) in wanted.enumerated() {
                func isFound(_ number: Int64) -> Bool { levelAt(number).map(isWanted) ?? false }
                let number =
                    nearest(around: others, to: own, fact, isFound) ?? stepping(own, fact, isFound)
                guard let number else { continue }
                found[index].append(
                    Explanation.Distance(
                        level: levelAt(number) ?? 0, fact: fact, from: own, to: number))
            }
        }
        return found
    }

    /// What a fact may be.
    private func range(of fact: Int) -> ClosedRange<Int64> {
        let definition = context.pack.facts[fact]
        if definition.isPlace { return 0...1_000_000 }
        return [.count, .days].contains(definition.unit) ? 0...(.max) : .min...(.max)
    }

    private func nearest(
        around others: [Int64], to own: Int64, _ fact: Int, _ isFound: (Int64) -> Bool
    ) -> Int64? {
        let candidates = others.flatMap { other in
            [Int64(-1), 0, 1].compactMap { step -> Int64? in
                let (sum, overflows) = other.addingReportingOverflow(step)
                return overflows ? nil : sum
            }
        }
        return candidates.filter { $0 != own && range(of: fact).contains($0) }
            .sorted { Self.size($0, own) < Self.size($1, own) }
            .first { isFound($0) }
    }

    /// The nearer of what growing, and what falling, reaches.
    private func stepping(_ own: Int64, _ fact: Int, _ isFound: (Int64) -> Bool) -> Int64? {
        let found = [Int64(1), -1].compactMap { direction -> Int64? in
            var (last, step) = (own, direction)
            while true {
                let (next, overflows) = own.addingReportingOverflow(step)
                guard !overflows, range(of: fact).contains(next) else { return nil }
                if isFound(next) { return halved(from: last, to: next, isFound) }
                last = next
                let (twice, isTooFar) = step.multipliedReportingOverflow(by: 2)
                guard !isTooFar else { return nil }
                step = twice
            }
        }
        return found.min { Self.size($0, own) < Self.size($1, own) }
    }

    /// The first number that is looked for between one that isn't and one that is.
    private func halved(from start: Int64, to end: Int64, _ isFound: (Int64) -> Bool) -> Int64 {
        var (not, yes) = (start, end)
        while Self.size(not, yes) > 1 {
            let middle = not + (yes - not) / 2
            if isFound(middle) { yes = middle } else { not = middle }
        }
        return yes
    }

    private static func size(_ left: Int64, _ right: Int64) -> UInt64 {
        UInt64(bitPattern: max(left, right)) &- UInt64(bitPattern: min(left, right))
    }
}
