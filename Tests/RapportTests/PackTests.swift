import Foundation
import Testing

/// `rapport pack`, `history`, `why`, `approve` and `override` as anyone would use them.
struct PackTests {
    private let folder: TemporaryFolder

    init() throws { folder = try TemporaryFolder() }

    @discardableResult
    private func rapport(
        _ arguments: [String], input: String = "", code: Int32 = 0,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws -> String {
        let run = try RapportProcess(arguments, input: Array(input.utf8), in: folder)
        #expect(
            run.code == code, "\(arguments): \(run.messages)\(run.output)",
            sourceLocation: sourceLocation)
        return run.output + run.messages
    }

    /// A ledger in which one account buys ever more, and a second one little.
    private func ledger() throws {
        try rapport(["init", "a.rapport"])
        let orders = [
            ("A", "2024-03-01", 600), ("A", "2025-03-01", 2_500), ("B", "2024-05-01", 1),
        ]
        var lines = orders.map { account, day, amount in
            #"{"specversion":"1.0","id":"\#(account)\#(day)","source":"/t","type":"order.placed","#
                + #""subject":"\#(account)","time":"\#(day)T00:00:00Z","#
                + #""data":{"order_id":"\#(day)","#
                + #""currency":"CNY","amount_minor":\#(amount * 1_000_000)}}"#
        }
        for account in ["A", "B"] {
            lines.append(
                #"{"specversion":"1.0","id":"brand\#(account)","source":"/t","#
                    + #""type":"account.assessed","subject":"\#(account)","#
                    + #""time":"2024-01-10T00:00:00Z","#
                    + #""data":{"criterion":"brand_class","value":"leading"}}"#)
        }
        try rapport(["append", "a.rapport"], input: lines.joined(separator: "\n") + "\n")
    }

    @Test func `every pack that comes with the program passes its own tests`() throws {
        let names = try rapport(["pack", "list"]).split(separator: "\n").compactMap {
            $0.split(separator: " ").first.map(String.init)
        }
        #expect(names.count == 16)
        for name in names {
            let output = try rapport(["pack", "test", name])
            #expect(output.contains("tests pass") && !output.contains("FAIL"), "\(name)")
        }
    }

    @Test func `a pack with a mistake is not activated, and says where it is`() throws {
        try ledger()
        try Data("pack: p\nversion: one\n".utf8).write(
            to: folder.url.appendingPathComponent("bad.yaml"))
        let said = try rapport(["pack", "check", "bad.yaml"], code: 1)
        #expect(said.contains("bad.yaml:2:10: the version must be a whole number"))
        #expect(said.contains("bad.yaml:1:1: a pack needs 'decisions' or 'machines'"))
        try rapport(["pack", "activate", "a.rapport", "bad.yaml"], code: 1)
        #expect(try rapport(["history", "a.rapport", "A"]).contains("starter"))
    }

    @Test func `every pack that comes with the program is free of warnings`() throws {
        for name in try rapport(["pack", "list"]).split(separator: "\n").compactMap({
            $0.split(separator: " ").first.map(String.init)
        }) {
            let said = try rapport(["pack", "check", "--strict", name])
            #expect(said.contains("is sound") && said.split(separator: "\n").count == 1, "\(said)")
        }
    }

    @Test func `warnings fail only a strict check, and say where they are`() throws {
        try Data(
            """
            pack: p
            version: 1
            parameters:
              spare: {unit: count, value: 5}
            decisions:
              tier:
                levels: [low]
                rule:
                  match:
                    - output: "'low'"

            """.utf8
        ).write(to: folder.url.appendingPathComponent("spare.yaml"))
        let warning = "spare.yaml:4:3: warning: nothing uses the parameter 'spare'\n"
        let said = try rapport(["pack", "check", "spare.yaml"])
        #expect(said.hasPrefix("p 1 is sound: 1 parameters") && said.hasSuffix(warning), "\(said)")
        #expect(
            try rapport(["pack", "check", "--strict", "spare.yaml"], code: 1).hasSuffix(warning))
        try ledger()
        #expect(
            try !rapport(["pack", "activate", "a.rapport", "spare.yaml"]).contains("warning"))
    }

    @Test func `every pack that comes with the program can be activated`() throws {
        try ledger()
        for name in try rapport(["pack", "list"]).split(separator: "\n").compactMap({
            $0.split(separator: " ").first.map(String.init)
        }) {
            try rapport(["pack", "activate", "a.rapport", name, "--effective-from", "2024-01-01"])
        }
        #expect(try rapport(["verify", "a.rapport"]).contains("all 21 events verified"))
        #expect(try rapport(["portfolio", "a.rapport", "--as-of", "2025-05-01"]).contains("A"))
    }

    @Test func `the same activation sent again is a duplicate`() throws {
        try ledger()
        let activate = [
            "pack", "activate", "a.rapport", "telecom-grades", "--effective-from", "2024-01-01",
        ]
        #expect(try rapport(activate).contains(#""outcome":"appended""#))
        #expect(try rapport(activate).contains(#""outcome":"duplicate""#))
        #expect(try rapport(["verify", "a.rapport"]).contains("all 6 events verified"))
    }

    @Test func `a level is proposed, approved, and overridden until that ends`() throws {
        try ledger()
        try rapport([
            "pack", "activate", "a.rapport", "elevator-four-tier", "--effective-from",
            "2024-01-01",
        ])
        let approve = { (level: String, day: String) in
            try rapport([
                "approve", "a.rapport", "A", "--decision", "tier", "--to", level, "--as-of", day,
            ])
        }
        _ = try approve("main", "2025-01-20")
        _ = try approve("key", "2026-02-01")
        try rapport([
            "override", "a.rapport", "A", "--decision", "tier", "--to", "general", "--as-of",
            "2026-03-01", "--expires", "2026-04-01", "--reason", "unpaid",
        ])
        let levels = try rapport(["history", "a.rapport", "A", "--json"]).split(separator: "\n")
            .compactMap { line in
                line.split(separator: "\"effective\":\"").last?.split(separator: "\"").first
            }
        // The year's review proposes key before that is approved.
        #expect(levels == ["unapproved", "main", "main", "key", "general", "key"])
        let said = try rapport(
            [
                "approve", "a.rapport", "A", "--decision", "tier", "--to", "gold", "--as-of",
                "2026-05-01",
            ], code: 2)
        #expect(said.contains("the levels are general, main, key, strategic"))
    }

    @Test func `why is a sentence in three languages, and an object`() throws {
        try ledger()
        try rapport([
            "pack", "activate", "a.rapport", "elevator-four-tier", "--effective-from",
            "2024-01-01",
        ])
        let why = { (language: String) in
            try rapport([
                "why", "a.rapport", "A", "--as-of", "2026-01-02", "--language", language,
            ])
        }
        let english = try why("en")
        for sentence in [
            "The tier of A has been Key (proposed, not approved) since 2026-01-01",
            "sales 25,000,000.00 CNY reach 20,000,000.00 CNY",
            "✓ net revenue of the year before 25,000,000.00 CNY ≥ key account from 20,000,000.00",
            "The rule would say Main with net revenue of the year before at 19,999,999.99 CNY",
        ] { #expect(english.contains(sentence)) }
        let simplified = try why("zh-Hans")
        #expect(simplified.contains("A 的级别自 2026-01-01 起为重点客户（拟定，未批准）。"))
        #expect(simplified.contains("规则本身的结果为重点客户——上一年度销售 2,500万元"))
        #expect(try why("zh-Hant").contains("重點客戶（擬定，未批准）"))
        let object = try rapport([
            "why", "a.rapport", "A", "--as-of", "2026-01-02", "--json",
        ])
        #expect(object.contains(#""causes":["new_event"]"#) || object.contains("window_moved"))
    }

    @Test func `a cell of a table reads by the labels of its input`() throws {
        try ledger()
        let risk =
            #"{"specversion":"1.0","id":"R","source":"/t","type":"risk.assessed","subject":"A","#
            + #""time":"2025-04-01T00:00:00Z","#
            + #""data":{"risk_id":"R","probability":"high","impact":"low"}}"#
        try rapport(["append", "a.rapport"], input: risk + "\n")
        try rapport([
            "pack", "activate", "a.rapport", "risk-matrix", "--effective-from", "2024-01-01",
        ])
        let said = try rapport([
            "why", "a.rapport", "A", "--decision", "risk", "--as-of", "2025-05-01",
        ])
        #expect(said.contains("Fix before launch") && said.contains("✗ impact low = medium"))
        #expect(said.contains("✓ probability high = high") && !said.contains("facts."), "\(said)")
    }

    @Test func `a decision that no pack makes, and an account that isn't there, are named`() throws
    {
        try ledger()
        #expect(
            try rapport(["history", "a.rapport", "A", "--decision", "rank"], code: 2).contains(
                "no pack of this ledger decides 'rank'; they decide satisfaction, stage, tier"))
        #expect(
            try rapport(["why", "a.rapport", "Z"], code: 2).contains(
                "the account Z has no event that counts"))
    }
}
