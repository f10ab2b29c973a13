import CEL
import LedgerModel

/// The rules of a pack, compiled to be asked of whole columns of facts, as long as no dated
/// parameter changes. A row of which columns can't tell is evaluated by itself.
struct DecisionColumns: Sendable {
    private let context: RuleContext
    private let choices: [PlainChoices?]
    /// The texts that conditions ask for.
    let texts: TextCodes

    /// The first of some levels whose condition holds, all conditions compiled together.
    private struct PlainChoices: Sendable {
        let conditions: ColumnProgram
        let levels: [Int16]
        /// The level where none holds; nil where there is none.
        let otherwise: Int16?
    }

    init(_ context: RuleContext) {
        self.context = context
        var texts = TextCodes()
        choices = context.pack.decisions.map { Self.plainChoices(of: $0, context, &texts) }
        self.texts = texts
    }

    private static func plainChoices(
        of decision: DecisionDefinition, _ context: RuleContext, _ texts: inout TextCodes
    ) -> PlainChoices? {
        guard let steps = decision.plainSteps({ $0.expression }) else { return nil }
        let tried = steps.prefix { $0.condition != nil }
        let conditions = ColumnProgram(
            tried.compactMap(\.condition), slots: context.columnSlots, bindings: context.bindings,
            texts: &texts)
        return conditions.map { conditions in
            PlainChoices(
                conditions: conditions, levels: tried.map { Int16($0.level) },
                otherwise: steps.dropFirst(tried.count).first.map { Int16($0.level) })
        }
    }

    /// What a decision says of every account that is known.
    func outcomes(ofDecision index: Int, _ facts: InstantFacts) -> OutcomeColumn {
        var outcomes = OutcomeColumn(count: facts.roll.accounts.count)
        var open: [Int] = []
        if let choices = choices[index] {
            var run = ColumnRun(choices.conditions)
            let read = choices.conditions.readSlots
            for shard in facts.roll.firstSlots.indices {
                let columns = facts.columns(read, ofShards: shard..<shard + 1, texts)
                let slots = facts.slots(ofShard: shard)
                run.evaluateEach(columns, count: slots.count) { condition, lane, truths in
                    outcomes.take(
                        truths, from: slots.lowerBound + lane, level: choices.levels[condition])
                }
                if let level = choices.otherwise { outcomes.take(slots, level: level) }
            }
            outcomes.finish(facts, &open)
        } else {
            facts.forEachSlot { open.append($0) }
        }
        settle(open, ofDecision: index, facts, &outcomes)
        return outcomes
    }

    /// So many rows that were evaluated by themselves are remembered for others that are equal.
    private static let rememberedRows = 4_096

    /// Evaluates rows by themselves. Mostly they are of accounts of which the same is missing.
    private func settle(
        _ open: [Int], ofDecision index: Int, _ facts: InstantFacts,
        _ outcomes: inout OutcomeColumn
    ) {
        let decision = context.pack.decisions[index]
        let names = Set(context.pack.names(ofTrack: index))
        let read = context.pack.facts.indices.filter {
            names.contains("facts.\(context.pack.facts[$0].name)")
        }
        var known: [[FactValue]: Outcome] = [:]
        for slot in open {
            let row = read.map { facts.value(of: $0, slot) }
            if let outcome = known[row] {
                outcomes.set(outcome, slot)
                continue
            }
            let inputs = RuleInputs(context, facts.values(slot), previous: [:])
            let outcome = inputs.outcome(of: decision).outcome
            if known.count < Self.rememberedRows { known[row] = outcome }
            outcomes.set(outcome, slot)
        }
    }
}

/// What one decision says of the accounts at an instant.
package struct OutcomeColumn: Sendable {
    /// The level of each slot, 0 the lowest; below 0 the outcome `others[-1 - code]`. Of an account
    /// that isn't known, anything.
    private var codes: [Int16]
    /// Outcomes that are no level.
    private var others: [Outcome] = [.none(.nothingApplies)]

    private static let undecided = Int16.max
    private static let failed = Int16.max - 1

    init(count: Int) { codes = Array(repeating: Self.undecided, count: count) }

    /// What a hold leaves of an outcome.
    ///
    /// - Parameter parts: what it leaves of the accounts of each shard, one behind the other.
    package init(holding raw: OutcomeColumn, _ parts: [[Int16]]) {
        codes = []
        codes.reserveCapacity(raw.codes.count)
        for part in parts { codes += part }
        others = raw.others
    }

    /// The codes of some accounts with the levels that a hold leaves of them.
    ///
    /// - Parameter held: by account; those of accounts without a level are passed over.
    func holding(_ held: [Int16], from first: Int) -> [Int16] {
        let (codes, held) = (codes.span, held.span)
        var found: [Int16] = []
        found.append(addingCapacity: held.count) { output in
            for account in held.indices {
                let code = codes[first + account]
                output.append(code < 0 ? code : held[account])
            }
        }
        return found
    }

    /// Puts the levels of some accounts one behind the other, those without one together.
    ///
    /// - Parameters:
    ///   - first: the slot of the first account.
    ///   - isKnown: by account.
    @inline(__always)
    func take(_ levels: inout [Int16], from first: Int, isKnown: (Int) -> Bool) {
        let (codes, unrated, undecided) = (codes.span, HeldLevels.unrated, HeldLevels.undecided)
        var levels = levels.mutableSpan
        for account in levels.indices {
            let code = codes[first + account]
            let level = code < 0 || code >= Self.failed ? unrated : code
            levels[account] = isKnown(account) ? level : undecided
        }
    }

    /// Forgets what was taken.
    mutating func reset() {
        for slot in codes.indices { codes[slot] = Self.undecided }
    }

    /// Puts accounts where they are said to stand, those without a level together.
    ///
    /// - Parameters:
    ///   - places: by account.
    ///   - known: by account; those that aren't stay where they are.
    ///   - undecided: what stands in `places` before the first decision.
    /// - Returns: how many stood elsewhere before.
    func move(
        _ places: inout [Int16], known: [Bool], unrated: Int16, undecided: Int16
    ) -> Int {
        let (codes, known) = (codes.span, known.span)
        var places = places.mutableSpan
        var changes = 0
        for account in codes.indices {
            let (code, before) = (codes[account], places[account])
            let level = code < 0 || code >= Self.failed ? unrated : code
            let place = known[account] ? level : before
            changes &+= before != place && before != undecided ? 1 : 0
            places[account] = place
        }
        return changes
    }

    /// The outcomes that are no level.
    var otherOutcomes: [Outcome] { others }

    /// Calls `body` with accounts that are known, by slot, and the codes of their outcomes: a
    /// level, or below 0 the outcome `otherOutcomes[-1 - code]`.
    @inline(__always)
    func forEachCode(in slots: Range<Int>, _ body: (Int, Int16) -> Void) {
        let codes = codes.span
        for slot in slots { body(slot, codes[slot]) }
    }

    /// The level of an account that is known; nil where the outcome is none.
    package func level(ofSlot slot: Int) -> Int? { codes[slot] < 0 ? nil : Int(codes[slot]) }

    /// The outcome of an account that is known, by its slot.
    package subscript(slot: Int) -> Outcome {
        codes[slot] < 0 ? others[Int(-1 - codes[slot])] : .level(Int(codes[slot]))
    }

    /// What it says of anyone, by index: the levels, and the outcomes that are none.
    package func outcomes(levelCount: Int) -> [Outcome] {
        (0..<levelCount).map { .level($0) } + others
    }

    /// Puts the indices of `outcomes(levelCount:)` of some accounts that are known.
    ///
    /// - Parameters:
    ///   - first: what is added to each.
    ///   - indices: where they are put, from a place on, as far apart as `width` says.
    package func putIndices(
        of slots: [Int], levelCount: Int, after first: UInt32, into indices: inout [UInt32],
        _ place: Int, every width: Int
    ) {
        let codes = codes.span
        var output = indices.mutableSpan
        for (row, slot) in slots.enumerated() {
            let code = Int(codes[slot])
            let index = code >= 0 ? code : levelCount - 1 - code
            output[row * width + place] = first + UInt32(index)
        }
    }

    /// Gives a level to the slots that have none yet and of which a condition holds.
    mutating func take(_ truths: Span<UInt8>, from first: Int, level: Int16) {
        let (no, error, undecided, failed) = (
            Truth.no, Truth.error, Self.undecided, Self.failed
        )
        var codes = codes.mutableSpan
        for lane in truths.indices {
            let truth = truths[lane]
            let code = codes[first + lane]
            let found = truth == error ? failed : level
            let isTaken = code == undecided && truth != no
            codes[first + lane] = isTaken ? found : code
        }
    }

    /// Gives a level to all that have none yet.
    mutating func take(_ slots: Range<Int>, level: Int16) {
        var codes = codes.mutableSpan
        for slot in slots { codes[slot] = codes[slot] == Self.undecided ? level : codes[slot] }
    }

    /// Says of the accounts left over that nothing applies, and adds those whose conditions failed.
    fileprivate mutating func finish(_ facts: InstantFacts, _ open: inout [Int]) {
        for shard in facts.roll.firstSlots.indices {
            for slot in facts.slots(ofShard: shard) where codes[slot] >= Self.failed {
                if codes[slot] == Self.failed { open.append(slot) } else { codes[slot] = -1 }
            }
        }
    }

    mutating func set(_ outcome: Outcome, _ slot: Int) {
        if case .level(let level) = outcome {
            codes[slot] = Int16(level)
            return
        }
        codes[slot] = -1 - Int16(others.index(of: outcome))
    }
}
