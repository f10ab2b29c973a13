package import LedgerModel

/// Decides a pack for all accounts at every instant of its calendar: fold, rank, decide, as
/// functions of columns that know no file and no thread. Who drives it cuts the accounts into
/// shards and the instants into blocks, and gives both to several cores.
package struct ReplayKernel: Sendable {
    /// How the pack is replayed.
    package let plan: ReplayPlan
    /// When something is evaluated, rising.
    package private(set) var instants: [Instant]
    /// The accounts by slot.
    package let roll: AccountRoll
    private var slots: [Timetable.Slot]
    private let fold: FactFold
    private let span: ClosedRange<Instant>?
    /// The rules by the values of dated parameters, and which of them each instant is decided by.
    private let contexts: [RuleContext]
    private let columns: [DecisionColumns]
    private let trackColumns: [TrackColumns]
    private var contextOfInstant: [Int]

    /// - Parameters:
    ///   - span: from the first to the last event that the pack reads; nil where it reads none.
    ///   - end: decisions after this instant are left out.
    package init(
        _ plan: ReplayPlan, _ roll: AccountRoll, span: ClosedRange<Instant>?, through end: Instant,
        lists: [FrozenList], rates: RateTable
    ) {
        let fold = FactFold(plan, lists: lists, rates: rates)
        self.init(plan, roll, fold, span: span, through: end)
    }

    private init(
        _ plan: ReplayPlan, _ roll: AccountRoll, _ fold: FactFold, span: ClosedRange<Instant>?,
        through end: Instant
    ) {
        self.plan = plan
        self.roll = roll
        self.fold = fold
        self.span = span
        let calendar = span.map {
            Timetable(plan.pack, span: $0, through: end, tracks: plan.tracks).calendar
        }
        slots = (calendar ?? [:]).values.sorted { $0.instant < $1.instant }
        instants = slots.map(\.instant)
        var (contexts, indices, epochs) = ([RuleContext](), [Int](), [Int: Int]())
        for instant in instants {
            let epoch = plan.pack.parameterEpoch(at: instant)
            if epochs[epoch] == nil {
                epochs[epoch] = contexts.count
                contexts.append(RuleContext(plan.pack, at: instant))
            }
            indices.append(epochs[epoch] ?? 0)
        }
        self.contexts = contexts
        contextOfInstant = indices
        columns = contexts.map { DecisionColumns($0) }
        trackColumns = contexts.map { TrackColumns($0) }
    }

    /// What another pack with the same facts decides about the same accounts (`Pack.hasFacts`).
    ///
    /// - Parameter end: decisions after this instant are left out.
    package func deciding(by other: ReplayPlan, through end: Instant) -> ReplayKernel {
        precondition(other.neededFacts.isSubset(of: plan.neededFacts), "a fact is not folded")
        return ReplayKernel(
            other.inCurrency(ofLedger: plan.pack.currency ?? .none), roll, fold, span: span,
            through: end)
    }

    /// The same for some of its instants only, where each stands for itself.
    package func keeping(_ indices: [Int]) -> ReplayKernel {
        var kept = self
        kept.instants = indices.map { instants[$0] }
        kept.slots = indices.map { slots[$0] }
        kept.contextOfInstant = indices.map { contextOfInstant[$0] }
        return kept
    }

    /// The own facts of the accounts of a shard at a block of instants.
    package func shardFacts(of shard: borrowing ReplayShard, _ block: Range<Int>) -> ShardFacts {
        fold.shardFacts(of: shard, at: Array(instants[block]))
    }

    /// The facts of all accounts at one instant.
    ///
    /// - Parameters:
    ///   - shards: those of every shard, of the block that the instant lies in.
    ///   - index: of the instant.
    ///   - block: of the shards.
    package func facts(
        at index: Int, in block: Range<Int>, _ shards: [ShardFacts]
    ) -> InstantFacts {
        InstantFacts(at: index - block.lowerBound, instants[index], shards, roll, plan)
    }

    /// Whether a decision or machine is due at an instant.
    package func isDue(_ track: Int, at index: Int) -> Bool {
        let count = plan.pack.decisions.count
        return track < count
            ? slots[index].decisions.contains(track)
            : slots[index].machines.contains(track - count)
    }

    /// The index of an instant; nil where nothing is due then.
    package func index(of instant: Instant) -> Int? {
        var (low, high) = (0, instants.count)
        while low < high {
            let middle = (low + high) / 2
            if instants[middle] < instant { low = middle + 1 } else { high = middle }
        }
        return low < instants.count && instants[low] == instant ? low : nil
    }

    /// The rules with the parameters of an instant.
    func context(at index: Int) -> RuleContext { contexts[epoch(at: index)] }

    /// Between which changes of dated parameters an instant lies.
    func epoch(at index: Int) -> Int { contextOfInstant[index] }

    /// What is due at an instant.
    func slot(at index: Int) -> Timetable.Slot { slots[index] }

    /// The rules of a pack with other values of parameters, by epoch.
    func contexts(of pack: Pack) -> [RuleContext] {
        contexts.indices.map { epoch in
            let index = contextOfInstant.firstIndex(of: epoch) ?? 0
            return RuleContext(pack, at: instants[index])
        }
    }

    /// Whether `outcomes` is all that there is to decide.
    package var isPlain: Bool { plan.isPlain }

    /// What the rules of the decisions due at an instant say, by decision.
    package func outcomes(
        at index: Int, _ facts: InstantFacts
    ) -> [(decision: Int, outcomes: OutcomeColumn)] {
        let columns = columns[contextOfInstant[index]]
        return slots[index].decisions.map { ($0, columns.outcomes(ofDecision: $0, facts)) }
    }
}

extension ReplayKernel {
    /// What stands of the decisions and machines of the accounts of one shard, from instant to
    /// instant: for packs with holds, machines, rulings, or rules that read the level before.
    package struct Standings: Sendable {
        private var runs: [AccountRun]
        private let firstSlot: Int

        /// Before the first instant.
        ///
        /// - Parameter rulings: the approvals and overrides of each account of the shard; empty
        ///   where none count.
        package init(
            _ plan: ReplayPlan, accountCount: Int, firstSlot: Int, rulings: [AccountReadings]
        ) {
            self.firstSlot = firstSlot
            let (none, rules) = (AccountReadings(plan.pack), RunRules(plan.pack))
            runs = (0..<accountCount).map { account in
                AccountRun(rules, rulings.isEmpty ? none : rulings[account], .fixed)
            }
        }

        /// What has stood of each account and track since this was last called.
        package mutating func take() -> [(slot: Int, track: Int, standings: [Standing])] {
            var taken: [(slot: Int, track: Int, standings: [Standing])] = []
            for account in runs.indices {
                for (track, standings) in runs[account].takeStandings().enumerated()
                where !standings.isEmpty {
                    taken.append((firstSlot + account, track, standings))
                }
            }
            return taken
        }

        /// Ends the waits that end by an instant. Nothing that stands by then changes any more,
        /// once all that is due by then was evaluated.
        package mutating func advance(through instant: Instant) {
            for account in runs.indices { runs[account].advance(to: instant, inclusive: true) }
        }

        /// Where an account stands; nil where nothing was decided yet.
        package func standing(ofSlot slot: Int, track: Int) -> Standing? {
            runs[slot - firstSlot].standings[track].last
        }

        /// The levels that count when something is due at an instant, by their decision.
        func previous(ofSlot slot: Int, at instant: Instant) -> [String: String] {
            var run = runs[slot - firstSlot]
            run.advance(to: instant, inclusive: false)
            return run.previous
        }

        fileprivate mutating func evaluate(
            _ facts: InstantFacts, _ slot: Timetable.Slot, _ context: RuleContext,
            _ columns: TrackColumns
        ) {
            guard !runs.isEmpty else { return }
            let shard = facts.roll.shard(ofSlot: firstSlot)
            var findings = columns.findings(at: slot, facts, ofShard: shard)
            var open = OpenRows(context)
            for account in 0..<facts.slots(ofShard: shard).count {
                findings.account = account
                runs[account].advance(to: slot.instant, inclusive: false)
                runs[account].evaluate(at: slot, in: context, &findings, &open)
            }
        }
    }

    /// Evaluates all that is due at an instant for the accounts of a shard.
    package func evaluate(at index: Int, _ facts: InstantFacts, _ standings: inout Standings) {
        let context = contextOfInstant[index]
        standings.evaluate(facts, slots[index], contexts[context], trackColumns[context])
    }
}
