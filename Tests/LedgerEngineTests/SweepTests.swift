import LedgerModel
import Policy
import Testing

@testable import LedgerEngine

/// A sweep against a replay of the pack that each point stands for, counted row by row.
struct SweepTests {
    private static func ledger(_ file: TemporaryLedger, seed: UInt64) throws -> Ledger {
        let ledger = try file.open()
        var history = RandomHistory(seed: seed)
        var writer = try Writer(ledger)
        for batch in 0..<4 { try history.append(Array(history.lines(batch)), &writer) }
        try history.append(history.annulments, &writer)
        return ledger
    }

    private static let cuts = "cut=10 %..90 %:20 %"
    private static let orders = "orders = 0 .. 4 : 2"
    private static let minima = "minimum=100万..1900万 CNY:450万"

    @Test(arguments: ["plain", "hold", "band", "sticky", "before", "variables"])
    func `every point is what a replay of its pack says`(rule: String) async throws {
        let file = try TemporaryLedger()
        let seed: UInt64 = 11
        let ledger = try Self.ledger(file, seed: seed)
        for ranges in [[Self.cuts], [Self.minima], [Self.orders, "cut=20..60:40"]] {
            try await check(ledger, rule, track: 0, ranges, "\(rule), \(ranges), seed \(seed)")
        }
    }

    @Test(arguments: UInt64(4)..<8)
    func `random holds are swept as they are replayed`(seed: UInt64) async throws {
        let file = try TemporaryLedger()
        let ledger = try Self.ledger(file, seed: seed)
        let every = ["month", "week", "day", "quarter"][Int(seed % 4)]
        let rule = "held \(seed)"
        try await check(ledger, rule, every: every, track: 0, [Self.cuts], "seed \(seed)")
        // What moves at the first instant that counts is no change of level.
        try await check(
            ledger, rule, every: every, track: 0, [Self.cuts], "seed \(seed), later"
        ) { $0.replay.from = RandomHistory.instant(day: 450) }
    }

    @Test(arguments: ["plain", "hold"])
    func `what is decided daily is swept as it is replayed`(rule: String) async throws {
        let file = try TemporaryLedger()
        let ledger = try Self.ledger(file, seed: 3)
        try await check(ledger, rule, every: "day", track: 0, ["orders=1..2:1"], "\(rule), seed 3")
    }

    @Test(arguments: [["orders=0..4:2"], ["cut=15..75:30", "orders=1..3:2"]])
    func `a machine is swept as it is replayed`(ranges: [String]) async throws {
        let file = try TemporaryLedger()
        let ledger = try Self.ledger(file, seed: 12)
        try await check(ledger, "plain", track: 1, ranges, "machine, \(ranges), seed 12")
    }

    @Test(arguments: ["plain", "hold"])
    func `a sweep looks at the time that is asked for`(rule: String) async throws {
        let file = try TemporaryLedger()
        let ledger = try Self.ledger(file, seed: 5)
        try await check(ledger, rule, track: 0, [Self.cuts], "\(rule), seed 5") { options in
            options.replay.from = RandomHistory.instant(day: 300)
            options.replay.to = RandomHistory.instant(day: 800)
        }
        try await check(ledger, rule, track: 0, [Self.cuts], "\(rule), known, seed 5") { options in
            options.replay.knowledge = .at(.position(Position(200)))
        }
    }

    /// How the work is cut: threads, cells of a block, and cells that are kept.
    private static let cuttings: [(threads: Int, cells: Int, kept: Int?)] = [
        (1, 1 << 20, nil), (2, 600, 90), (7, 1_500, 1),
    ]

    private func check(
        _ ledger: Ledger, _ rule: String, every: String = "month", track: Int,
        _ ranges: [String], _ what: String, _ change: (inout SweepOptions) -> Void = { _ in }
    ) async throws {
        let pack = try SweptPack.read(rule, every: every)
        let grid = try SweepGrid(ranges, of: pack, track: track)
        var told: Set<String> = []
        for cutting in Self.cuttings {
            var options = SweepOptions()
            (options.replay.threads, options.replay.blockCells) = (cutting.threads, cutting.cells)
            options.keptCells = cutting.kept
            options.account = AccountID("a7")
            change(&options)
            let found = try ledger.sweep(
                ComparedPack(pack, track: track), over: grid, options)
            let sweep = try #require(found, "\(what)")
            told.insert("\(sweep.outcomes)")
            guard cutting.threads == 1 else { continue }
            try await checkOwn(ledger, sweep, options, what)
            let net = try ReplayedPoint.net(ledger, sweep, options.replay)
            let own = try ReplayedPoint(ledger, pack, sweep, options.replay)
            for outcome in sweep.outcomes {
                let point = try SweptPack.read(rule, every, outcome, grid)
                let replayed =
                    try outcome.point.isOwn
                    ? own : ReplayedPoint(ledger, point, sweep, options.replay)
                check(outcome, replayed, own, net, sweep, "\(outcome.point), \(what)")
            }
            #expect(sweep.outcomes.contains { $0.moved > 0 }, "\(what)")
            #expect(Set(sweep.outcomes.map(\.flips)).count > 1, "\(what)")
        }
        #expect(told.count == 1, "\(what)")
    }

    private func check(
        _ outcome: LedgerSweep.Outcome, _ replayed: ReplayedPoint, _ own: ReplayedPoint,
        _ net: [String: Int64], _ sweep: LedgerSweep, _ what: String
    ) {
        for place in 0..<sweep.levels.count {
            let name = sweep.levels.name(ofPlace: place)
            let accounts = replayed.levels.filter { $0.value == name }.keys
            #expect(outcome.sizes[place] == accounts.count, "\(name), \(what)")
            let revenue = accounts.reduce(0) { $0 + (net[$1] ?? 0) }
            #expect(outcome.revenue[place].value == revenue, "\(name), \(what)")
        }
        #expect(outcome.flips == replayed.flips, "\(what)")
        #expect(
            outcome.place.map { sweep.levels.name(ofPlace: $0) } == replayed.levels["a7"],
            "\(what)")
        let moved = replayed.levels.count { own.levels[$0.key] != $0.value }
        #expect(outcome.moved == moved, "\(what)")
    }

    /// The pack's own values against a comparison of the pack with itself.
    private func checkOwn(
        _ ledger: Ledger, _ sweep: LedgerSweep, _ options: SweepOptions, _ what: String
    ) async throws {
        var own = ComparisonOptions(today: .latest)
        own.replay = options.replay
        own.explained = 0
        let pack = ComparedPack(sweep.pack, track: sweep.track)
        let compared = try ledger.compare(pack, pack, inForce: nil, own)
        let comparison = try #require(compared?.comparison)
        #expect(sweep.outcomes.count { $0.point.isOwn } == 1 && sweep.own.moved == 0, "\(what)")
        #expect(sweep.span == comparison.span, "\(what)")
        #expect(sweep.instantCount == comparison.moments.count, "\(what)")
        #expect(sweep.own.flips == comparison.base.flips, "\(what)")
        #expect(sweep.accountDays == comparison.base.accountDays, "\(what)")
        #expect(sweep.currency == compared?.currency && sweep.end == compared?.end, "\(what)")
    }
}

/// What a replay of one pack writes, counted by hand.
private struct ReplayedPoint {
    /// By account at the end.
    private(set) var levels: [String: String] = [:]
    /// Changes of level.
    private(set) var flips = 0

    init(
        _ ledger: Ledger, _ pack: Pack, _ sweep: LedgerSweep, _ options: ReplayOptions
    ) throws {
        var options = options
        options.from = .earliest
        let replay = try ledger.replay(pack, tracks: [sweep.track], options)
        var rows: [ReplayRows.Row] = []
        try replay.forEachInstant(
            make: { $0 }, take: { own in own.forEachRow { rows.append($0) } })
        for row in rows where row.track == sweep.track && row.instant <= sweep.span.upperBound {
            let account = replay.roll.accounts[row.slot].text
            let level = pack.text(of: row.effective, in: row.track)
            let isChange = levels[account].map { $0 != level } ?? false
            if isChange, row.instant > sweep.span.lowerBound { flips += 1 }
            levels[account] = level
        }
    }

    /// Net revenue of the 365 days before the end, counted event by event.
    static func net(
        _ ledger: Ledger, _ sweep: LedgerSweep, _ options: ReplayOptions
    ) throws -> [String: Int64] {
        let end = sweep.span.upperBound
        let text = """
            pack: net
            version: 1
            timezone: UTC
            currency: CNY
            facts:
              net:
                {event: order.placed, sum: event.amount_minor, less: [order.returned],
                 window: 365 days, missing: 0}
            decisions:
              tier:
                levels: [any]
                evaluate: {every: day}
                rule: {match: [{output: "'any'"}]}
            """
        let pack = try TestPack.read(text)
        guard case .at(let knownAt) = options.knowledge else { return [:] }
        let run = try ledger.historyRun(pack, .at(knownAt))
        var net: [String: Int64] = [:]
        for (slot, facts) in run.facts(of: Array(run.accounts.indices), at: end) {
            net[run.accounts[slot].text] = facts[0].number
        }
        return net
    }
}
