import CEL
import LedgerModel

/// Looks for the smallest change of one number that makes the rules say something else. The numbers
/// tried are those around the other sides of the comparisons that a fact stands in alone.
struct DistanceSearch {
    private let context: RuleContext
    private let facts: [FactValue]
    private let previous: [String: String]
    private let inputs: RuleInputs

    /// - Parameters:
    ///   - facts: of the account, by index.
    ///   - previous: the levels that counted before, by the name of their decision.
    init(_ context: RuleContext, _ facts: [FactValue], previous: [String: String]) {
        self.context = context
        self.facts = facts
        self.previous = previous
        inputs = RuleInputs(context, facts, previous: previous)
    }

    /// How far the next higher, and the next lower, outcome of a decision are.
    func distances(
        in decision: DecisionDefinition, from current: Outcome
    ) -> (up: Explanation.Distance?, down: Explanation.Distance?) {
        guard case .level(let current) = current else { return (nil, nil) }
        let bounds = decision.rule.conditions.flatMap(\.bounds)
        func search(_ isWanted: (Int) -> Bool) -> Explanation.Distance? {
            smallest(bounds) { inputs in
                guard case .level(let level) = inputs.outcome(of: decision).outcome,
                    isWanted(level)
                else { return nil }
                return level
            }
        }
        return (search { $0 > current }, search { $0 < current })
    }

    /// How far the guard into the next state is from holding, and the one that keeps the state from
    /// failing; nil where they do already, or no one number is enough.
    func distances(
        in machine: MachineDefinition, from current: Outcome
    ) -> (up: Explanation.Distance?, down: Explanation.Distance?) {
        guard case .level(let state) = current else { return (nil, nil) }
        let next = state + 1 < machine.states.count ? machine.up[state + 1] : nil
        let keep = machine.keep[state]
        let up = inputs.holding(of: next) == .holds ? nil : next
        let down = state == 0 || inputs.holding(of: keep) == .fails ? nil : keep
        return (
            up.flatMap { own in
                smallest(own.condition.bounds) { $0.holding(of: own) == .holds ? state + 1 : nil }
            },
            down.flatMap { own in
                smallest(own.condition.bounds) { $0.holding(of: own) == .fails ? state - 1 : nil }
            }
        )
    }

    private func smallest(
        _ bounds: [Formula.Bound], _ level: (RuleInputs) -> Int?
    ) -> Explanation.Distance? {
        var best: Explanation.Distance?
        for bound in bounds {
            guard let fact = context.factNames.firstIndex(of: bound.name),
                let own = facts[fact].number, case .int(let other)? = inputs.value(of: bound.other)
            else { continue }
            let isCount = [.count, .days].contains(context.pack.facts[fact].unit)
            for candidate in [other &- 1, other, other &+ 1]
            where candidate != own && (candidate >= 0 || !isCount) {
                var changed = facts
                changed[fact] = .number(candidate)
                let given = level(RuleInputs(context, changed, previous: previous))
                guard let given else { continue }
                let found = Explanation.Distance(
                    level: given, fact: fact, from: own, to: candidate)
                if best.map({ found.size < $0.size }) ?? true { best = found }
            }
        }
        return best
    }
}

extension Explanation.Distance {
    fileprivate var size: UInt64 {
        UInt64(bitPattern: max(from, to)) &- UInt64(bitPattern: min(from, to))
    }
}
