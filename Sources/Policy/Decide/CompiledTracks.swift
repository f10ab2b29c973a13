import CEL

/// The conditions of a pack's rules and guards as programs over slots, for one instant's values of
/// its parameters: what most accounts are decided by. What programs can't carry, or can't tell for
/// want of a fact, is left to `RuleInputs`, which also knows the reason.
struct CompiledTracks: TrackFindings {
    /// A guard, which may have no program.
    private enum CompiledGuard {
        case none
        case plain
        /// The index of its program.
        case program(Int)
    }

    /// By decision; nil where the rule isn't one of plain conditions and levels.
    private var decisions: [[PlainStep<ConditionLane>]?]
    /// By machine and state.
    private var up: [[CompiledGuard]]
    private var keep: [[CompiledGuard]]
    /// The programs of guards. They change while they run, so that they stay where they are.
    private var guards: [ConditionLane] = []
    private var texts = TextCodes()
    private(set) var facts: [FactValue] = []
    private var values: [Int64]
    private var absences: [UInt8]

    init(_ context: RuleContext) {
        let pack = context.pack
        let slots = context.columnSlots
        var texts = TextCodes()
        func lane(_ formula: Formula) -> ConditionLane? {
            ColumnProgram(
                formula.expression, slots: slots, bindings: context.bindings, texts: &texts
            ).map { ConditionLane($0) }
        }
        decisions = pack.decisions.map { $0.plainSteps(lane) }
        var guards: [ConditionLane] = []
        func compiled(_ own: MachineDefinition.Guard?) -> CompiledGuard {
            guard let own else { return .none }
            guard let lane = lane(own.condition) else { return .plain }
            guards.append(lane)
            return .program(guards.count - 1)
        }
        up = pack.machines.map { $0.up.map(compiled) }
        keep = pack.machines.map { $0.keep.map(compiled) }
        self.guards = guards
        self.texts = texts
        values = Array(repeating: 0, count: pack.facts.count)
        absences = Array(repeating: 1, count: pack.facts.count)
    }

    /// Takes the facts of one account, by index.
    mutating func load(_ facts: [FactValue]) {
        self.facts = facts
        for (index, fact) in facts.enumerated() {
            absences[index] = 0
            switch fact {
            case .number(let number): values[index] = number
            case .truth(let truth): values[index] = truth ? 1 : 0
            case .text(let text): values[index] = texts.code(of: text)
            case .missing: absences[index] = 1
            }
        }
    }

    /// What the rule of a decision says of the account that was loaded.
    mutating func outcome(ofDecision index: Int) -> TrackFinding {
        guard let count = decisions[index]?.count else { return .unknown }
        let (values, absences) = (values, absences)
        for step in 0..<count {
            let truth =
                decisions[index]?[step].condition?.evaluate(values.span, absences.span)
                ?? Truth.yes
            if truth == Truth.error { return .error }
            if truth == Truth.yes {
                return .level(decisions[index]?[step].level ?? 0, choice: step)
            }
        }
        return .nothingApplies
    }

    /// What the guard into a state says.
    mutating func up(ofMachine machine: Int, state: Int) -> TrackFinding {
        finding(up[machine][state])
    }

    /// What the guard that keeps a state says.
    mutating func keep(ofMachine machine: Int, state: Int) -> TrackFinding {
        finding(keep[machine][state])
    }

    private mutating func finding(_ own: CompiledGuard) -> TrackFinding {
        switch own {
        case .none: return .absent
        case .plain: return .unknown
        case .program(let index):
            let (values, absences) = (values, absences)
            switch guards[index].evaluate(values.span, absences.span) {
            case Truth.yes: return .holds
            case Truth.no: return .fails
            default: return .error
            }
        }
    }
}
