import Foundation
import SeededRandom
import Testing

/// `rapport replay` as a user meets it.
struct ReplayVerbTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        _ = try run(["init", "l.rapport"])
        let lines = Self.orders.map { order in
            #"{"specversion":"1.0","id":"\#(order.id)","source":"/s","type":"\#(order.type)","#
                + #""subject":"\#(order.account.replacing("\"", with: "\\\""))","#
                + #""time":"\#(order.day)T12:00:00Z","#
                + #""data":{"order_id":"\#(order.id)","currency":"CNY","#
                + #""amount_minor":\#(order.amount)}}"#
        }
        let imported = try run(["import", "l.rapport", "-"], input: lines.joined(separator: "\n"))
        #expect(imported.code == 0, "\(imported.messages)")
    }

    private struct Order {
        let id: Int
        let account: String
        let type: String
        /// Its month, counted from January 2023, and its day.
        let month: Int
        let day: String
        let amount: Int
    }

    private static let orders: [Order] = {
        var random = SeededGenerator(seed: 3)
        return (0..<300).map { id in
            let (month, day) = (random.below(30), 1 + random.below(28))
            return Order(
                id: id, account: #"a,"\#(random.below(9))"#,
                type: random.below(4) == 0 ? "order.returned" : "order.placed", month: month,
                day: text(month) + (day < 10 ? "-0" : "-") + "\(day)",
                amount: random.below(5) * 100)
        }
    }()

    /// A month as `2023-01`.
    private static func text(_ month: Int) -> String {
        let number = month % 12 + 1
        return "\(2023 + month / 12)-" + (number < 10 ? "0" : "") + "\(number)"
    }

    private func run(
        _ arguments: [String], input: String = ""
    ) throws -> RapportProcess {
        try RapportProcess(arguments, input: Array(input.utf8), in: folder)
    }

    /// The reference job, by looking at every order for every account and month.
    private static func expected() -> [String] {
        let months = orders.map(\.month)
        var rows: [String] = []
        for month in (months.min() ?? 0) + 1...(months.max() ?? 0) + 1 {
            let known = Set(
                orders.filter { $0.type == "order.placed" && $0.month < month }
                    .map(\.account))
            func revenue(_ account: String) -> Int {
                orders.filter { $0.account == account && (month - 12..<month).contains($0.month) }
                    .reduce(0) { $0 + ($1.type == "order.placed" ? $1.amount : -$1.amount) }
            }
            let revenues = Dictionary(uniqueKeysWithValues: known.map { ($0, revenue($0)) })
            let total = revenues.values.reduce(0) { $0 + max(0, $1) }
            for account in known.sorted(by: { Array($0.utf8).lexicographicallyPrecedes($1.utf8) }) {
                let own = revenues[account] ?? 0
                let before = revenues.values.filter { $0 > own }.reduce(0) { $0 + max(0, $1) }
                let placed = orders.filter {
                    $0.account == account && $0.type == "order.placed" && $0.month < month
                }
                let count = placed.count { $0.month >= month - 12 }
                let tier =
                    own <= 0
                    ? "general"
                    : 100 * before < 50 * total && count >= 4
                        ? "strategic"
                        : 100 * before < 80 * total
                            ? "key"
                            : 100 * before < 95 * total ? "main" : "general"
                let name = "\"" + account.replacing("\"", with: "\"\"") + "\""
                rows.append("\(name),\(text(month))-01T00:00:00Z,\(tier),\(own),\(count),\(before)")
            }
        }
        return rows
    }

    @Test func `a CSV has the rows of the reference job in the order of time and account`() throws {
        let done = try run([
            "replay", "l.rapport", "--pack", "reference-tiering", "--facts", "--output", "r.csv",
        ])
        #expect(done.code == 0, "\(done.messages)")
        let text = try String(
            contentsOf: folder.url.appendingPathComponent("r.csv"), encoding: .utf8)
        let lines = text.split(separator: "\n").map(String.init)
        #expect(
            lines.first
                == "account,as_of,tier,revenue_12m,orders_12m,days_since_order,revenue_before")
        let found = lines.dropFirst().map { line in
            var fields = line.split(separator: ",", omittingEmptySubsequences: false)
            fields.remove(at: fields.count - 2)
            return fields.joined(separator: ",")
        }
        #expect(found == Self.expected())
        #expect(done.messages.contains("approvals assume, overrides ignore"))
        let ndjson = try run(["replay", "l.rapport", "--pack", "reference-tiering"]).output
        let rows = ndjson.split(separator: "\n")
        #expect(rows.count == found.count + 2)
        #expect(rows.first?.contains(#""approvals":"assume""#) == true)
        let digest = try #require(rows.last?.split(separator: "\"").dropLast().last)
        #expect(done.messages.contains("digest \(digest)"))
        let totals = try run(["replay", "l.rapport", "--pack", "reference-tiering", "--totals"])
        #expect(totals.output.contains(#""digest":"\#(digest)""#))
        let again = try run(
            ["replay", "l.rapport", "--pack", "reference-tiering", "--totals", "--repeat", "3"])
        #expect(again.output.split(separator: "\n").count == 3)
        #expect(
            again.output.split(separator: "\n").allSatisfy {
                $0.contains(#""digest":"\#(digest)""#)
            })
    }

    @Test(arguments: [
        (["--pack", "nope"], "There is no file nope."),
        (["--pack", "starter", "--decision", "nope"], "the pack starter has no 'nope'"),
        (["--pack", "starter", "--threads", "0"], "--threads may be 1 to 256"),
        (["--pack", "starter", "--repeat", "2"], "--repeat needs --totals, and may be 1 to 1000"),
        (["--pack", "starter", "--knowledge", "source"], "--knowledge source needs --known-at"),
        (["--pack", "starter", "--known-at", "99999"], "no event has the position 99999 yet"),
        (["--pack", "starter", "--output", "l.rapport"], "would overwrite the ledger"),
        (["--pack", "starter", "--output", "no/x.csv"], "no/x.csv can't be written"),
    ])
    func `what can't be done is said, and leaves no file`(
        options: [String], sentence: String
    ) throws {
        let before = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count
        let done = try run(["replay", "l.rapport"] + options)
        #expect(done.code == 2 && done.messages.contains(sentence), "\(done.messages)")
        #expect(!done.messages.contains("Usage: rapport <subcommand>"))
        let after = try FileManager.default.contentsOfDirectory(atPath: folder.url.path).count
        #expect(after == before)
        #expect(try run(["verify", "l.rapport"]).code == 0)
    }

    @Test(arguments: [
        ["replay", "l.rapport", "--pack", "bad.yaml"], ["pack", "check", "bad.yaml"],
        ["compare", "l.rapport", "--base", "starter", "--variant", "bad.yaml"],
        ["sweep", "l.rapport", "--pack", "bad.yaml", "--parameter", "a=1..2:1"],
        [
            "backtest", "l.rapport", "--pack", "bad.yaml", "--horizon", "30", "--outcome",
            "churn",
        ], ["pack", "activate", "l.rapport", "bad.yaml"],
    ])
    func `a pack with mistakes is refused with all of them, whoever asks for it`(
        arguments: [String]
    ) throws {
        try Data("pack: p\nversion: one\n".utf8).write(
            to: folder.url.appendingPathComponent("bad.yaml"))
        let done = try run(arguments)
        #expect(done.code == 1)
        #expect(
            done.messages == """
                rapport: bad.yaml:1:1: a pack needs 'decisions' or 'machines'
                rapport: bad.yaml:2:10: the version must be a whole number from 1 to 1000000, \
                not 'one'

                """)
    }

    /// A pack of two decisions on a daily calendar, one by a count and one by the first amount.
    private static func monthPack(zone: String) -> String {
        """
        pack: month
        version: 1
        timezone: \(zone)
        currency: CNY
        facts:
          n: {event: order.placed, count: true, window: 1 month, missing: 0}
          s: {event: order.placed, first: event.amount_minor, window: 1 month, missing: 0}
        decisions:
          tier:
            levels: [low, top]
            evaluate: {every: day}
            rule:
              match:
                - {condition: "facts.n >= 1", output: "'top'"}
                - {output: "'low'"}
          first:
            levels: [low, top]
            evaluate: {every: day}
            rule:
              match:
                - {condition: "facts.s >= 1", output: "'top'"}
                - {output: "'low'"}
        """
    }

    @Test(arguments: ["tier", "first"])
    func `a window that goes back where midnight is missing is seen as a history sees it`(
        decision: String
    ) throws {
        // On 30 March 2025 the day begins at 01:00 in Beirut, and so does the month before it.
        try Data(Self.monthPack(zone: "Asia/Beirut").utf8).write(
            to: folder.url.appendingPathComponent("month.yaml"))
        _ = try run(["init", "b.rapport"])
        let lines = [("A", "2025-02-27T22:30:00Z"), ("B", "2025-04-06T00:00:00Z")].map {
            #"{"specversion":"1.0","id":"\#($0.0)","source":"/s","type":"order.placed","#
                + #""subject":"\#($0.0)","time":"\#($0.1)","data":{"order_id":"\#($0.0)","#
                + #""currency":"CNY","amount_minor":5}}"#
        }
        let imported = try run(["import", "b.rapport", "-"], input: lines.joined(separator: "\n"))
        #expect(imported.code == 0, "\(imported.messages)")
        let rows = try run([
            "replay", "b.rapport", "--pack", "month.yaml", "--decision", decision,
        ]).output.split(separator: "\n").filter { $0.hasPrefix(#"{"account":"A""#) }
        let levels = rows.map { $0.contains(#""level":"top""#) ? "top" : "low" }
        #expect(levels == ["top", "low", "top", "low"], "\(rows)")
    }
}
