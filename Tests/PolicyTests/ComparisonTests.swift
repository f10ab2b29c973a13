import LedgerModel
import Policy
import SeededRandom
import Testing

/// What is told of two packs is what the lists of their decisions say.
struct ComparisonTests {
    private static let day: Int64 = 86_400_000_000

    @Test(arguments: 0..<4)
    func `random decisions compare as the brute force does`(part: Int) {
        var tally = Tally()
        for seed in 1...400 where seed % 4 == part {
            check(Self.randomLists(seed: UInt64(seed)), "seed \(seed)", &tally)
        }
        #expect(tally.flips > 0 && tally.stays > 0 && tally.unrated > 0)
        #expect(tally.directions.count == PackComparison.Direction.allCases.count)
        #expect(tally.parted > 0 && tally.returned > 0 && tally.glimpses > 0)
    }

    @Test func `two random packs over random histories compare as the brute force does`() throws {
        var tally = Tally()
        for seed in stride(from: UInt64(1), through: 120, by: 2) {
            let worlds = [try RandomWorld(seed: seed), try RandomWorld(seed: seed + 1)]
            check(Self.lists(worlds[0], worlds[1]), worlds[0].name, &tally)
        }
        #expect(tally.flips > 0 && tally.stays > 0 && tally.parted > 0)
    }

    @Test func `nothing is compared where there is no instant`() {
        let levels = ComparedLevels(names: ["low"])
        let fold = ComparisonFold(base: levels, variant: levels, accounts: 0..<2)
        let comparison = ComparisonFold.comparison(of: [fold])
        #expect(comparison.span == nil && comparison.moves.isEmpty)
        #expect(comparison.base.flipsPerThousandAccountYears == nil)
        #expect(comparison.base.stays[0].meanDays == nil)
        #expect(comparison.base.stays[0].medianDays == nil)
    }

    @Test func `the rate of flips is exact for many accounts and long times`() {
        let levels = ComparedLevels(names: ["low", "high"])
        var fold = ComparisonFold(base: levels, variant: levels, accounts: 0..<3)
        for (day, level) in [(Int64(0), 0), (365, 1), (730, 0)] {
            let instant = Instant(microseconds: day * Self.day)
            for side in PackComparison.Side.allCases {
                let own = side == .base ? level : 0
                var rows = ComparedRows(at: instant)
                for account in 0..<3 { rows.append(account, .level(own)) }
                fold.note(rows, of: side)
            }
            fold.compare(at: instant)
        }
        let comparison = ComparisonFold.comparison(of: [fold])
        #expect(comparison.base.flips == 6 && comparison.base.accountDays == 3 * 730)
        #expect(comparison.base.flipsPerThousandAccountYears == 1_000)
        #expect(comparison.variant.flipsPerThousandAccountYears == 0)
        #expect(
            comparison.firstDifferences
                == Array(repeating: Instant(microseconds: 365 * Self.day), count: 3))
        #expect(comparison.moves.isEmpty && comparison.moments.map(\.matrix.moved) == [0, 3, 0])
    }

    @Test func `accounts of which each lacks a level for a reason of its own are all counted`() {
        let levels = ComparedLevels(names: ["low"])
        let count = 40_000
        var fold = ComparisonFold(base: levels, variant: levels, accounts: 0..<count)
        var rows = ComparedRows(at: .earliest)
        for account in 0..<count { rows.append(account, .none(.notALevel("\(account)"))) }
        fold.note(rows, of: .base)
        fold.compare(at: .earliest)
        let unrated = ComparisonFold.comparison(of: [fold]).unrated(by: .base)
        #expect(unrated.map(\.count).reduce(0, +) == count)
        #expect(unrated.count == PackLimits.unratedReasons + 1)
        #expect(unrated.first?.count == count - PackLimits.unratedReasons)
    }

    /// What the worlds had, so that a test that meets nothing fails.
    private struct Tally {
        var (flips, stays, unrated, parted, returned, glimpses) = (0, 0, 0, 0, 0, 0)
        var directions: Set<PackComparison.Direction> = []
    }

    private func check(_ brute: BruteComparison, _ what: String, _ tally: inout Tally) {
        let found = Self.folded(brute)
        for (moment, instant) in zip(found.moments, brute.instants) {
            #expect(moment.instant == instant, "\(what)")
            #expect(
                Self.transitions(moment.matrix) == brute.transitions(at: instant),
                "\(instant.text), \(what)")
            #expect(moment.matrix.total == brute.transitions(at: instant).values.reduce(0, +))
        }
        #expect(found.moments.count == brute.instants.count, "\(what)")
        #expect(found.span?.upperBound == brute.instants.last, "\(what)")
        for account in 0..<brute.accountCount {
            let first = brute.firstDifference(of: account)
            #expect(found.firstDifferences[account] == first, "\(account), \(what)")
            let glimpse = found.glimpses[account].map { own in
                "\(own.instant.text) \(brute.base.name(of: own.base)) "
                    + brute.variant.name(of: own.variant)
            }
            #expect(glimpse == brute.glimpse(of: account), "\(account), \(what)")
            tally.glimpses += glimpse == nil ? 0 : 1
            tally.parted += first == nil ? 0 : 1
            let isBack = !found.moves.contains { $0.account == account }
            tally.returned += first != nil && isBack ? 1 : 0
        }
        let moves = found.moves.map { move in
            "\(move.account): \(brute.base.name(of: move.base)) → "
                + "\(brute.variant.name(of: move.variant)), \(move.direction.rawValue)"
        }
        #expect(moves == brute.moves, "\(what)")
        #expect(found.moments.last?.matrix.moved ?? 0 == moves.count, "\(what)")
        tally.directions.formUnion(found.moves.map(\.direction))
        check(found, .base, brute.base, brute, what, &tally)
        check(found, .variant, brute.variant, brute, what, &tally)
    }

    private func check(
        _ comparison: PackComparison, _ named: PackComparison.Side, _ side: BruteComparison.Side,
        _ brute: BruteComparison, _ what: String, _ tally: inout Tally
    ) {
        let found = comparison.conduct(of: named)
        #expect(found.flips == brute.flips(side), "\(what)")
        #expect(found.accountDays == brute.accountDays(side), "\(what)")
        let reasons = comparison.unrated(by: named)
        let unrated = Dictionary(
            reasons.map { ($0.reason.sentence, $0.count) }, uniquingKeysWith: +)
        #expect(unrated == brute.unrated(side), "\(what)")
        #expect(reasons.map(\.count) == reasons.map(\.count).sorted(by: >))
        for place in 0..<found.levels.count {
            let (days, open) = brute.stays(in: found.levels.name(ofPlace: place), side)
            let stays = found.stays[place]
            #expect(stays.count == days.count && stays.openCount == open, "\(place), \(what)")
            tally.stays += days.count
            guard !days.isEmpty else { continue }
            let middle = days[(days.count - 1) / 2] + days[days.count / 2]
            #expect(stays.medianDays == middle / 2, "\(place), \(what)")
            #expect(stays.meanDays == days.reduce(0, +) / Int64(days.count), "\(place), \(what)")
        }
        tally.flips += found.flips
        tally.unrated += reasons.count
    }

    private static func transitions(_ matrix: TransitionMatrix) -> [String: Int] {
        var counts: [String: Int] = [:]
        for row in 0..<matrix.rows.count {
            for column in 0..<matrix.columns.count where matrix[row, column] != 0 {
                let pair =
                    matrix.rows.name(ofPlace: row) + " → " + matrix.columns.name(ofPlace: column)
                counts[pair, default: 0] += matrix[row, column]
            }
        }
        return counts
    }

    /// The same decisions, given to folds of two halves of the accounts instant by instant.
    private static func folded(_ brute: BruteComparison) -> PackComparison {
        let middle = brute.accountCount / 2
        var folds = [0..<middle, middle..<brute.accountCount].map { accounts in
            ComparisonFold(
                base: ComparedLevels(names: brute.base.levels),
                variant: ComparedLevels(names: brute.variant.levels), accounts: accounts,
                from: brute.from, watching: brute.watched)
        }
        var last = Instant(microseconds: .min)
        for instant in brute.instants {
            for (side, own) in [
                (PackComparison.Side.base, brute.base), (.variant, brute.variant),
            ] {
                let due = own.decisions.filter { $0.instant > last && $0.instant <= instant }
                for time in Set(due.map(\.instant)).sorted() {
                    var rows = ComparedRows(at: time)
                    for decision in due where decision.instant == time {
                        rows.append(decision.account, decision.outcome)
                    }
                    for part in folds.indices { folds[part].note(rows, of: side) }
                }
            }
            for part in folds.indices { folds[part].compare(at: instant) }
            last = instant
        }
        return ComparisonFold.comparison(of: folds)
    }

    /// Two lists over some days, of the same levels or of others.
    private static func randomLists(seed: UInt64) -> BruteComparison {
        var random = SeededGenerator(seed: seed)
        let accounts = 1 + random.below(5)
        let names = [["low", "middle", "high"], ["high", "low"], ["small", "high"]]
        func side(_ levels: [String]) -> BruteComparison.Side {
            var decisions: [BruteComparison.Decision] = []
            for account in 0..<accounts {
                var hour = random.below(2_000)
                for _ in 0..<random.below(12) {
                    decisions.append(
                        .init(
                            account: account,
                            instant: Instant(microseconds: Int64(hour) * day / 24),
                            outcome: outcome(of: levels.count, &random)))
                    hour += 1 + random.below(900)
                }
            }
            return BruteComparison.Side(levels: levels, decisions: decisions)
        }
        let levels = names[random.below(3)]
        let (base, variant) = (
            side(levels), side(random.below(3) == 0 ? names[random.below(3)] : levels)
        )
        let start = Instant(microseconds: Int64(random.below(100)) * day)
        let instants = (0..<1 + random.below(8)).map { _ in random.below(4_000) }
        var brute = BruteComparison(
            base: base, variant: variant, accountCount: accounts, from: start,
            instants: Set(instants).sorted().map {
                Instant(microseconds: start.microseconds + Int64($0) * day / 24)
            })
        for account in 0..<accounts where random.below(2) == 0 {
            brute.watched[account] = brute.instants[random.below(brute.instants.count)]
        }
        return brute
    }

    private static func outcome(of levels: Int, _ random: inout SeededGenerator) -> Outcome {
        switch random.below(8) {
        case 0: .none(.nothingApplies)
        case 1: .none(.missing(name: "brand", .noEvent))
        case 2 where random.below(4) == 0: .unapproved(proposal: 0)
        default: .level(random.below(levels))
        }
    }

    /// The tiers of two worlds, compared when the first decides.
    private static func lists(_ base: RandomWorld, _ variant: RandomWorld) -> BruteComparison {
        let names = Set(base.accounts + variant.accounts).sorted()
        func side(_ world: RandomWorld) -> BruteComparison.Side {
            var decisions: [BruteComparison.Decision] = []
            for (account, name) in names.enumerated() {
                guard let index = world.index(of: name) else { continue }
                let standings = world.run.standings(
                    of: [index], tracks: [0], through: Instant(microseconds: world.end))[0][0]
                for standing in standings {
                    decisions.append(
                        .init(
                            account: account, instant: standing.instant,
                            outcome: standing.effective))
                }
            }
            return BruteComparison.Side(
                levels: world.pack.levels(ofTrack: 0).map(\.name), decisions: decisions)
        }
        let own = side(base)
        return BruteComparison(
            base: own, variant: side(variant), accountCount: names.count, from: .earliest,
            instants: Set(own.decisions.map(\.instant)).sorted())
    }
}
