import CivilCalendar
import LedgerModel
import Testing

@testable import Policy

/// Which values of parameters a range has, and what is refused.
struct ParameterRangeTests {
    private static func pack() throws -> Pack {
        try PackReader.read(
            """
            pack: ranges
            version: 1
            timezone: UTC
            currency: CNY
            parameters:
              minimum: {unit: money, values: {2024-01-01: 20 CNY, 2025-01-01: 30 CNY}}
              cut: {unit: share, value: 50 %}
              quiet: {unit: days, value: 90 days}
              orders: {unit: count, value: 3}
              word: {unit: text, value: key}
              unread: {unit: count, value: 1}
            facts:
              revenue: {event: order.placed, sum: event.amount_minor, window: 90 days, missing: 0}
              quiet: {event: order.placed, days_since: true}
              share: {population: revenue, cumulative_share_before: true}
            decisions:
              tier:
                levels: [low, high]
                evaluate: {every: month}
                rule:
                  match:
                    - {condition: facts.revenue >= params.minimum, output: "'high'"}
                    - {condition: facts.share < params.cut, output: "'high'"}
                    - {condition: facts.quiet < params.quiet, output: "'high'"}
                    - {condition: facts.revenue > params.orders, output: "'high'"}
                    - {condition: params.word == 'key', output: "'low'"}
                    - output: "'low'"
            """, zones: { _ in .utc })
    }

    private func check(_ text: String, _ values: [Int64], _ location: SourceLocation) throws {
        let range = try ParameterRange(text, of: Self.pack())
        #expect(range.values == values, sourceLocation: location)
    }

    private func check(
        _ texts: [String], refused: SweepRefusal, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let pack = try Self.pack()
        #expect(throws: refused, sourceLocation: location) {
            _ = try SweepGrid(texts, of: pack, track: 0)
        }
        #expect(!refused.sentence.isEmpty, sourceLocation: location)
    }

    @Test func `values are written as packs write them, or without their unit`() throws {
        let here = #_sourceLocation
        try check("minimum=20..30 CNY:5.50", [2_000, 2_550], here)
        try check("minimum=1万..2万:0.5万", [1_000_000, 1_500_000, 2_000_000], here)
        try check("cut=10..20.5 %:5", [100_000, 150_000, 200_000], here)
        try check("quiet=30 days..40:10 days", [30, 40], here)
        try check(" orders = -1 .. 3 : 2", [-1, 1, 3], here)
        try check("orders=5..5:1", [5], here)
        try check(
            "orders=9223372036854775805..9223372036854775807:2",
            [.max - 2, .max], here)
    }

    @Test func `what is no range is refused with the reason`() throws {
        for text in ["orders", "orders=1", "orders=1..2", "orders:1..2=3", "=..:"] {
            let refused: SweepRefusal =
                text == "=..:" ? .unknownParameter("", known: Self.names) : .noRange(text)
            try check([text], refused: refused)
        }
        try check(["other=1..2:1"], refused: .unknownParameter("other", known: Self.names))
        try check(["word=1..2:1"], refused: .noNumber("word", .text))
        try check(["orders=1..2.5:1"], refused: .noValue("2.5", of: "orders", .count))
        try check(["minimum=1 %..2:1"], refused: .noValue("1 %", of: "minimum", .money))
        try check(["minimum=1..2:0.001"], refused: .noValue("0.001", of: "minimum", .money))
        try check(["orders=3..2:1"], refused: .emptyRange("orders"))
        try check(["orders=1..2:0"], refused: .emptyRange("orders"))
        try check(["orders=1..2:-1"], refused: .emptyRange("orders"))
        try check(["orders=1..2:1", "orders=1..2:1"], refused: .repeated("orders"))
        try check(
            ["unread=1..2:1"],
            refused: .unread(
                "unread", decision: "tier", read: ["minimum", "cut", "quiet", "orders", "word"]))
    }

    private static let names = ["minimum", "cut", "quiet", "orders", "word", "unread"]

    @Test func `a thousand values are the most`() throws {
        let pack = try Self.pack()
        let grid = try SweepGrid(["orders=1..1000:1"], of: pack, track: 0)
        #expect(grid.points(at: .latest).count == 1_000)
        try check(["orders=1..1001:1"], refused: .tooMany(1_001))
        try check(["orders=1..100:1", "quiet=1..11:1"], refused: .tooMany(1_100))
        let least = "orders=-9223372036854775807..9223372036854775807:1"
        try check([least], refused: .tooMany(.max))
        try check([least, "quiet=1..2:1"], refused: .tooMany(.max))
    }

    @Test func `the pack's own values stand among the others once`() throws {
        let pack = try Self.pack()
        func points(_ texts: [String], at day: String = "2026-01-01") throws -> [String] {
            let end = try Instant("\(day)T00:00:00Z")
            return try SweepGrid(texts, of: pack, track: 0).points(at: end).map {
                "\($0.numbers)" + ($0.isOwn ? "*" : "")
            }
        }
        #expect(try points(["orders=1..5:2"]) == ["[1]", "[3]*", "[5]"])
        #expect(try points(["orders=4..5:1"]) == ["[3]*", "[4]", "[5]"])
        #expect(try points(["orders=1..2:1"]) == ["[1]", "[2]", "[3]*"])
        // Its values change with time: a value that always holds is another pack.
        #expect(try points(["minimum=30..40:10"]) == ["[3000]*", "[3000]", "[4000]"])
        #expect(try points(["minimum=30..30:1"], at: "2024-06-01") == ["[2000]*", "[3000]"])
        #expect(try points(["minimum=30..30:1"], at: "2023-06-01") == ["[2000]*", "[3000]"])
        #expect(
            try points(["orders=3..4:1", "quiet=80..100:10"])
                == ["[3, 80]", "[3, 90]*", "[3, 100]", "[4, 80]", "[4, 90]", "[4, 100]"])
    }

    @Test func `two parameters are as far apart as their steps together`() throws {
        let grid = try SweepGrid(["orders=0..9:3", "quiet=0..90:10"], of: Self.pack(), track: 0)
        let own = SweepPoint(numbers: [3, 90], isOwn: true)
        func distance(_ numbers: Int64...) -> Int128 {
            grid.distance(SweepPoint(numbers: numbers, isOwn: false), own)
        }
        #expect(distance(3, 90) == 0)
        #expect(distance(6, 90) == distance(3, 80))
        #expect(distance(0, 80) == 2 * distance(3, 80))
        #expect(distance(4, 90) < distance(3, 80))
    }
}
