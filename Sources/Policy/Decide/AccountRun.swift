import CivilCalendar
import LedgerModel

/// The decisions and machines of a pack for one account, taken in the order of time.
struct AccountRun {
    private let pack: Pack
    private var decisions: [DecisionTrack]
    private var machines: [MachineTrack]
    /// Where the account stood, by the index of the decision, machines behind decisions.
    private(set) var standings: [[Standing]]

    private struct DecisionTrack {
        let definition: DecisionDefinition
        var hold: HoldState
        let rulings: Rulings
        var raw: Outcome?
        var path: [Int] = []
        /// Instants of rulings that are still to come, ascending.
        var coming: [Instant]
    }

    private struct MachineTrack {
        let definition: MachineDefinition
        var state: StageState
    }

    init(_ pack: Pack, _ record: AccountReadings, _ knowledge: HistoryRun.Knowledge) {
        self.pack = pack
        decisions = pack.decisions.map { definition in
            let rulings = Rulings(record, of: definition, knowledge)
            return DecisionTrack(
                definition: definition, hold: HoldState(definition.hold, in: pack.zone),
                rulings: rulings, coming: rulings.instants.sorted())
        }
        machines = pack.machines.map {
            MachineTrack(definition: $0, state: StageState($0, in: pack.zone))
        }
        standings = Array(repeating: [], count: decisions.count + machines.count)
    }

    /// Lets timers and rulings before an instant take effect, or those at it too.
    mutating func advance(to end: Instant, inclusive: Bool) {
        while let next = nextTimer, inclusive ? next <= end : next < end { fire(at: next) }
    }

    private var nextTimer: Instant? {
        let timers = decisions.map { track in
            [track.hold.timer, track.coming.first].compactMap(\.self).min()
        }
        return (timers + machines.map(\.state.timer)).compactMap(\.self).min()
    }

    private mutating func fire(at instant: Instant) {
        for index in decisions.indices {
            if decisions[index].hold.timer == instant {
                decisions[index].hold.fire(at: instant)
                record(index, at: instant, .timer)
            }
            if decisions[index].coming.first == instant {
                decisions[index].coming.removeAll { $0 == instant }
                record(index, at: instant, .ruling)
            }
        }
        for index in machines.indices where machines[index].state.timer == instant {
            machines[index].state.fire(at: instant)
            recordMachine(index, at: instant, .timer)
        }
    }

    /// Takes the decisions that are due at an instant.
    ///
    /// - Parameter facts: of the account, by index.
    mutating func evaluate(
        _ facts: [FactValue], at instant: Instant, decisions dueDecisions: [Int],
        machines dueMachines: [Int]
    ) {
        let inputs = RuleInputs(pack, facts, at: instant, previous: previous)
        for index in dueDecisions {
            let (outcome, rule) = inputs.outcome(of: decisions[index].definition)
            decisions[index].raw = outcome
            decisions[index].path = rule?.path ?? []
            decisions[index].hold.observe(outcome, at: instant)
            decisions[index].coming.removeAll { $0 <= instant }
            record(index, at: instant, .evaluation)
        }
        for index in dueMachines {
            let definition = machines[index].definition
            machines[index].state.observe(
                up: definition.up.map { inputs.holding(of: $0) },
                keep: definition.keep.map { inputs.holding(of: $0) }, at: instant)
            recordMachine(index, at: instant, .evaluation)
        }
    }

    /// The levels that count so far, by the name of their decision.
    private var previous: [String: String] {
        var previous: [String: String] = [:]
        for (index, decision) in pack.decisions.enumerated() {
            guard case .level(let level)? = standings[index].last?.effective else { continue }
            previous[decision.name] = decision.levels[level].name
        }
        for (index, machine) in pack.machines.enumerated() {
            guard case .level(let state)? = standings[pack.decisions.count + index].last?.effective
            else { continue }
            previous[machine.name] = machine.states[state].name
        }
        return previous
    }

    private mutating func record(
        _ index: Int, at instant: Instant, _ occasion: Standing.Occasion
    ) {
        let track = decisions[index]
        // A ruling before the first decision counts from the first decision on, but for an
        // override, which needs none.
        let held = track.hold.outcome ?? .none(.nothingApplies)
        guard track.hold.outcome != nil || track.rulings.override(at: instant) != nil else {
            return
        }
        let (effective, reasons) = track.rulings.apply(to: held, at: instant)
        append(
            Standing(
                instant: instant, raw: track.raw ?? held, path: track.path, held: held,
                effective: effective, heldBy: track.hold.reasons.union(reasons),
                occasion: occasion), at: index)
    }

    private mutating func recordMachine(
        _ index: Int, at instant: Instant, _ occasion: Standing.Occasion
    ) {
        guard let outcome = machines[index].state.outcome else { return }
        append(
            Standing(
                instant: instant, raw: outcome, path: [], held: outcome, effective: outcome,
                heldBy: [], occasion: occasion), at: decisions.count + index)
    }

    /// Of several standings at one instant the last counts.
    private mutating func append(_ standing: Standing, at index: Int) {
        if standings[index].last?.instant == standing.instant { standings[index].removeLast() }
        standings[index].append(standing)
    }
}
