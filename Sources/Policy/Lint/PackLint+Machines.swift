import CEL

extension PackLint {
    /// States that are never entered, and guards that contradict each other.
    mutating func findInMachine(_ machine: MachineDefinition) {
        for (state, level) in machine.states.enumerated() {
            guard let up = machine.up[state] else { continue }
            guard isPossible([up.condition]) else {
                warn(
                    "'\(level.name)' is never entered: its guard can never hold",
                    at: up.condition.place)
                continue
            }
            guard let keep = machine.keep[state] else { continue }
            if !isPossible([keep.condition]) {
                warn(
                    "the guard that keeps '\(level.name)' can never hold", at: keep.condition.place)
            } else if !isPossible([up.condition, keep.condition]) {
                warn(
                    "the guard that keeps '\(level.name)' fails wherever the one that leads into "
                        + "it holds", at: keep.condition.place)
            }
        }
    }

    /// Whether conditions may hold together, as far as their tests of single terms tell.
    private func isPossible(_ conditions: [Formula]) -> Bool {
        guard let sets = bindings(for: conditions) else { return true }
        return sets.contains { bindings in
            var reader = ConditionReader(bindings, types: types, ranges: rangesByName)
            var together: [CoverGrid.Alternative] = [[:]]
            for condition in conditions {
                let own = reader.alternatives(condition.expression)
                together = together.flatMap { left in
                    own.compactMap { ConditionReader.merged(left, $0) }
                }
            }
            return !together.isEmpty
        }
    }
}
