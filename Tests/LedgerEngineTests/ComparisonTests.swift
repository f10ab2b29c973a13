import LMDB
import LedgerModel
import Policy
import Testing
import TransparencyLog

@testable import LedgerEngine

/// Two replays over one position, whatever the blocks, the threads and a writer do.
struct ComparisonTests {
    private static func pack(
        _ name: String, minimum: Int, _ hold: String = "", moreFacts: String = ""
    ) throws -> Pack {
        try PackReader.read(
            """
            pack: \(name)
            version: 1
            currency: CNY
            parameters: {minimum: {unit: count, value: \(minimum)}}
            facts: {orders: {event: order.placed, count: true, window: 90 days}\(moreFacts)}
            decisions:
              tier:
                levels: [low, high]
                evaluate: {every: month}
            \(hold)
                rule:
                  match:
                    - {condition: facts.orders >= params.minimum, output: "'high'"}
                    - output: "'low'"
            """, zones: { _ in nil })
    }

    /// Orders of 40 accounts over two years, some accounts often and some seldom.
    ///
    /// - Parameter late: by how many months their source knew later of every third one.
    private static func lines(
        _ numbers: Range<Int>, account: Int? = nil, late: Int = 0
    ) -> [String] {
        numbers.map { number in
            let (account, day) = (account ?? (number * number) % 40, (number * 7) % 720)
            let (year, rest) = (2023 + day / 360, day % 360)
            let month = String(101 + rest / 30).dropFirst()
            let date = "\(year)-\(month)-" + String(101 + rest % 28).dropFirst()
            let known =
                "\(year + (rest / 30 + late) / 12)-"
                + "\(String(101 + (rest / 30 + late) % 12).dropFirst())-28T00:00:00Z"
            let recorded =
                late > 0 && number % 3 == 0 ? #""recordedtime":"\#(known)","# : ""
            return #"{"specversion":"1.0","id":"\#(number)","source":"/s","type":"order.placed","#
                + #""subject":"a\#(account)","time":"\#(date)T00:00:00Z",\#(recorded)"#
                + #""data":{"order_id":"\#(number)","currency":"CNY","amount_minor":100}}"#
        }
    }

    private static func append(_ lines: [String], _ writer: inout Writer) throws {
        let (batch, violations) = readBatch(lines)
        #expect(violations == [])
        let request = Writer.Request.atomic(PreparedBatch(batch), .any, actor: "t")
        _ = try writer.commit([request], now: Instant(microseconds: 5))
    }

    private static func options(_ change: (inout ReplayOptions) -> Void) -> ComparisonOptions {
        var options = ComparisonOptions(today: .latest)
        change(&options.replay)
        return options
    }

    /// What a comparison says, as a text that is equal where all is equal.
    private static func told(_ found: LedgerComparison?) throws -> String {
        let found = try #require(found)
        let comparison = found.comparison
        let moves = found.moves.map { move in
            "\(move.account) \(move.move.base) \(move.move.variant) \(move.revenue) \(move.events) "
                + "\(move.since?.text ?? "") \(move.baseReason?.reasoning.up ?? []) "
                + "\(move.variantReason?.reasoning.down ?? [])"
        }
        let conduct = PackComparison.Side.allCases.map { side in
            let own = comparison.conduct(of: side)
            return "\(own.flips) \(own.accountDays) "
                + "\(own.stays.map { [$0.meanDays, $0.medianDays] })"
        }
        return "\(moves) \(comparison.moments) \(conduct) "
            + "\(found.base.near) \(found.variant.near) \(found.base.load)"
    }

    @Test(arguments: holds)
    func `blocks and threads change nothing`(hold: String) async throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        try Self.append(Self.lines(0..<900), &writer)
        let base = ComparedPack(try Self.pack("base", minimum: 3, hold), track: 0)
        let variant = ComparedPack(try Self.pack("variant", minimum: 5), track: 0)
        var told: Set<String> = []
        for (cells, threads) in [(1 << 22, 1), (1, 2), (90, 7)] {
            let options = Self.options {
                ($0.blockCells, $0.threads) = (cells, threads)
            }
            let found = try ledger.compare(base, variant, inForce: nil, options)
            told.insert(try Self.told(found))
            #expect(found?.moves.isEmpty == false && (found?.comparison.moments.count ?? 0) > 20)
            #expect(found?.moves.allSatisfy { $0.variantReason != nil } == true)
        }
        #expect(told.count == 1)
    }

    @Test(arguments: holds)
    func `packs with the same facts are compared like others`(hold: String) throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        try Self.append(Self.lines(0..<900), &writer)
        let more = ", visits: {event: visit.made, count: true, window: 90 days}"
        let base = try Self.pack("base", minimum: 3, hold)
        let packs = try ["", more].map {
            try Self.pack("variant", minimum: 5, hold, moreFacts: $0)
        }
        #expect(packs.map { base.hasFacts(of: $0) } == [true, false])
        let told = try packs.map { pack in
            try Self.told(
                try ledger.compare(
                    ComparedPack(base, track: 0), ComparedPack(pack, track: 0), inForce: nil,
                    Self.options { $0.blockCells = 90 }))
        }
        #expect(told[0] == told[1])
    }

    private static let holds = ["", "    hold: {up: {for: 45 days}, down: {for: 45 days}}"]

    @Test(arguments: holds)
    func `what was known then is what is known now where nothing came late`(
        hold: String
    ) throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        try Self.append(Self.lines(0..<900), &writer)
        let base = ComparedPack(try Self.pack("base", minimum: 3, hold), track: 0)
        let variant = ComparedPack(try Self.pack("variant", minimum: 5), track: 0)
        let told = try [DecisionKnowledge.at(.now), .then(.source)].map { knowledge in
            try Self.told(
                try ledger.compare(
                    base, variant, inForce: nil, Self.options { $0.knowledge = knowledge }))
        }
        #expect(told[0] == told[1])
    }

    @Test(arguments: holds)
    func `no instant is decided by what was known later`(hold: String) throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        try Self.append(Self.lines(0..<900, late: 2), &writer)
        let packs = [try Self.pack("base", minimum: 3, hold), try Self.pack("variant", minimum: 5)]
        func found(_ knowledge: DecisionKnowledge) throws -> LedgerComparison {
            try #require(
                try ledger.compare(
                    ComparedPack(packs[0], track: 0), ComparedPack(packs[1], track: 0),
                    inForce: nil, Self.options { $0.knowledge = knowledge }))
        }
        let then = try found(.then(.source))
        #expect(try Self.told(then) != Self.told(try found(.at(.now))))
        // Where each account stands at an instant is what is decided by what was known by then.
        let runs = try packs.map { try ledger.historyRun($0, .then(.source)) }
        for moment in then.comparison.moments {
            var expected: [[Int]] = Array(repeating: [0, 0, 0, 0], count: 4)
            let stood = runs.map { run in
                run.standings(through: moment.instant).map { $0[0].last?.effective }
            }
            for (own, other) in zip(stood[0], stood[1]) where own != nil || other != nil {
                let places = [own, other].map { outcome in
                    if case .level(let level)? = outcome { level } else { 2 }
                }
                expected[places[0]][places[1]] += 1
            }
            let matrix = (0..<4).map { row in (0..<4).map { moment.matrix[row, $0] } }
            #expect(matrix == expected, "\(moment.instant.text)")
        }
        #expect(then.comparison.moments.count > 20)
    }

    @Test func `a second replay rests on the events of the first`() async throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        try Self.append(Self.lines(0..<900), &writer)
        let pack = try Self.pack("base", minimum: 3)
        func digest(_ end: UInt64?) throws -> (end: UInt64, digest: TreeHash) {
            var options = ReplayOptions()
            options.end = end
            let replay = try ledger.replay(pack, tracks: [0], options)
            var digest = ReplayDigest()
            try replay.forEachInstant(
                naming: { $0 }, make: { ReplayDigest.Part($0, $1) }, take: { digest.add($0) })
            return (replay.end, digest.value)
        }
        let first = try digest(nil)
        try Self.append(Self.lines(900..<1_000, account: 41), &writer)
        let (pinned, free) = (try digest(first.end), try digest(nil))
        #expect(first.end == 900 && pinned.end == 900 && free.end == 1_000)
        #expect(pinned.digest == first.digest && free.digest != first.digest)
    }

    /// Once high, an account stays so by what counted before.
    @Test func `reasons look at what stood before, as why does`() async throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        try Self.append(Self.lines(0..<900), &writer)
        let text = """
            pack: sticky
            version: 1
            currency: CNY
            facts: {orders: {event: order.placed, count: true, window: 90 days}}
            decisions:
              tier:
                levels: [low, high]
                evaluate: {every: month}
                rule:
                  match:
                    - {condition: facts.orders >= 6, output: "'high'"}
                    - condition: facts.orders >= 1 && previous.tier == 'high'
                      output: "'high'"
                    - output: "'low'"
            """
        let sticky = try PackReader.read(text, zones: { _ in nil })
        let plain = try Self.pack("plain", minimum: 6)
        let found = try #require(
            try ledger.compare(
                ComparedPack(plain, track: 0), ComparedPack(sticky, track: 0), inForce: nil,
                Self.options { $0.blockCells = 90 }))
        let end = try #require(found.comparison.span?.upperBound)
        let run = try ledger.historyRun(sticky, .at(.now))
        var risen = 0
        for move in found.moves {
            let index = try #require(run.accounts.firstIndex(of: move.account))
            let wanted = run.explanation(of: index, in: 0, at: end)
            let own = move.variantReason
            #expect(own?.standing == wanted?.standing)
            #expect(
                own?.reasoning.trials.map(\.applies) == wanted?.reasoning?.trials.map(\.applies))
            guard move.move.direction == .up else { continue }
            #expect(own?.reasoning.trials.map(\.applies) == [false, true])
            risen += 1
            #expect(own?.reasoning.up == wanted?.reasoning?.up)
            #expect(own?.reasoning.down == wanted?.reasoning?.down)
        }
        #expect(risen > 0)
    }

    @Test func `an account is near a threshold within five percent of it`() async throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        let orders = (18...22).flatMap { count in
            (0..<count).map { number in
                #"{"specversion":"1.0","id":"\#(count)-\#(number)","source":"/s","#
                    + #""type":"order.placed","subject":"n\#(count)","#
                    + #""time":"2023-03-01T00:00:00Z","#
                    + #""data":{"order_id":"\#(number)","currency":"CNY","amount_minor":1}}"#
            }
        }
        try Self.append(orders, &writer)
        let pack = ComparedPack(try Self.pack("twenty", minimum: 20), track: 0)
        func near(_ explained: Int) async throws -> (told: [String], unseen: Int) {
            var options = Self.options { _ in }
            options.explained = explained
            let found = try ledger.compare(pack, pack, inForce: nil, options)
            let near = try #require(found?.base.near)
            let told = near.map {
                "\($0.account) \($0.miss.outcome) \($0.miss.distance.from) \($0.miss.distance.to)"
            }
            return (told, found?.base.unseenNear ?? -1)
        }
        let all = try await near(50)
        #expect(
            all.told == ["n20 level(1) 20 19", "n19 level(0) 19 20", "n21 level(1) 21 19"])
        #expect(all.unseen == 0)
        let one = try await near(1)
        #expect(one.told == ["n20 level(1) 20 19"] && one.unseen == 2)
    }

    @Test func `accounts that one pack alone knows are not rated by the other`() async throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        let visits = (0..<3).map {
            #"{"specversion":"1.0","id":"v\#($0)","source":"/s","type":"visit.made","#
                + #""subject":"v\#($0)","time":"2023-03-01T00:00:00Z","data":{}}"#
        }
        try Self.append(Self.lines(0..<900) + visits, &writer)
        let text = """
            pack: buyers
            version: 1
            accounts: {having: order.placed}
            facts: {orders: {event: order.placed, count: true, window: 90 days}}
            decisions:
              tier:
                levels: [low, high]
                evaluate: {every: month}
                rule: {match: [{output: "'low'"}]}
            """
        let buyers = ComparedPack(try PackReader.read(text, zones: { _ in nil }), track: 0)
        let all = ComparedPack(try Self.pack("all", minimum: 3), track: 0)
        let found = try ledger.compare(buyers, all, inForce: nil, Self.options { _ in })
        let gained = found?.moves.filter { $0.move.direction == .gained }.map(\.account.text)
        #expect(gained == ["v0", "v1", "v2"])
        #expect(found?.comparison.unrated(by: .base).map(\.count) == [3])
        #expect(found?.comparison.unrated(by: .base).first?.reason == .notDecidedYet)
        #expect(found?.moves.last?.baseReason == nil)
        #expect(found?.moves.last?.variantReason != nil)
    }

    @Test func `nothing is compared where the base decides nothing`() async throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger)
        try Self.append(Self.lines(0..<10), &writer)
        let pack = ComparedPack(try Self.pack("base", minimum: 3), track: 0)
        let options = Self.options { $0.from = .latest }
        #expect(try ledger.compare(pack, pack, inForce: nil, options) == nil)
    }
}
