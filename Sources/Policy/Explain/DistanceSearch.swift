import CEL
import LedgerModel

/// Looks, for each fact that is a number, for the smallest change of it alone that makes the rules
/// say something else. Tried are the numbers around the other sides of the comparisons that it
/// stands in alone, and else ever larger steps, between the last two of which it is halved.
struct DistanceSearch {
    private let context: RuleContext
    private let facts: [FactValue]
    private let names: [String]
    private let previous: [String: String]
    private let inputs: RuleInputs

    /// - Parameters:
    ///   - facts: of the account, by index.
    ///   - names: those that the rules use.
    ///   - previous: the levels that counted before, by the name of their decision.
    init(
        _ context: RuleContext, _ facts: [FactValue], names: [String], previous: [String: String]
    ) {
        self.context = context
        self.facts = facts
        self.names = names
        self.previous = previous
        inputs = RuleInputs(context, facts, previous: previous)
    }

    /// How far higher, and lower, outcomes of a decision are.
    func distances(
        in decision: DecisionDefinition, from current: Outcome
    ) -> (up: [Explanation.Distance], down: [Explanation.Distance]) {
        guard case .level(let current) = current else { return ([], []) }
        let bounds = decision.rule.conditions.flatMap(\.bounds)
        func search(_ isWanted: (Int) -> Bool) -> [Explanation.Distance] {
            distances(bounds) { inputs in
                guard case .level(let level) = inputs.outcome(of: decision).outcome,
                    isWanted(level)
                else { return nil }
                return level
            }
        }
        return (search { $0 > current }, search { $0 < current })
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
        return (
            up.map { own in
                distances(own.condition.bounds) {
                    $0.holding(of: own) == .holds ? state + 1 : nil
                }
            } ?? [],
            down.map { own in
                distances(own.condition.bounds) {
                    $0.holding(of: own) == .fails ? state - 1 : nil
                }
            } ?? []
        )
    }

    /// - Parameter level: the level where it is one that is looked for.
    private func distances(
        _ bounds: [Formula.Bound], _ level: (RuleInputs) -> Int?
    ) -> [Explanation.Distance] {
        context.pack.facts.indices.compactMap { fact in
            guard names.contains(context.factNames[fact]), let own = facts[fact].number else {
                return nil
            }
            let others = bounds.filter { $0.name == context.factNames[fact] }.compactMap {
                if case .int(let other)? = inputs.value(of: $0.other) { other } else { nil }
            }
            let found =
                nearest(around: others, to: own, fact) { self.level(level, fact, $0) }
                ?? stepping(own, fact) { self.level(level, fact, $0) }
            return found.map { number in
                Explanation.Distance(
                    level: self.level(level, fact, number) ?? 0, fact: fact, from: own, to: number)
            }
        }
    }

    private func level(
        _ level: (RuleInputs) -> Int?, _ fact: Int, _ number: Int64
    ) -> Int? {
        var changed = facts
        changed[fact] = .number(number)
        return level(RuleInputs(context, changed, previous: previous))
    }

    /// What a fact may be.
    private func range(of fact: Int) -> ClosedRange<Int64> {
        let definition = context.pack.facts[fact]
        if definition.isPlace { return 0...1_000_000 }
        return [.count, .days].contains(definition.unit) ? 0...(.max) : .min...(.max)
    }

    private func nearest(
        around others: [Int64], to own: Int64, _ fact: Int, _ level: (Int64) -> Int?
    ) -> Int64? {
        let candidates = others.flatMap { other in
            [Int64(-1), 0, 1].compactMap { step -> Int64? in
                let (sum, overflows) = other.addingReportingOverflow(step)
                return overflows ? nil : sum
            }
        }
        return candidates.filter { $0 != own && range(of: fact).contains($0) }
            .sorted { Self.size($0, own) < Self.size($1, own) }
            .first { level($0) != nil }
    }

    /// The nearer of what growing, and what falling, reaches.
    private func stepping(_ own: Int64, _ fact: Int, _ level: (Int64) -> Int?) -> Int64? {
        let found = [Int64(1), -1].compactMap { direction -> Int64? in
            var (last, step) = (own, direction)
            while true {
                let (next, overflows) = own.addingReportingOverflow(step)
                guard !overflows, range(of: fact).contains(next) else { return nil }
                if level(next) != nil { return halved(from: last, to: next, level) }
                last = next
                let (twice, isTooFar) = step.multipliedReportingOverflow(by: 2)
                guard !isTooFar else { return nil }
                step = twice
            }
        }
        return found.min { Self.size($0, own) < Self.size($1, own) }
    }

    /// The first number that is looked for between one that isn't and one that is.
    private func halved(from start: Int64, to end: Int64, _ level: (Int64) -> Int?) -> Int64 {
        var (not, yes) = (start, end)
        while Self.size(not, yes) > 1 {
            let middle = not + (yes - not) / 2
            if level(middle) == nil { not = middle } else { yes = middle }
        }
        return yes
    }

    private static func size(_ left: Int64, _ right: Int64) -> UInt64 {
        UInt64(bitPattern: max(left, right)) &- UInt64(bitPattern: min(left, right))
    }
}
