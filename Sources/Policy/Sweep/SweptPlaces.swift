package import LedgerModel

/// Where some accounts stand under some points of a sweep, from instant to instant. It holds two
/// bytes for each account and point where the rules alone decide, and what `HeldLevels` holds where
/// holds do too.
package struct SweptPlaces: Sendable {
    /// The place of an account about which nothing was decided yet.
    package static let undecided: Int16 = -1
    /// What a place takes.
    static let cellBytes = 2

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
    /// By point, what a hold leaves of the levels; empty where there is none.
    private var held: [HeldLevels] = []
    private var moves: HeldMoves
    private var said: [Int16]

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
        let (count, pack) = (accounts.slots.count, sweep.kernel.plan.pack)
        let hold = sweep.isHeldOnly ? pack.decisions[sweep.track].hold : Hold()
        places = Array(
            repeating: Array(repeating: Self.undecided, count: hold == Hold() ? count : 0),
            count: points.count)
        flips = Array(repeating: 0, count: points.count)
        decidedFrom = Array(repeating: .max, count: count)
        said = Array(repeating: HeldLevels.undecided, count: hold == Hold() ? 0 : count)
        moves = HeldMoves(hold, in: pack.zone)
        guard !sweep.isHeldOnly else {
            guard !sweep.isPlain else { return }
            held = points.map { _ in HeldLevels(hold, accountCount: count, keepsTimes: false) }
            return
        }
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
        guard held.isEmpty else {
            hold(outcomes, known, point - points.lowerBound, at: instant)
            return
        }
        let changes = outcomes.move(
            &places[point - points.lowerBound], known: known,
            unrated: Int16(sweep.levels.unrated), undecided: Self.undecided)
        if instant > from { flips[point - points.lowerBound] += changes }
    }

    private mutating func hold(
        _ outcomes: borrowing OutcomeColumn, _ known: [Bool], _ index: Int, at instant: Instant
    ) {
        let isKnown = known.span
        outcomes.take(&said, from: 0) { isKnown[$0] }
        held[index].observe(said, at: instant, &moves)
        for move in moves.found
        where move.from != HeldLevels.undecided && move.at > from.microseconds {
            flips[index] += 1
        }
        moves.forget()
    }

    /// Puts down where accounts stand, once all blocks are decided.
    package mutating func finish() {
        let unrated = Int16(sweep.levels.unrated)
        for (index, own) in held.enumerated() {
            places[index] = own.held.map { level in
                switch level {
                case HeldLevels.undecided: Self.undecided
                case HeldLevels.unrated: unrated
                default: level
                }
            }
        }
        held = []
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
