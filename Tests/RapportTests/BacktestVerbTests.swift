import Foundation
import LedgerModel
import Testing

/// What `backtest` says, against `tools/backtest-figures`, a script that reads the same events,
/// decides for itself and shares no code with it.
struct BacktestVerbTests {
    private let folder: TemporaryFolder
    private static let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()
    private static let data = root.deletingLastPathComponent().appendingPathComponent("shared/data")

    init() throws {
        folder = try TemporaryFolder()
        try figures("--pack-file", folder.path("silence.yaml"))
    }

    @discardableResult
    private func figures(_ arguments: String...) throws -> String {
        try figures(arguments)
    }

    private func figures(_ arguments: [String]) throws -> String {
        let script = Self.root.appendingPathComponent("tools/backtest-figures").path
        let run = try RapportProcess(
            URL(fileURLWithPath: "/usr/bin/env"), ["python3", script] + arguments, in: folder)
        try #require(run.code == 0, "\(run.messages)")
        return run.output
    }

    /// Makes a ledger of a file of events, once it was written.
    private func makeLedger(of events: String) throws {
        for arguments in [["init", "l.rapport"], ["import", "l.rapport", events]] {
            let run = try RapportProcess(arguments, in: folder)
            try #require(run.code == 0, "\(run.messages)")
        }
    }

    private func backtest(_ arguments: [String], code: Int32 = 0) throws -> RapportProcess {
        let run = try RapportProcess(["backtest", "l.rapport"] + arguments, in: folder)
        #expect(run.code == code, "\(arguments): \(run.messages)\(run.output)")
        return run
    }

    private static func object(_ text: String) throws -> [String: Any] {
        let found = try JSONSerialization.jsonObject(with: Data(text.utf8))
        return try #require(found as? [String: Any])
    }

    /// Checks every figure that the script has.
    private func check(
        _ events: String, _ outcome: String, horizon: String,
        packs: [String] = ["silence", "reference-tiering"], _ more: [String] = []
    ) throws {
        let asked = ["--outcome", outcome, "--horizon", horizon] + more
        let files = packs.flatMap { ["--pack", $0 == "silence" ? "silence.yaml" : $0] }
        let run = try backtest(files + asked + ["--knowledge", "source", "--json"])
        let told = try Self.object(run.output)
        let named = packs.flatMap { ["--pack", $0] }
        let expected = try Self.object(try figures([events] + named + asked))
        for (name, value) in expected {
            let own = told[name] as? NSObject
            #expect(own == value as? NSObject, "\(asked) \(name): \(own ?? NSNull()) \(value)")
        }
        #expect(expected.count == 5 && (told["scored"] as? [Any])?.count == packs.count)
    }

    @Test func `every figure of the sample is the script's`() throws {
        try folder.makeSample()
        try makeLedger(of: "sample.ndjson")
        try check(
            "sample.ndjson", "no-order:60", horizon: "30", ["--known-at", "2024-07-02T00:00:00Z"])
        try check("sample.ndjson", "revenue-fall:50", horizon: "120")
        try check(
            "sample.ndjson", "churn", horizon: "365", ["--known-at", "2025-03-01T10:00:00Z"])
    }

    @Test(
        .enabled(
            if: FileManager.default.fileExists(atPath: data.path),
            "the data sets lie beside the checkout, not in it"),
        arguments: ["cdnow", "composite_b2b"], [false, true])
    func `every figure of a real history is the script's`(_ set: String, isDerived: Bool) throws {
        let zstd = try RapportProcess(
            URL(fileURLWithPath: "/usr/bin/env"),
            [
                "zstd", "-dq", Self.data.appendingPathComponent("\(set)/events.ndjson.zst").path,
                "-o", folder.path("real.ndjson"),
            ], in: folder)
        try #require(zstd.code == 0, "\(zstd.messages)")
        if isDerived {
            try figures("real.ndjson", "--derive", "events.ndjson")
        } else {
            try FileManager.default.moveItem(
                atPath: folder.path("real.ndjson"), toPath: folder.path("events.ndjson"))
        }
        try makeLedger(of: "events.ndjson")
        guard !isDerived else {
            return try check("events.ndjson", "churn", horizon: "90", packs: ["silence"])
        }
        for outcome in ["no-order:90", "revenue-fall:50"] {
            try check("events.ndjson", outcome, horizon: "90")
        }
    }

    @Test func `signals, variants, JSON, tables in three languages, and what can't be`() throws {
        try folder.makeSample()
        try makeLedger(of: "sample.ndjson")
        let asked = [
            "--pack", "silence.yaml", "--outcome", "no-order:90", "--horizon", "90",
        ]
        let source = asked + ["--knowledge", "source"]
        let json = try backtest(source + ["--json", "--tried", "40"])
        #expect(json.messages.contains("as claimed by the source"))
        let told = try json.object()
        #expect(told["tried"] as? Int == 3 && told["tried_before"] as? Int == 40)
        let scored = try #require((told["scored"] as? [[String: Any]])?.first)
        // Accounts that were lost later are among them.
        #expect(scored["accounts"] as? Int == 60)
        let single = try #require(scored["signals"] as? [[String: Any]])
        let joined = try Self.object(
            try backtest(
                source + ["--json", "--signal", "watch,alarm", "--signal", "calm"]
            ).output)
        #expect(joined["tried"] as? Int == 2)
        let both = try #require((joined["scored"] as? [[String: Any]])?.first)
        let signals = try #require(both["signals"] as? [[String: Any]])
        for name in ["decisions", "followed"] {
            let parts = single.compactMap { $0[name] as? Int }
            #expect(signals.compactMap { $0[name] as? Int } == [parts[1] + parts[2], parts[0]])
        }
        let again = ["--pack", "silence.yaml", "--decision", "warning", "--decision", "warning"]
        let twice = ["watch,alarm,watch", "alarm,watch", "calm", "calm"].flatMap {
            ["--signal", $0]
        }
        let repeated = try backtest(source + again + twice + ["--json"])
        #expect(try Self.object(repeated.output) as NSObject == joined as NSObject)
        try expectTables(source)
        try expectRefusals(asked)
    }

    @Test func `where there is no decision, it is said of the time that was asked for`() throws {
        try folder.makeSample()
        try makeLedger(of: "sample.ndjson")
        let asked = ["--pack", "silence.yaml", "--outcome", "churn", "--horizon", "90"]
        let late = asked + ["--knowledge", "source", "--from", "2030-01-01"]
        for (language, text) in [
            ("en", "there is no decision to judge in that time"),
            ("zh-Hans", "没有可评判的决定"), ("zh-Hant", "沒有可評判的決定"),
        ] {
            #expect(try backtest(late + ["--language", language]).output.contains(text))
        }
        let made = try RapportProcess(["init", "empty.rapport"], in: folder)
        try #require(made.code == 0)
        let empty = try RapportProcess(["backtest", "empty.rapport"] + asked, in: folder)
        #expect(empty.code != 0)
        #expect(empty.messages.contains("there is no decision to judge in that time"))
    }

    /// The ledger begins within the base of the first decisions.
    @Test func `a fall is told only from a base that is wholly known`() throws {
        let orders = (0..<24).map { month in
            let day = "\(2022 + month / 12)-\(month % 12 < 9 ? "0" : "")\(month % 12 + 1)-15"
            return #"{"specversion":"1.0","id":"\#(month)","source":"/s","type":"order.placed","#
                + #""subject":"A","time":"\#(day)T00:00:00Z","data":{"order_id":"\#(month)","#
                + #""currency":"USD","amount_minor":\#(month < 3 ? 900 : 100)}}"#
        }
        let text = orders.joined(separator: "\n") + "\n"
        try text.write(toFile: folder.path("orders.ndjson"), atomically: true, encoding: .utf8)
        try makeLedger(of: "orders.ndjson")
        try check("orders.ndjson", "revenue-fall:50", horizon: "90", packs: ["silence"])
        let run = try backtest([
            "--pack", "silence.yaml", "--outcome", "revenue-fall:50", "--horizon", "90",
            "--knowledge", "source",
        ])
        // Not from 2022-02-01 to 04-01, nor from 2023-10-01 on; in between it falls after 05-01 and
        // 06-01.
        #expect(
            run.output.contains(
                "23 decisions: 17 judged, of which it followed 2 (base rate 11.8 %); "
                    + "0 not at risk; 6 "
                    + "whose window isn't over or whose base begins before the first event."))
    }

    private func expectTables(_ asked: [String]) throws {
        for (language, texts) in [
            (
                "en",
                [
                    "How well warning of silence 1 foretold, within 90 days: 90 days without an",
                    "2,713 decisions: 2,374 judged, of which it followed 474 (base rate 20.0 %); "
                        + "219 not at risk; 120 whose window isn't over.",
                    "71.9 %  35.0 %  3.60", "40 of 41 (44)", "3 in this run, 0 before (--tried)",
                ]
            ),
            ("zh-Hans", ["90 天无订单", "召回率", "窗口未满 120 项", "本次 3 个", "41 中 40（44）"]),
            ("zh-Hant", ["90 天無訂單", "訊號", "窗口未滿 120 項", "本次 3 個", "提升度"]),
        ] {
            let output = try backtest(asked + ["--language", language]).output
            for text in texts { #expect(output.contains(text), "\(text) in \(output)") }
        }
    }

    private func expectRefusals(_ asked: [String]) throws {
        for (arguments, sentence) in [
            (asked, "use --knowledge source for what the source says it knew"),
            (asked + ["--signal", "loud"], "silence has no level 'loud'; the levels are calm, "),
            (asked + ["--tried", "1000000001"], "--tried may be 0 to 1000000000 variants."),
            (asked + ["--horizon", "3661"], "--horizon may be 1 to 3660 days."),
            (
                asked + ["--outcome", "no-order:3661"],
                "an outcome is churn, no-order:DAYS with 1 to 3660 days"
            ),
            (
                asked + ["--outcome", "revenue-fall:101"],
                "'revenue-fall:101' is none"
            ),
            (
                asked + ["--pack", "risk-matrix", "--knowledge", "source"],
                "risk-matrix decides 'risk' at every event"
            ),
        ] {
            #expect(try backtest(arguments, code: 2).messages.contains(sentence), "\(sentence)")
        }
        for arguments in [["--horizon", "3660"], ["--outcome", "no-order:3660"]] {
            _ = try backtest(asked + arguments + ["--knowledge", "source"])
        }
    }
}
