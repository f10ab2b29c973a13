import CivilCalendar
import LedgerModel

/// A pack and what is made of it once for the runs of all accounts.
final class RunRules: Sendable {
    let pack: Pack
    /// By machine.
    let waits: [StageWaits]

    init(_ pack: Pack) {
        self.pack = pack
        waits = pack.machines.map { StageWaits($0, in: pack.zone) }
    }
}

/// The decisions and machines of a pack for one account, taken in the order of time.
struct AccountRun {
    private let rules: RunRules
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
    /// When something takes effect next unless an evaluation says otherwise before.
    private var timer: Instant?

    /// - Parameter kept: by track, the instants whose last standing before or at them is kept,
    ///   besides the last of all; nil keeps every one.
    init(
        _ rules: RunRules, _ record: AccountReadings, _ knowledge: HistoryRun.Knowledge,
        keeping kept: [Int: [Instant]]? = nil
    ) {
        self.rules = rules
        self.kept = kept
        let zone = rules.pack.zone
        decisions = rules.pack.decisions.map { definition in
            let rulings = Rulings(record, of: definition, knowledge)
            return DecisionTrack(
                hold: HoldState(definition.hold, in: zone),
                rulings: rulings, coming: rulings.instants.sorted())
        }
        machines = rules.waits.map { StageState($0) }
        standings = Array(repeating: [], count: decisions.count + machines.count)
        takenCounts = Array(repeating: 0, count: standings.count)
        setTimer()
    }

    /// Lets timers and rulings before an instant take effect, or those at it too.
    mutating func advance(to end: Instant, inclusive: Bool) {
        while let next = timer, inclusive ? next <= end : next < end { fire(at: next) }
    }

    /// Finds what takes effect next.
    private mutating func setTimer() {
        var next: Instant?
        func note(_ due: Instant?) {
            guard let due else { return }
            next = next.map { min($0, due) } ?? due
        }
        for index in decisions.indices {
            note(decisions[index].hold.timer)
            note(decisions[index].coming.first)
        }
        for index in machines.indices { note(machines[index].timer) }
        timer = next
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
        setTimer()
    }

    /// Takes the decisions that are due at an instant.
    ///
    /// - Parameters:
    ///   - findings: what programs say of the account's facts.
    ///   - open: what is known of rows that programs can't tell of.
    mutating func evaluate(
        at slot: Timetable.Slot, in context: RuleContext, _ findings: inout some TrackFindings,
        _ open: inout OpenRows
    ) {
        var known: RowInputs?
        let levels = context.readsPrevious ? previous : [:]
        func inputs() -> RowInputs {
            let made =
                known
                ?? RowInputs(context: context, facts: findings.facts, previous: levels)
            known = made
            return made
        }
        for index in slot.decisions {
            let nearby =
                rules.pack.decisions[index].hold.band == nil
                ? []
                : RuleInputs.nearby(
                    rules.pack.decisions[index], context, inputs().facts, previous: levels)
            switch findings.outcome(ofDecision: index) {
            case .level(let level, let choice):
                if decisions[index].path != [choice] { decisions[index].path = [choice] }
                take(.level(level), nearby, index, at: slot.instant)
            case .nothingApplies:
                decisions[index].path = []
                take(.none(.nothingApplies), nearby, index, at: slot.instant)
            case .holds, .fails, .absent, .error, .unknown:
                let (outcome, path) = open.outcome(ofDecision: index, inputs())
                decisions[index].path = path
                take(outcome, nearby, index, at: slot.instant)
            }
        }
        for index in slot.machines {
            func holding(_ question: StageState.Question) -> StageState.Holding? {
                open.holding(.init(question, ofMachine: index), inputs())
            }
            func finding(_ question: StageState.Question) -> StageState.Finding {
                let found =
                    switch question {
                    case .up(let state): findings.up(ofMachine: index, state: state)
                    case .keep(let state): findings.keep(ofMachine: index, state: state)
                    }
                return found.ofGuard ?? StageState.Finding(holding(question))
            }
            machines[index].observe(at: slot.instant, finding: finding) { question in
                guard case .unknown(let reason)? = holding(question) else { return .nothingApplies }
                return reason
            }
            recordMachine(index, at: slot.instant, .evaluation)
        }
        setTimer()
    }

    private mutating func take(
        _ outcome: Outcome, _ nearby: [Outcome], _ index: Int, at instant: Instant
    ) {
        decisions[index].raw = outcome
        decisions[index].hold.observe(outcome, nearby: nearby, at: instant)
        if let next = decisions[index].coming.first, next <= instant {
            decisions[index].coming.removeAll { $0 <= instant }
        }
        record(index, at: instant, .evaluation)
    }

    /// The levels that count so far, by the name of their decision.
    var previous: [String: String] {
        var previous: [String: String] = [:]
        for (index, decision) in rules.pack.decisions.enumerated() {
            guard case .level(let level)? = standings[index].last?.effective else { continue }
            previous[decision.name] = decision.levels[level].name
        }
        for (index, machine) in rules.pack.machines.enumerated() {
            guard case .level(let state)? = standings[decisions.count + index].last?.effective
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

extension TrackFinding {
    /// What it says of a guard; nil where the guard has to be evaluated for itself.
    fileprivate var ofGuard: StageState.Finding? {
        switch self {
        case .absent: .absent
        case .holds: .holds
        case .fails: .fails
        case .error: .unknown
        case .unknown, .level, .nothingApplies: nil
        }
    }
}

extension StageState.Finding {
    fileprivate init(_ holding: StageState.Holding?) {
        switch holding {
        case nil: self = .absent
        case .holds: self = .holds
        case .fails: self = .fails
        case .unknown: self = .unknown
        }
    }
}

extension OpenRows.Question {
    fileprivate init(_ question: StageState.Question, ofMachine machine: Int) {
        switch question {
        case .up(let state): self = .up(machine: machine, state: state)
        case .keep(let state): self = .keep(machine: machine, state: state)
        }
    }
}
