import CEL
package import LedgerModel

/// The facts of all accounts that a pack knows at one instant, a row an account.
package struct InstantFacts: Sendable {
    package let instant: Instant
    /// The account of each row, by its slot: the shards one after the other, rising.
    package private(set) var slots: [UInt32] = []
    /// By fact; empty where it isn't needed.
    var columns: [FactCells]
    /// Why facts are missing, by the code in the cell.
    private var reasons = FactCells.commonReasons
    private var texts: [Int64: String] = [:]
    private var codes: TextCodes

    /// Rows.
    package var count: Int { slots.count }

    /// Takes the own facts of every account that is known.
    ///
    /// - Parameters:
    ///   - index: the place of the instant in the block of the chunks.
    ///   - codes: the texts that conditions ask for.
    init(
        at index: Int, _ instant: Instant, _ chunks: [FactChunk], _ roll: AccountRoll,
        _ plan: ReplayPlan, _ codes: TextCodes
    ) {
        self.instant = instant
        self.codes = codes
        columns = Array(repeating: FactCells(), count: plan.pack.facts.count)
        let own = plan.neededFacts.filter { plan.pack.facts[$0].isOwn }
        for (shard, chunk) in chunks.enumerated() {
            let known = roll.known(at: instant, inShard: shard)
            let first = UInt32(roll.firstSlots[shard])
            let offset = index * chunk.accountCount
            let before = slots.count
            switch known {
            case .all:
                slots.append(contentsOf: first..<first + UInt32(chunk.accountCount))
            case .some(let accounts):
                for account in accounts { slots.append(first + UInt32(account)) }
            }
            for fact in own {
                let cells = chunk.columns[fact]
                columns[fact].append(known, of: cells, from: offset, chunk.accountCount)
                take(chunk, fact, plan.pack.facts[fact].type, from: before)
            }
        }
    }

    /// Makes the codes of a chunk those of this instant.
    private mutating func take(
        _ chunk: FactChunk, _ fact: Int, _ type: StaticType, from start: Int
    ) {
        let isText = type == .string
        guard isText || chunk.reasons.count > FactCells.commonReasons.count else { return }
        for row in start..<slots.count {
            let code = Int(columns[fact].values[row])
            if columns[fact].absences[row] != 0 {
                columns[fact].values[row] = self.code(of: chunk.reasons[code])
            } else if isText {
                columns[fact].values[row] = self.code(of: chunk.texts[code])
            }
        }
    }

    private mutating func code(of reason: FactValue.Absence) -> Int64 {
        if let index = reasons.firstIndex(of: reason) { return Int64(index) }
        reasons.append(reason)
        return Int64(reasons.count - 1)
    }

    private mutating func code(of text: String) -> Int64 {
        let code = codes.code(of: text)
        texts[code] = text
        return code
    }

    /// Adds the facts that are made of others.
    mutating func join(_ plan: ReplayPlan, _ roll: AccountRoll) {
        for fact in plan.pack.factOrder where plan.neededFacts.contains(fact) {
            switch plan.pack.facts[fact].content {
            case .share(let part, let whole):
                join(fact, [part, whole]) { Derivation.share($0[0], of: $0[1]) }
            case .total(let parts, let less):
                join(fact, parts + less) { values in
                    Derivation.total(
                        of: Array(values[..<parts.count]), less: Array(values[parts.count...]))
                }
            case .population(let own): rank(fact, own, plan, roll)
            case .events, .open, .contacts, .growth: break
            }
        }
    }

    private mutating func join(
        _ fact: Int, _ bases: [Int], _ value: ([FactValue]) -> FactValue
    ) {
        columns[fact] = FactCells(count: count)
        for row in 0..<count {
            set(value(bases.map { self.value(of: $0, row, .int) }), fact, row)
        }
    }

    private mutating func rank(
        _ fact: Int, _ own: PopulationFact, _ plan: ReplayPlan, _ roll: AccountRoll
    ) {
        let facts = plan.pack.facts
        if facts[own.fact].type == .int, own.cohort.map({ facts[$0].type != .dyn }) ?? true {
            let order = own.ties == .byAccount ? rowsByName(roll) : nil
            columns[fact] = CohortSort(own, order: order).cells(
                columns[own.fact], cohorts: own.cohort.map { columns[$0] })
            return
        }
        let values = (0..<count).map { value(of: own.fact, $0, facts[own.fact].type) }
        let cohorts = own.cohort.map { cohort in
            (0..<count).map { value(of: cohort, $0, facts[cohort].type) }
        }
        let ids = slots.map { roll.accounts[Int($0)] }
        columns[fact] = FactCells(count: count)
        let ranked = CohortRank.values(of: own, values, cohorts: cohorts, ids)
        for (row, value) in ranked.enumerated() { set(value, fact, row) }
    }

    /// The rows in the order of their accounts' ids.
    package func rowsByName(_ roll: AccountRoll) -> [UInt32] {
        var rows = [UInt32](repeating: .max, count: roll.accounts.count)
        for (row, slot) in slots.enumerated() { rows[Int(slot)] = UInt32(row) }
        var ordered: [UInt32] = []
        ordered.reserveCapacity(count)
        for slot in roll.slotsByName where rows[Int(slot)] != .max {
            ordered.append(rows[Int(slot)])
        }
        return ordered
    }

    /// The rows of the accounts of one shard.
    func rows(ofSlots slots: Range<Int>) -> Range<Int> {
        first(from: slots.lowerBound)..<first(from: slots.upperBound)
    }

    /// The row of an account; nil where the pack doesn't know it yet.
    package func row(ofSlot slot: Int) -> Int? {
        let row = first(from: slot)
        return row < slots.count && Int(slots[row]) == slot ? row : nil
    }

    private func first(from slot: Int) -> Int {
        var (low, high) = (0, slots.count)
        while low < high {
            let middle = (low + high) / 2
            if Int(slots[middle]) < slot { low = middle + 1 } else { high = middle }
        }
        return low
    }

    private mutating func set(_ value: FactValue, _ fact: Int, _ row: Int) {
        switch value {
        case .number(let number): columns[fact].values[row] = number
        case .truth(let truth): columns[fact].values[row] = truth ? 1 : 0
        case .text(let text): columns[fact].values[row] = code(of: text)
        case .missing(let reason):
            columns[fact].values[row] = code(of: reason)
            columns[fact].absences[row] = 1
        }
    }

    /// A fact of a row.
    func value(of fact: Int, _ row: Int, _ type: StaticType) -> FactValue {
        let cells = columns[fact]
        if !cells.anyValues.isEmpty { return cells.anyValues[row] }
        let code = cells.values[row]
        if cells.absences[row] != 0 { return .missing(reasons[Int(code)]) }
        switch type {
        case .bool: return .truth(code != 0)
        case .string: return .text(texts[code] ?? "")
        default: return .number(code)
        }
    }

    /// A fact of a row.
    package func value(of fact: Int, _ row: Int, _ pack: Pack) -> FactValue {
        value(of: fact, row, pack.facts[fact].type)
    }

    /// All facts of a row; those that nobody needs are missing.
    func values(_ row: Int, _ pack: Pack) -> [FactValue] {
        pack.facts.indices.map { fact in
            columns[fact].absences.isEmpty
                ? .missing(.noEvent) : value(of: fact, row, pack.facts[fact].type)
        }
    }
}

extension FactCells {
    /// Adds the cells of the accounts of one shard at one instant.
    fileprivate mutating func append(
        _ known: AccountRoll.Known, of cells: FactCells, from offset: Int, _ count: Int
    ) {
        switch known {
        case .all:
            values.append(contentsOf: cells.values[offset..<offset + count])
            absences.append(contentsOf: cells.absences[offset..<offset + count])
            if !cells.anyValues.isEmpty {
                anyValues.append(contentsOf: cells.anyValues[offset..<offset + count])
            }
        case .some(let accounts):
            for account in accounts {
                values.append(cells.values[offset + account])
                absences.append(cells.absences[offset + account])
                if !cells.anyValues.isEmpty {
                    anyValues.append(cells.anyValues[offset + account])
                }
            }
        }
    }
}
