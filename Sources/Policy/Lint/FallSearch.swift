import CEL

/// Decides with all combinations of sample values, to find one in which a level falls though
/// nothing but one number rises.
struct FallSearch {
    /// Where a level falls.
    struct Fall {
        /// The number and the level that follows from it.
        typealias Step = (number: Int64, level: Int)

        let before: Step
        let after: Step
        /// What all else is before and after.
        let others: [(sample: SampleValues.Sample, value: Value)]
        /// Of the choice that gives the level after.
        let place: TextPlace
    }

    private let decision: DecisionDefinition
    private let name: String
    private let numbers: [Int64]
    private let others: [SampleValues.Sample]
    private var bindings: Bindings
    /// What one decision counts.
    private let cost: Int

    /// - Parameters:
    ///   - name: of the number that rises, in expressions.
    ///   - bindings: with the parameters.
    init(
        _ decision: DecisionDefinition, _ name: String, _ samples: [SampleValues.Sample],
        _ bindings: Bindings
    ) {
        self.decision = decision
        self.name = name
        self.bindings = bindings
        others = samples.filter { $0.name != name }
        let own = samples.first { $0.name == name }?.values ?? []
        numbers = own.compactMap { value in
            if case .int(let number) = value { number } else { nil }
        }
        cost = decision.rule.conditions.count + 1
    }

    /// Nil where no fall is found; then `trials` is below 0 if not all was tried.
    mutating func fall(trials: inout Int) -> Fall? {
        var wheel = Array(repeating: 0, count: others.count)
        repeat {
            for (place, sample) in zip(wheel, others) {
                bindings.variables[sample.name] = sample.values[place]
            }
            trials -= cost * numbers.count
            guard trials >= 0 else { return nil }
            if let fall = fall(with: wheel) { return fall }
        } while turn(&wheel)
        return nil
    }

    /// The next combination; false where that was the last.
    private func turn(_ wheel: inout [Int]) -> Bool {
        for place in wheel.indices {
            wheel[place] += 1
            if wheel[place] < others[place].values.count { return true }
            wheel[place] = 0
        }
        return false
    }

    private mutating func fall(with wheel: [Int]) -> Fall? {
        var before: Fall.Step?
        for number in numbers {
            bindings.variables[name] = .int(number)
            guard let outcome = try? decision.rule.outcome(bindings),
                case .string(let text) = outcome.value,
                let level = decision.levels.firstIndex(where: { $0.name == text })
            else { continue }
            if let before, level < before.level {
                return Fall(
                    before: before, after: (number, level),
                    others: zip(others, wheel).map { ($0, $0.values[$1]) },
                    place: outcome.choice?.place ?? decision.place)
            }
            before = (number, level)
        }
        return nil
    }
}
