import CEL
package import LedgerModel

/// The facts of all accounts that a pack knows at one instant, by slot.
package struct InstantFacts: Sendable {
    /// The instant.
    package let instant: Instant
    /// The accounts by slot.
    package let roll: AccountRoll
    private let plan: ReplayPlan
    /// What needs no other account, by shard, and the place of the instant in it.
    private let shards: [ShardFacts]
    private let index: Int
    /// How many accounts of each shard are known, those of the first slots.
    private let known: [Int]
    /// Facts that are made of others, by slot; empty where they aren't needed.
    private var joined: [FactCells]
    /// The values that facts were ranked by, for those that rank the same values.
    private var ranked: [Int: RankedValues] = [:]
    /// Why joined facts are missing, by the code in the cell.
    private var reasons = FactCells.commonReasons

    /// - Parameters:
    ///   - index: the place of the instant in the block of the shards.
    ///   - shards: the own facts of the accounts of every shard.
    init(
        at index: Int, _ instant: Instant, _ shards: [ShardFacts], _ roll: AccountRoll,
        _ plan: ReplayPlan
    ) {
        self.instant = instant
        self.roll = roll
        self.plan = plan
        self.shards = shards
        self.index = index
        known = shards.indices.map { roll.knownCount(at: instant, ofShard: $0) }
        joined = Array(repeating: FactCells(), count: plan.pack.facts.count)
        join()
        ranked = [:]
    }

    /// How many accounts are known.
    package var count: Int { known.reduce(0, +) }

    /// The slots of the accounts of a shard that are known.
    package func slots(ofShard shard: Int) -> Range<Int> {
        let first = roll.firstSlots[shard]
        return first..<first + known[shard]
    }

    /// Calls `body` with the slots of the accounts that are known.
    package func forEachSlot(_ body: (Int) -> Void) {
        for shard in known.indices { for slot in slots(ofShard: shard) { body(slot) } }
    }

    /// Whether an account is known.
    package func isKnown(_ slot: Int) -> Bool {
        roll.isKnown(slot, at: instant)
    }

    /// The slots of the accounts that are known, in the order of their ids.
    package func forEachSlotByName(_ body: (Int) -> Void) {
        for slot in roll.slotsByName where isKnown(Int(slot)) { body(Int(slot)) }
    }

    /// A fact of an account.
    package func value(of fact: Int, _ slot: Int) -> FactValue {
        guard plan.isNeeded[fact] else { return .missing(.noEvent) }
        let type = plan.pack.facts[fact].type
        guard plan.isOwn[fact] else {
            return joined[fact].value(at: slot, type, reasons, [])
        }
        let shard = roll.shard(ofSlot: slot)
        let shardFacts = shards[shard]
        let cell = index * shardFacts.accountCount + slot - roll.firstSlots[shard]
        return shardFacts.columns[fact].value(at: cell, type, shardFacts.reasons, shardFacts.texts)
    }

    /// The numbers, or the truths as 0 and 1, that a fact has by slot, nil where it is missing; nil
    /// altogether for a fact of another type.
    package func numbers(of fact: Int) -> [Int64?]? {
        guard [.int, .bool].contains(plan.pack.facts[fact].type), plan.isNeeded[fact] else {
            return nil
        }
        var numbers = [Int64?](repeating: nil, count: roll.accounts.count)
        for shard in known.indices {
            let (cells, start) = run(fact, ofShard: shard)
            let slots = slots(ofShard: shard)
            for (offset, slot) in slots.enumerated() where !cells.isMissing(start + offset) {
                numbers[slot] = cells.number(at: cells.isConstant ? 0 : start + offset)
            }
        }
        return numbers
    }

    /// All facts of an account; those that nobody needs are missing.
    func values(_ slot: Int) -> [FactValue] {
        plan.pack.facts.indices.map { value(of: $0, slot) }
    }

    /// The facts of the accounts of some shards as conditions read them, those that none reads
    /// empty.
    func columns(_ read: Set<Int>, ofShards shards: Range<Int>, _ codes: TextCodes) -> [Column] {
        plan.pack.facts.indices.map { fact in
            guard read.contains(fact) else { return Column(values: [], absences: []) }
            // Facts that are made of others stand by slot, those of the shards side by side.
            guard shards.count > 1, plan.isOwn[fact] else {
                return column(fact, ofShard: shards.lowerBound, codes)
            }
            return Column(
                joining: shards.map { shard in
                    (column(fact, ofShard: shard, codes), self.shards[shard].accountCount)
                })
        }
    }

    private func column(_ fact: Int, ofShard shard: Int, _ codes: TextCodes) -> Column {
        let (cells, start) = run(fact, ofShard: shard)
        guard plan.pack.facts[fact].type == .string else { return cells.column(from: start) }
        return texts(fact, ofShard: shard, codes)
    }

    /// Of the accounts of some shards, whether each is known.
    func known(ofShards shards: Range<Int>) -> [Bool] {
        shards.flatMap { shard in
            let count = self.shards[shard].accountCount
            return (0..<count).map { $0 < known[shard] }
        }
    }

    /// A text fact of the accounts of a shard under the codes that conditions use.
    func texts(_ fact: Int, ofShard shard: Int, _ codes: TextCodes) -> Column {
        let (cells, start) = run(fact, ofShard: shard)
        let shardFacts = shards[shard]
        // Texts that no condition names need codes too: they may be compared with each other.
        let known = shardFacts.texts.enumerated().map { index, text in
            codes.knownCode(of: text) ?? 1 << 40 + Int64(index)
        }
        let range = start..<start + shardFacts.accountCount
        let values = range.map { cell in
            cells.isMissing(cell) ? 0 : known[Int(cells.number(at: cell))]
        }
        return Column(
            values: values, absences: cells.absences.isEmpty ? [] : Array(cells.absences[range]))
    }

    /// The cells of a fact of the accounts of a shard, and where the first one stands.
    func run(_ fact: Int, ofShard shard: Int) -> (cells: FactCells, start: Int) {
        guard plan.isOwn[fact] else { return (joined[fact], roll.firstSlots[shard]) }
        return (shards[shard].columns[fact], index * shards[shard].accountCount)
    }
}

extension InstantFacts {
    /// Adds the facts that are made of others.
    private mutating func join() {
        for fact in plan.pack.factOrder where plan.neededFacts.contains(fact) {
            switch plan.pack.facts[fact].content {
            case .share(let part, let whole):
                join(fact, [part, whole]) { Derivation.share($0[0], of: $0[1]) }
            case .total(let parts, let less):
                join(fact, parts + less) { values in
                    Derivation.total(
                        of: Array(values[..<parts.count]), less: Array(values[parts.count...]))
                }
            case .population(let own): rank(fact, own)
            case .events, .open, .contacts, .growth: break
            }
        }
    }

    private mutating func join(
        _ fact: Int, _ bases: [Int], _ value: ([FactValue]) -> FactValue
    ) {
        var cells = FactCells(count: roll.accounts.count)
        var values: [(slot: Int, value: FactValue)] = []
        forEachSlot { slot in
            values.append((slot, value(bases.map { self.value(of: $0, slot) })))
        }
        for (slot, value) in values { set(value, &cells, slot) }
        joined[fact] = cells
    }

    private mutating func rank(_ fact: Int, _ own: PopulationFact) {
        let facts = plan.pack.facts
        if facts[own.fact].type == .int, own.cohort == nil, own.ties == .shared,
            !hasOwnReasons(own.fact)
        {
            let values = ranked[own.fact] ?? RankedValues(valueRuns(own.fact))
            ranked[own.fact] = values
            joined[fact] = CohortSort(own).cells(values, slotCount: roll.accounts.count)
            return
        }
        rankOneByOne(fact, own)
    }

    private func valueRuns(_ fact: Int) -> [RankedValues.Run] {
        shards.indices.map { shard in
            let (cells, start) = run(fact, ofShard: shard)
            return RankedValues.Run(
                cells: cells, start: start, firstSlot: roll.firstSlots[shard],
                count: known[shard])
        }
    }

    /// Whether a fact is missing in some shard for a reason that has no code of its own everywhere.
    private func hasOwnReasons(_ fact: Int) -> Bool {
        guard plan.isOwn[fact] else {
            return reasons.count > FactCells.commonReasons.count
        }
        return shards.contains { $0.reasons.count > FactCells.commonReasons.count }
    }

    private mutating func rankOneByOne(_ fact: Int, _ own: PopulationFact) {
        var slots: [Int] = []
        forEachSlotByName { slots.append($0) }
        let ranked = CohortSort(own).values(
            slots.map { value(of: own.fact, $0) },
            cohorts: own.cohort.map { cohort in slots.map { value(of: cohort, $0) } })
        var cells = FactCells(count: roll.accounts.count)
        for (slot, value) in zip(slots, ranked) { set(value, &cells, slot) }
        joined[fact] = cells
    }

    private mutating func set(_ value: FactValue, _ cells: inout FactCells, _ slot: Int) {
        switch value {
        case .number(let number): cells.values[slot] = number
        case .truth(let truth): cells.values[slot] = truth ? 1 : 0
        case .text: return
        case .missing(let reason): cells.setMissing(slot, reason: code(of: reason))
        }
    }

    private mutating func code(of reason: FactValue.Absence) -> Int64 {
        if let index = reasons.firstIndex(of: reason) { return Int64(index) }
        reasons.append(reason)
        return Int64(reasons.count - 1)
    }
}
