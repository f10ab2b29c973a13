import CivilCalendar
import LedgerModel

/// The decisions and machines of a pack for one account, taken in the order of time.
struct AccountRun {
    private let pack: Pack
    private var decisions: [DecisionTrack]
    private var machines: [StageState]
    /// Where the account stood, by the index of the decision, machines behind decisions.
    private(set) var standings: [[Standing]]
    /// How many of the standings of each track were taken.
    private var takenCounts: [Int]

    private struct DecisionTrack {
        var hold: HoldState
        let rulings: Rulings
        var raw: Outcome?
        var path: [Int] = []
        /// Instants of rulings that are still to come, ascending.
        var coming: [Instant]
    }

    private let kept: [Int: [Instant]]?

    /// - Parameter kept: by track, the instants whose last standing before or at them is kept,
    ///   besides the last of all; nil keeps every one.
    init(
        _ pack: Pack, _ record: AccountReadings, _ knowledge: HistoryRun.Knowledge,
        keeping kept: [Int: [Instant]]? = nil
    ) {
        self.pack = pack
        self.kept = kept
        decisions = pack.decisions.map { definition in
            let rulings = Rulings(record, of: definition, knowledge)
            return DecisionTrack(
                hold: HoldState(definition.hold, in: pack.zone),
                rulings: rulings, coming: rulings.instants.sorted())
        }
        machines = pack.machines.map { StageState($0, in: pack.zone) }
        standings = Array(repeating: [], count: decisions.count + machines.count)
        takenCounts = Array(repeating: 0, count: standings.count)
    }

    /// Lets timers and rulings before an instant take effect, or those at it too.
    mutating func advance(to end: Instant, inclusive: Bool) {
        while let next = nextTimer, inclusive ? next <= end : next < end { fire(at: next) }
    }

    private var nextTimer: Instant? {
        let timers = decisions.map { track in
            [track.hold.timer, track.coming.first].compactMap(\.self).min()
        }
        return (timers + machines.map(\.timer)).compactMap(\.self).min()
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
        for index in machines.indices where machines[index].timer == instant {
            machines[index].fire(at: instant)
            recordMachine(index, at: instant, .timer)
        }
    }

    /// Takes the decisions that are due at an instant.
    ///
    /// - Parameters:
    ///   - facts: of the account, by index.
    ///   - compiled: the conditions as programs for the instant.
    mutating func evaluate(
        _ facts: [FactValue], at slot: Timetable.Slot, in context: RuleContext,
        _ compiled: inout CompiledTracks
    ) {
        compiled.load(facts)
        let inputs = LazyInputs(
            context: context, facts: facts, previous: context.readsPrevious ? previous : [:])
        for index in slot.decisions {
            let nearby = inputs.nearby(pack.decisions[index])
            switch compiled.outcome(ofDecision: index) {
            case .level(let level, let choice):
                take(.level(level), nearby, [choice], index, at: slot.instant)
            case .nothingApplies: take(.none(.nothingApplies), nearby, [], index, at: slot.instant)
            case .holds, .fails, .absent, .error, .unknown:
                let (outcome, rule) = inputs.made.outcome(of: pack.decisions[index])
                take(outcome, nearby, rule?.path ?? [], index, at: slot.instant)
            }
        }
        for index in slot.machines {
            observe(index, at: slot.instant, inputs, &compiled)
        }
    }

    private mutating func take(
        _ outcome: Outcome, _ nearby: [Outcome], _ path: [Int], _ index: Int, at instant: Instant
    ) {
        decisions[index].raw = outcome
        decisions[index].path = path
        decisions[index].hold.observe(outcome, nearby: nearby, at: instant)
        decisions[index].coming.removeAll { $0 <= instant }
        record(index, at: instant, .evaluation)
    }

    /// Only the guards around the present state need a reason where they have no value.
    private mutating func observe(
        _ index: Int, at instant: Instant, _ inputs: LazyInputs, _ compiled: inout CompiledTracks
    ) {
        let present = machines[index].state
        var (up, keep): ([StageState.Holding?], [StageState.Holding?]) = ([], [])
        for state in pack.machines[index].states.indices {
            up.append(
                compiled.up(ofMachine: index, state: state).holding(
                    needsReason: state == present + 1
                ) { inputs.made.holding(of: pack.machines[index].up[state]) })
            keep.append(
                compiled.keep(ofMachine: index, state: state).holding(
                    needsReason: state == present
                ) { inputs.made.holding(of: pack.machines[index].keep[state]) })
        }
        machines[index].observe(up: up, keep: keep, at: instant)
        recordMachine(index, at: instant, .evaluation)
    }

    /// The levels that count so far, by the name of their decision.
    var previous: [String: String] {
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
        // A ruling before the first decision counts from the first decision on, but for an
        // override, which needs none.
        let outcome = decisions[index].hold.outcome
        guard outcome != nil || decisions[index].rulings.override(at: instant) != nil else {
            if !standings[index].isEmpty {
                append(.undecided(from: instant, occasion), at: index)
            }
            return
        }
        let held = outcome ?? .none(.nothingApplies)
        let (effective, reasons) = decisions[index].rulings.apply(to: held, at: instant)
        append(
            Standing(
                instant: instant, raw: decisions[index].raw ?? held, path: decisions[index].path,
                held: held, effective: effective,
                heldBy: decisions[index].hold.reasons.union(reasons), occasion: occasion),
            at: index)
    }

    private mutating func recordMachine(
        _ index: Int, at instant: Instant, _ occasion: Standing.Occasion
    ) {
        guard let outcome = machines[index].outcome else { return }
        append(
            Standing(
                instant: instant, raw: outcome, path: [], held: outcome, effective: outcome,
                heldBy: [], occasion: occasion, turnedAt: machines[index].turnedAt),
            at: decisions.count + index)
    }

    /// The standings since this was last called. The last of each track stays, as rules may read
    /// it.
    mutating func takeStandings() -> [[Standing]] {
        let taken = zip(standings, takenCounts).map { Array($0.dropFirst($1)) }
        for index in standings.indices {
            standings[index].removeFirst(max(0, standings[index].count - 1))
            takenCounts[index] = standings[index].count
        }
        return taken
    }

    /// Of several standings at one instant the last counts.
    private mutating func append(_ standing: Standing, at index: Int) {
        if let last = standings[index].last, isReplaced(last, by: standing, at: index) {
            standings[index].removeLast()
        }
        standings[index].append(standing)
    }

    private func isReplaced(_ last: Standing, by next: Standing, at index: Int) -> Bool {
        guard last.instant != next.instant, let kept else {
            return last.instant == next.instant
        }
        return kept[index]?.contains { last.instant <= $0 && $0 < next.instant } != true
    }
}

/// The inputs of expressions, made where a program leaves something open.
private struct LazyInputs {
    let context: RuleContext
    let facts: [FactValue]
    let previous: [String: String]

    var made: RuleInputs { RuleInputs(context, facts, previous: previous) }

    func nearby(_ decision: DecisionDefinition) -> [Outcome] {
        decision.hold.band == nil
            ? [] : RuleInputs.nearby(decision, context, facts, previous: previous)
    }
}

extension CompiledTracks.Finding {
    /// What a guard says; nil where there is none.
    ///
    /// - Parameter evaluate: evaluates the guard for itself, with the reason where it has no value.
    fileprivate func holding(
        needsReason: Bool, _ evaluate: () -> StageState.Holding?
    ) -> StageState.Holding? {
        switch self {
        case .absent: nil
        case .holds: .holds
        case .fails: .fails
        case .error where !needsReason: .unknown(.nothingApplies)
        case .error, .unknown, .level, .nothingApplies: evaluate()
        }
    }
}
