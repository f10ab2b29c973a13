import Foundation
import Testing

/// Levels, their change within a year, labels and due visits, in `portfolio` and `account`.
struct StandingTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try Data(Self.pack.utf8).write(to: folder.url.appendingPathComponent("p.yaml"))
        try rapport(["init", "l.rapport"])
        try rapport(["append", "l.rapport"], input: Self.events.joined(separator: "\n") + "\n")
        try rapport(["pack", "activate", "l.rapport", "p.yaml", "--effective-from", "2023-01-01"])
    }

    @discardableResult
    private func rapport(
        _ arguments: [String], input: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let run = try RapportProcess(arguments, input: Array(input.utf8), in: folder)
        #expect(run.code == 0, "\(run.messages)", sourceLocation: sourceLocation)
        return run.output
    }

    private static let pack = """
        pack: visits
        version: 1
        currency: CNY
        facts:
          revenue: {event: order.placed, sum: event.amount_minor, window: 365 days, missing: 0}
        decisions:
          tier:
            levels: [small, {name: big, label: {en: Big, zh-Hans: 大客户}}]
            evaluate: {every: month}
            rule:
              match:
                - {condition: facts.revenue >= 100, output: "'big'"}
                - output: "'small'"
        cadence:
          big: {visits: 2 per quarter, calls: 1 per month}
        """

    /// `up` bought more this year, `down` less, `same` as much, `new` only now; `gone` is closed.
    private static let events: [String] = {
        let orders = [
            ("up", "2024-03-01", 1), ("up", "2025-03-01", 100), ("down", "2024-03-01", 100),
            ("down", "2025-05-01", 1), ("same", "2024-03-01", 100), ("same", "2025-02-01", 100),
            ("new", "2025-03-01", 100), ("gone", "2025-03-01", 100), ("late", "2025-08-05", 1),
            ("fresh", "2025-04-10", 100),
        ]
        let others = [
            ("up", "2025-07-10", "visit.made", "{}"), ("up", "2025-07-11", "visit.made", "{}"),
            ("same", "2025-07-10", "visit.made", "{}"), ("same", "2025-07-10", "visit.made", "{}"),
            (
                "new", "2025-07-01", "visit.planned",
                #"{"visit_id":"n","planned_for":"2025-09-01"}"#
            ),
            ("same", "2025-08-02", "interaction.logged", #"{"channel":"phone"}"#),
            ("same", "2025-03-01", "stage.assessed", #"{"stage":"mid","rater":"Li"}"#),
            (
                "same", "2025-03-02", "stage.targeted",
                #"{"target":"partnership","by":"2025-12-31"}"#
            ),
            ("gone", "2025-07-01", "account.closed", "{}"),
        ]
        return
            (orders.map { account, day, amount in
                (
                    account, day, "order.placed",
                    #"{"order_id":"\#(account)\#(day)","currency":"CNY","amount_minor":\#(amount)}"#
                )
            } + others).enumerated().map { index, event in
                TemporaryFolder.event(
                    "e\(index)",
                    [
                        "subject": #""\#(event.0)""#, "time": #""\#(event.1)T08:00:00Z""#,
                        "type": #""\#(event.2)""#, "data": event.3,
                    ])
            }
    }()

    /// What a line of the portfolio's JSON says of levels and of visits.
    private func check(
        _ account: String, levels: String, visits: String?, asOf: String = "2025-08-20",
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let output = try rapport(["portfolio", "l.rapport", "--as-of", asOf, "--json"])
        let line = try #require(
            output.split(separator: "\n").first { $0.contains(#""account":"\#(account)""#) },
            sourceLocation: sourceLocation)
        let object = try #require(
            try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
        let own = try #require(object["levels"] as? [String: String])
        let found = ["tier", "tier_change", "tier_year_before"].map { own[$0] ?? "-" }
        #expect(found.joined(separator: " ") == levels, sourceLocation: sourceLocation)
        let cadence = try #require(object["cadence"] as? [String: Any])
        let due = cadence["visits"].map { visits in
            let own = visits as? [String: Any] ?? [:]
            return ["done", "required", "planned", "due_by", "status", "is_overdue"].map {
                own[$0].map { "\($0)" } ?? "-"
            }.joined(separator: " ")
        }
        #expect(due == visits, sourceLocation: sourceLocation)
    }

    @Test func `the portfolio's JSON has levels, their change in a year and due visits`() throws {
        try check("up", levels: "big up small", visits: "2 2 0 2025-11-15 covered 0")
        try check("down", levels: "small down big", visits: nil)
        try check("same", levels: "big same big", visits: "1 2 0 2025-09-30 due 0")
        try check("new", levels: "big new -", visits: "0 2 1 2025-08-15 overdue 1")
        try check("gone", levels: "big new -", visits: nil)
        try check("late", levels: "- - -", visits: nil)
    }

    @Test func `a tier gained within the quarter asks from the next one on`() throws {
        try check("fresh", levels: "big new -", visits: "- - - 2025-08-15 - 0", asOf: "2025-05-20")
    }

    @Test func `the table shows what is due, and leaves empty columns out`() throws {
        let table = try rapport(["portfolio", "l.rapport", "--as-of", "2025-08-20"])
        let lines = table.split(separator: "\n").map { String($0) }
        for title in ["tier", "was", "stage", "satisfaction", "last visit", "next visit"] {
            #expect(lines[0].contains(title), "\(title)")
        }
        let line = { (account: String) in lines.first { $0.hasPrefix(account + " ") } ?? "" }
        #expect(line("up").contains("▲ small") && line("up").contains("2025-07-11"))
        #expect(line("down").contains("▼ Big"))
        #expect(line("new").contains("2025-08-15") && line("new").contains("visit overdue"))
        #expect(!line("gone").contains("visit overdue"))
        let early = try rapport(["portfolio", "l.rapport", "--as-of", "2024-02-01"])
        #expect(!early.contains("next visit"))
        let chinese = try rapport([
            "portfolio", "l.rapport", "--as-of", "2025-08-20", "--language", "zh-Hans",
        ])
        #expect(chinese.contains("下次拜访") && chinese.contains("大客户"))
    }

    @Test func `an account shows its levels, labels and what is due without being asked`() throws {
        let account = { (arguments: [String]) in
            try rapport(["account", "l.rapport", "same", "--as-of", "2025-08-20"] + arguments)
        }
        let english = try account([])
        #expect(english.contains("tier: Big, since 2024-04-01 (= a year ago)"))
        #expect(english.contains("  assessed: Mid (2025-03-01, Li)"))
        #expect(english.contains("  target: Partnership by 2025-12-31"))
        #expect(english.contains("visits: 1 of 2 in 2025-Q3, next by 2025-09-30"))
        #expect(english.contains("calls: 1 of 1 in 2025-08, next by 2025-09-30"))
        #expect(english.contains("class, 12 months  A"))
        #expect(english.contains("last visit        2025-07-10"))
        #expect(try account(["--language", "zh-Hans"]).contains("拜访：2025-Q3 已完成 1/2"))
        #expect(try account(["--language", "zh-Hant"]).contains("目標：夥伴期，期限 2025-12-31"))
        let json = try account(["--json"])
        #expect(json.contains(#""stage":"unknown","tier":"big","tier_change":"same""#))
        #expect(json.contains(#""stage_labels":{"assessed":{"at":"2025-03-01T08:00:00Z""#))
        let own = try account(["--own-events"])
        #expect(!own.contains("tier:") && !own.contains("class, 12 months"))
        #expect(own.contains("last contact") && own.contains("assessed: mid (2025-03-01, Li)"))
    }
}

extension StandingTests {
    /// The members of a line of JSON by which an account is known to stand.
    private func standings(_ output: String) throws -> [String: String] {
        var found: [String: String] = [:]
        for line in output.split(separator: "\n") {
            let object = try JSONSerialization.jsonObject(with: Data(line.utf8))
            let members = try #require(object as? [String: Any])
            let own = [members["levels"] ?? "", members["cadence"] ?? ""]
            let text = try JSONSerialization.data(withJSONObject: own, options: .sortedKeys)
            found[try #require(members["account"] as? String)] = String(
                decoding: text, as: UTF8.self)
        }
        return found
    }

    @Test func `an account stands in the portfolio as it does alone, whichever packs ruled`() throws
    {
        let second = Self.pack.replacing("version: 1", with: "version: 2")
            .replacing(">= 100", with: ">= 101").replacing("2 per quarter", with: "1 per month")
            .replacing("levels: [small,", with: "levels: [tiny, small,")
        try Data(second.utf8).write(to: folder.url.appendingPathComponent("p2.yaml"))
        try rapport(["pack", "activate", "l.rapport", "p2.yaml", "--effective-from", "2025-07-15"])
        for asOf in ["2023-06-01", "2024-05-01", "2025-07-20", "2025-08-20", "2026-07-14"] {
            let all = try standings(
                try rapport(["portfolio", "l.rapport", "--as-of", asOf, "--json"]))
            for (account, standing) in all {
                let alone = try standings(
                    try rapport(["account", "l.rapport", account, "--as-of", asOf, "--json"]))
                #expect(alone[account] == standing, "\(account) as of \(asOf)")
            }
        }
    }
}
