package import LedgerModel

/// Where the accounts of one shard stand under some points of a sweep, from instant to instant. It
/// holds two bytes for each account and point where the rules alone decide.
package struct SweptShard: Sendable {
    /// The place of an account about which nothing was decided yet.
    package static let undecided: Int16 = -1

    private let sweep: SweepKernel
    private let shard: Int
    /// The points that it is about.
    package let points: Range<Int>
    private let from: Instant
    /// By point and account, the place (`ComparedLevels`), or `undecided`.
    package private(set) var places: [[Int16]]
    /// By point, changes of level.
    package private(set) var flips: [Int]
    /// When the first decision about each account came, in microseconds, `from` at the earliest;
    /// `Int64.max` for accounts without one.
    package private(set) var decidedFrom: [Int64]
    private var decidedCount = 0
    private var standings: SweptStandings?

    /// - Parameters:
    ///   - from: the first instant that counts. Of what was decided through it only what stands
    ///     then counts.
    ///   - rulings: the approvals and overrides of each account of the shard; empty where none
    ///     count.
    package init(
        _ sweep: SweepKernel, ofShard shard: Int, _ points: Range<Int>, from: Instant,
        rulings: [AccountReadings]
    ) {
        (self.sweep, self.shard, self.points, self.from) = (sweep, shard, points, from)
        let slots = sweep.kernel.roll.slots(ofShard: shard)
        places = Array(
            repeating: Array(repeating: Self.undecided, count: slots.count), count: points.count)
        flips = Array(repeating: 0, count: points.count)
        decidedFrom = Array(repeating: .max, count: slots.count)
        guard !sweep.isPlain else { return }
        standings = SweptStandings(
            sweep.kernel.plan, points, accountCount: slots.count, firstSlot: slots.lowerBound,
            rulings: rulings)
    }

    /// Takes the decisions of the instants of a block, by time.
    package mutating func decide(_ block: Range<Int>, _ facts: [InstantFacts]) {
        for (index, facts) in zip(block, facts) where sweep.isDue(at: index) {
            let count = facts.slots(ofShard: shard).count
            for account in decidedCount..<max(decidedCount, count) {
                decidedFrom[account] = max(facts.instant, from).microseconds
            }
            decidedCount = max(decidedCount, count)
        }
        guard var standings = standings.take() else {
            for (index, facts) in zip(block, facts) {
                sweep.forEachPoint(points, facts, ofShard: shard, at: index) { point, outcomes in
                    take(outcomes, point, at: facts.instant)
                }
            }
            return
        }
        standings.decide(block, facts, ofShard: shard, sweep)
        standings.settle(
            sweep.track, sweep.levels, through: sweep.kernel.instants[block.upperBound - 1],
            from: from)
        self.standings = standings
    }

    private mutating func take(
        _ outcomes: borrowing OutcomeColumn, _ point: Int, at instant: Instant
    ) {
        let counted = instant > from
        let changes = outcomes.move(
            &places[point - points.lowerBound], unrated: Int16(sweep.levels.unrated),
            undecided: Self.undecided)
        if counted { flips[point - points.lowerBound] += changes }
    }

    /// Puts down where accounts stand, once all blocks are decided.
    package mutating func finish() {
        guard let standings = standings.take() else { return }
        for (index, point) in points.enumerated() {
            for account in places[index].indices {
                let (place, changes) = standings.stand(account, point)
                places[index][account] = place
                flips[index] += changes
            }
        }
    }
}
