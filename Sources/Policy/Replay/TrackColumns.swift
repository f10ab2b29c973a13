import CEL
import LedgerModel

/// The rules and guards of a pack as programs over columns, as long as no dated parameter changes:
/// asked once for all accounts of a shard, where `CompiledTracks` asks for each.
struct TrackColumns: Sendable {
    /// A guard, which may have no program.
    private enum GuardColumn: Sendable {
        case none
        case plain
        case program(ColumnProgram)
    }

    /// By decision; nil where the rule isn't one of plain conditions and levels.
    private let decisions: [[PlainStep<ColumnProgram>]?]
    /// By machine and state.
    private let up: [[GuardColumn]]
    private let keep: [[GuardColumn]]
    private let texts: TextCodes

    init(_ context: RuleContext) {
        var texts = TextCodes()
        let slots = context.columnSlots
        func program(_ formula: Formula) -> ColumnProgram? {
            ColumnProgram(
                formula.expression, slots: slots, bindings: context.bindings, texts: &texts)
        }
        decisions = context.pack.decisions.map { $0.plainSteps(program) }
        func column(_ own: MachineDefinition.Guard?) -> GuardColumn {
            guard let own else { return .none }
            return program(own.condition).map { .program($0) } ?? .plain
        }
        up = context.pack.machines.map { $0.up.map(column) }
        keep = context.pack.machines.map { $0.keep.map(column) }
        self.texts = texts
    }

    /// What the programs say of the accounts of a shard that are known, of what is due.
    func findings(
        at slot: Timetable.Slot, _ facts: InstantFacts, ofShard shard: Int
    ) -> ShardFindings {
        let count = facts.slots(ofShard: shard).count
        let programs = due(slot)
        let read = Set(programs.flatMap(\.readSlots))
        let columns = facts.columns(read, ofShards: shard..<shard + 1, texts)
        func truths(_ program: ColumnProgram) -> [UInt8] {
            var run = ColumnRun(program)
            return run.truths(columns, count: count)
        }
        func answer(_ own: GuardColumn) -> ShardFindings.Guard {
            switch own {
            case .none: .absent
            case .plain: .unknown
            case .program(let program): .truths(truths(program))
            }
        }
        var found = ShardFindings(
            instant: facts, firstSlot: facts.roll.firstSlots[shard],
            decisionCount: decisions.count, machineCount: up.count)
        for index in slot.decisions {
            guard let steps = decisions[index] else { continue }
            found.decisions[index] = .init(
                levels: steps.map(\.level), truths: steps.map { $0.condition.map(truths) })
        }
        for index in slot.machines {
            found.up[index] = up[index].map(answer)
            found.keep[index] = keep[index].map(answer)
        }
        return found
    }

    private func due(_ slot: Timetable.Slot) -> [ColumnProgram] {
        var programs: [ColumnProgram] = []
        for index in slot.decisions {
            programs += (decisions[index] ?? []).compactMap(\.condition)
        }
        for own in slot.machines.flatMap({ up[$0] + keep[$0] }) {
            if case .program(let program) = own { programs.append(program) }
        }
        return programs
    }
}

/// What programs say of the accounts of a shard at one instant; asked of one at a time. What is
/// asked may change it, as otherwise each question would copy all of it.
struct ShardFindings: TrackFindings {
    /// The choices of a rule.
    struct Choices {
        let levels: [Int]
        /// By choice and account; nil for one that always applies.
        let truths: [[UInt8]?]
    }

    /// What a guard says.
    enum Guard {
        case absent
        case unknown
        /// By account.
        case truths([UInt8])
    }

    /// The account, by its place in the shard.
    var account = 0
    /// By decision; nil where it isn't due, and where no program tells.
    fileprivate(set) var decisions: [Choices?]
    /// By machine and state; empty where it isn't due.
    fileprivate(set) var up: [[Guard]]
    fileprivate(set) var keep: [[Guard]]

    private let instant: InstantFacts
    private let firstSlot: Int

    fileprivate init(
        instant: InstantFacts, firstSlot: Int, decisionCount: Int, machineCount: Int
    ) {
        (self.instant, self.firstSlot) = (instant, firstSlot)
        decisions = Array(repeating: nil, count: decisionCount)
        up = Array(repeating: [], count: machineCount)
        keep = up
    }

    var facts: [FactValue] { instant.values(firstSlot + account) }

    mutating func outcome(ofDecision index: Int) -> TrackFinding {
        guard let count = decisions[index]?.levels.count else { return .unknown }
        for choice in 0..<count {
            let truth = decisions[index]?.truths[choice]?[account] ?? Truth.yes
            if truth == Truth.error { return .error }
            if truth == Truth.yes {
                return .level(decisions[index]?.levels[choice] ?? 0, choice: choice)
            }
        }
        return .nothingApplies
    }

    mutating func up(ofMachine machine: Int, state: Int) -> TrackFinding {
        Self.finding(up[machine][state], of: account)
    }

    mutating func keep(ofMachine machine: Int, state: Int) -> TrackFinding {
        Self.finding(keep[machine][state], of: account)
    }

    private static func finding(_ own: borrowing Guard, of account: Int) -> TrackFinding {
        switch own {
        case .absent: .absent
        case .unknown: .unknown
        case .truths(let truths):
            switch truths[account] {
            case Truth.yes: .holds
            case Truth.no: .fails
            default: .error
            }
        }
    }
}
