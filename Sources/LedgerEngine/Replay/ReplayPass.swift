import LMDB
import LedgerModel
import Policy

/// A replay over columns under way, block by block, so that two can go side by side.
struct ReplayPass: Sendable {
    /// What was known and stood at one instant.
    struct Moment: Sendable {
        /// The index of the instant.
        let index: Int
        let facts: InstantFacts
        /// What stood before it, by shard; empty where no rule reads it.
        let before: [ReplayKernel.Standings]
    }

    /// What goes from block to block where accounts are decided one by one.
    private struct Runs: Sendable {
        var standings: [ReplayKernel.Standings]
        var changes: ChangeFilter
    }

    /// What is left of a block whose facts are known.
    private struct Loaded: Sendable {
        let block: Range<Int>
        let shardFacts: [ShardFacts]
        var wanted: Range<Int>
    }

    private let kernel: ReplayKernel
    private let reading: ReplayReading
    private let options: ReplayOptions
    private var blocks: ArraySlice<Range<Int>>
    private var loaded: Loaded?
    /// What goes from block to block where holds alone do more than the rules.
    private var held: HeldReplay?
    private var runs: Runs?
    private let watched: Int?
    /// Through which instant it has decided; nil before the first block.
    private(set) var reached: Instant?
    /// What was known at the instant that is watched; nil before it came.
    private(set) var moment: Moment?
    private var isOver = false

    /// - Parameter watched: the index of an instant that is looked at again.
    init(
        _ kernel: ReplayKernel, _ reading: ReplayReading, _ options: ReplayOptions,
        watching watched: Int? = nil
    ) {
        self.kernel = kernel
        self.reading = reading
        self.watched = watched
        let isHeldOnly = kernel.isHeldOnly(options, hasRulings: reading.hasRulings)
        self.options = isHeldOnly ? options : options.keepingStandings
        blocks = kernel.blocks(self.options, watched)[...]
        guard !isHeldOnly else {
            if !kernel.plan.isPlain { held = HeldReplay(kernel, from: options.from) }
            return
        }
        runs = Runs(
            standings: reading.standings(kernel),
            changes: ChangeFilter(kernel.plan.pack, kernel.roll))
    }

    /// Where accounts stand after the blocks so far, by slot and track; nil where the rules alone
    /// decide.
    var standing: (@Sendable (_ slot: Int, _ track: Int) -> Standing?)? {
        if let held { return { held.standing(ofSlot: $0, decision: $1) } }
        guard let standings = runs?.standings else { return nil }
        let roll = kernel.roll
        return { standings[roll.shard(ofSlot: $0)].standing(ofSlot: $0, track: $1) }
    }

    /// Decides what comes next, a block or a piece of one, and gives what was made of each of its
    /// instants, by time; nil after the last.
    mutating func next<Made: Sendable>(
        _ make: @escaping @Sendable (ReplayRows) -> Made
    ) throws -> [Made]? {
        if let own = loaded.take() { return decide(own, make) }
        guard let block = blocks.popFirst() else { return remaining(make) }
        // What stands rests on all instants before.
        let wanted =
            held == nil && runs == nil
            ? block.first { kernel.instants[$0] >= options.from } : block.lowerBound
        guard let wanted else {
            reached = kernel.instants[block.upperBound - 1]
            return []
        }
        let left = wanted..<block.upperBound
        let shardFacts = try reading.shardFacts(kernel, left)
        if left == watched.map({ $0..<$0 + 1 }) {
            moment = Moment(
                index: wanted, facts: kernel.facts(at: wanted, in: left, shardFacts),
                before: runs?.standings ?? [])
        }
        return decide(Loaded(block: left, shardFacts: shardFacts, wanted: left), make)
    }

    /// Decides a piece of a block, so that no more than a piece is made of it before it is handed
    /// over.
    private mutating func decide<Made: Sendable>(
        _ own: Loaded, _ make: @escaping @Sendable (ReplayRows) -> Made
    ) -> [Made] {
        let kernel = kernel
        let piece = own.wanted.prefix(kernel.pieceLength(options, reading.workers))
        reached = kernel.instants[piece.upperBound - 1]
        if piece.upperBound < own.wanted.upperBound {
            loaded = own
            loaded?.wanted = piece.upperBound..<own.wanted.upperBound
        }
        if var runs = runs.take() {
            let made = decide(piece, own, &runs, make)
            self.runs = runs
            return made
        }
        if var held = held.take() {
            let said = reading.workers.map(piece.count) { number in
                let index = piece.lowerBound + number
                let facts = kernel.facts(at: index, in: own.block, own.shardFacts)
                return HeldReplay.Said(facts: facts, outcomes: kernel.outcomes(at: index, facts))
            }
            let made = held.decide(said, reading.workers, make)
            self.held = held
            return made
        }
        return reading.workers.map(piece.count) { number in
            let index = piece.lowerBound + number
            let facts = kernel.facts(at: index, in: own.block, own.shardFacts)
            let outcomes = kernel.outcomes(at: index, facts)
            return make(ReplayRows(content: .columns(.init(facts: facts, outcomes: outcomes))))
        }
    }

    private func decide<Made: Sendable>(
        _ piece: Range<Int>, _ own: Loaded, _ runs: inout Runs,
        _ make: @escaping @Sendable (ReplayRows) -> Made
    ) -> [Made] {
        let facts = reading.facts(kernel, piece, in: own.block, own.shardFacts)
        let taken = reading.evaluate(kernel, piece, facts, &runs.standings)
        let byInstant = Dictionary(
            uniqueKeysWithValues: facts.map { ($0.instant, ReplayRows.Facts.columns($0)) })
        let rows = runs.changes.rows(taken, byInstant, from: options.from, reading.workers)
        return reading.workers.map(rows.count) { make(rows[$0]) }
    }

    /// What time alone does through the end that was asked for, once.
    private mutating func remaining<Made: Sendable>(
        _ make: @escaping @Sendable (ReplayRows) -> Made
    ) -> [Made]? {
        guard !isOver, let end = options.to else { return nil }
        var rows: [ReplayRows] = []
        if var own = runs.take() {
            let taken = reading.wait(kernel, through: end, &own.standings)
            rows = own.changes.rows(taken, [:], from: options.from, reading.workers)
            runs = own
        } else if held != nil {
            rows = held?.wait(through: end, reading.workers) ?? []
        } else {
            return nil
        }
        isOver = true
        reached = end
        return reading.workers.map(rows.count) { [rows] in make(rows[$0]) }
    }
}

extension ReplayKernel {
    /// The instants in blocks, so that the cells of a fact are bounded; one that is watched is a
    /// block of its own.
    fileprivate func blocks(_ options: ReplayOptions, _ watched: Int?) -> [Range<Int>] {
        let count = instants.count
        let parts = watched.map { [0..<$0, $0..<$0 + 1, $0 + 1..<count] } ?? [0..<count]
        return parts.flatMap { blocks(of: $0, options) }
    }

    /// Some of the instants in blocks.
    func blocks(of part: Range<Int>, _ options: ReplayOptions) -> [Range<Int>] {
        let length = max(1, options.blockCells / max(1, roll.accounts.count))
        return stride(from: part.lowerBound, to: part.upperBound, by: length).map {
            $0..<min($0 + length, part.upperBound)
        }
    }

    /// How many instants are decided at a time.
    func pieceLength(_ options: ReplayOptions, _ workers: Workers) -> Int {
        max(workers.count, options.pieceCells / max(1, roll.accounts.count))
    }

    /// Whether what the rules say is what counts, at every instant.
    func isPlain(_ options: ReplayOptions, hasRulings: Bool) -> Bool {
        plan.isPlain && isHeldOnly(options, hasRulings: hasRulings)
    }

    /// Whether what holds leave of what the rules say is what counts, at every instant.
    func isHeldOnly(_ options: ReplayOptions, hasRulings: Bool) -> Bool {
        guard plan.isHeldOnly, options.overrides == .ignore || !hasRulings else { return false }
        return options.approvals == .assume || !plan.needsApproval
    }
}
