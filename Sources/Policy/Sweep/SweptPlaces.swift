package import LedgerModel

/// Where some accounts stand under some points of a sweep, from instant to instant. It holds two
/// bytes for each account and point where the rules alone decide.
package struct SweptPlaces: Sendable {
    /// The place of an account about which nothing was decided yet.
    package static let undecided: Int16 = -1

    private let sweep: SweepKernel
    /// The accounts that it is about.
    package let accounts: SweptAccounts
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
    private var standings: SweptStandings?

    /// - Parameters:
    ///   - from: the first instant that counts. Of what was decided through it only what stands
    ///     then counts.
    ///   - rulings: the approvals and overrides of the accounts of each shard; empty where none
    ///     count.
    package init(
        _ sweep: SweepKernel, of accounts: SweptAccounts, _ points: Range<Int>, from: Instant,
        rulings: [[AccountReadings]]
    ) {
        (self.sweep, self.accounts, self.points, self.from) = (sweep, accounts, points, from)
        let count = accounts.slots.count
        places = Array(
            repeating: Array(repeating: Self.undecided, count: count), count: points.count)
        flips = Array(repeating: 0, count: points.count)
        decidedFrom = Array(repeating: .max, count: count)
        guard !sweep.isPlain else { return }
        standings = SweptStandings(sweep.kernel, points, accounts, rulings: rulings)
    }

    /// Takes the decisions of the instants of a block, by time.
    package mutating func decide(_ block: Range<Int>, _ facts: [InstantFacts]) {
        for (index, facts) in zip(block, facts) where sweep.isDue(at: index) {
            let known = facts.known(ofShards: accounts.shards)
            for account in known.indices where known[account] && decidedFrom[account] == .max {
                decidedFrom[account] = max(facts.instant, from).microseconds
            }
            guard standings == nil else { continue }
            sweep.forEachPoint(points, facts, of: accounts, at: index) { point, outcomes in
                take(outcomes, known, point, at: facts.instant)
            }
        }
        guard var standings = standings.take() else { return }
        standings.decide(block, facts, sweep)
        standings.settle(
            sweep.track, sweep.levels, through: sweep.kernel.instants[block.upperBound - 1],
            from: from)
        self.standings = standings
    }

    private mutating func take(
        _ outcomes: borrowing OutcomeColumn, _ known: [Bool], _ point: Int, at instant: Instant
    ) {
        let changes = outcomes.move(
            &places[point - points.lowerBound], known: known,
            unrated: Int16(sweep.levels.unrated), undecided: Self.undecided)
        if instant > from { flips[point - points.lowerBound] += changes }
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
