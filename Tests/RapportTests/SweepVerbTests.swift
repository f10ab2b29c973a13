import Foundation
import Testing

/// What people and programs are told of a sweep over the sample of `tools/generate-sample`.
struct SweepVerbTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.makeSample()
        for arguments in [
            ["init", "s.rapport"], ["import", "s.rapport", "sample.ndjson", "--actor", "sample"],
        ] { #expect(try RapportProcess(arguments, in: folder).code == 0) }
    }

    private static let sweep = ["sweep", "s.rapport", "--pack", "elevator-four-tier"]
    private static let keys = sweep + ["--parameter", "key_min=1500万..2500万:200万"]

    private func object(_ arguments: [String]) throws -> [String: Any] {
        let run = try RapportProcess(arguments + ["--json"], in: folder)
        #expect(run.code == 0, "\(run.messages)")
        return try run.object()
    }

    @Test func `a point is what a comparison with its pack says`() throws {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        let document = try String(
            contentsOf: root.appendingPathComponent("tools/packs/elevator-four-tier.yaml"),
            encoding: .utf8)
        let points = try #require(try object(Self.keys)["points"] as? [[String: Any]])
        #expect(points.count == 7 && points[3]["own"] as? Bool == true)
        for point in points {
            let minor = try #require((point["values"] as? [Int])?.first)
            let pack = document.replacing("2000万 CNY}", with: "\(minor / 100) CNY}")
            try folder.write(Array(pack.utf8), to: "point.yaml")
            let compared = try object([
                "compare", "s.rapport", "--base", "elevator-four-tier", "--variant", "point.yaml",
                "--limit", "0",
            ])
            let variant = try #require(compared["variant"] as? [String: Any])
            #expect(point["flips"] as? Int == variant["flips"] as? Int)
            #expect(
                point["flips_per_thousand_account_years"] as? Int
                    == variant["flips_per_thousand_account_years"] as? Int)
            #expect(point["moved"] as? Int == (compared["moves"] as? [Any])?.count)
            for (own, other) in zip(levels(point), levels(variant)) {
                for name in ["level", "accounts", "revenue_365d_minor"] {
                    #expect("\(own[name] ?? "")" == "\(other[name] ?? "")", "\(minor), \(name)")
                }
            }
        }
    }

    private func levels(_ object: [String: Any]) -> [[String: Any]] {
        object["levels"] as? [[String: Any]] ?? []
    }

    @Test func `the nearest values that move an account, and that give a size, are told`() throws {
        let found = try object(Self.keys + ["--account", "C010", "--level", "key", "--size", "4"])
        let account = try #require(found["account"] as? [String: Any])
        #expect(account["level"] as? String == "key")
        let moves = account["moves"] as? [[String: Any]] ?? []
        #expect(moves.map { $0["values"] as? [Int] } == [[2_100_000_000]])
        #expect(moves.map { $0["level"] as? String } == ["main"])
        let size = try #require(found["size"] as? [String: Any])
        let nearest = size["nearest"] as? [[String: Any]] ?? []
        #expect(nearest.map { $0["values"] as? [Int] } == [[1_900_000_000]])
        #expect(nearest.map { $0["accounts"] as? Int } == [4])
        let unmoved = try object(
            Self.sweep + ["--parameter", "main_min=500万..510万:10万", "--account", "C010"])
        #expect(((unmoved["account"] as? [String: Any])?["moves"] as? [Any])?.isEmpty == true)
    }

    @Test func `threads and knowledge are those that are asked for`() throws {
        let arguments = Self.sweep + ["--parameter", "main_min=1万..2000万:100万"]
        let outputs = try ["1", "2", "7"].map { threads in
            try RapportProcess(arguments + ["--threads", threads, "--json"], in: folder).output
        }
        #expect(Set(outputs).count == 1)
        let early = try object(arguments + ["--known-at", "20000"])
        #expect(early["known_at"] as? Int == 20_000 && early["position"] as? Int == 20_001)
    }

    @Test func `the table speaks three languages and marks the pack's own value`() throws {
        let asked = Self.keys + ["--account", "C010", "--level", "key", "--size", "9"]
        for (language, texts) in [
            (
                "en",
                [
                    "tier: elevator-four-tier 1 with other values of",
                    "from 15,000,000.00 CNY to 25,000,000.00 CNY in steps of 2,000,000.00 CNY; "
                        + "the pack's own is 20,000,000.00 CNY",
                    "C010 is Key at the end with key_min = 20,000,000.00 CNY.",
                    "  key_min = 21,000,000.00 CNY: Key → Main",
                    "no lower value of the range does", "% is the share of the net revenue",
                    "No value of the range gives 9 accounts at Key; the nearest are:",
                ]
            ),
            ("zh-Hans", ["规则包现值 2,000万元", "重点客户 → 主要客户", "范围内更低的取值均不会"]),
            ("zh-Hant", ["規則包現值 2,000萬元", "重點客戶 → 主要客戶", "範圍內更低的取值均不會"]),
        ] {
            let run = try RapportProcess(asked + ["--language", language], in: folder)
            #expect(run.code == 0, "\(run.messages)")
            for text in texts { #expect(run.output.contains(text), "\(text) in \(run.output)") }
            let own = language == "en" ? "the pack's own" : language == "zh-Hans" ? "现值" : "現值"
            #expect(run.output.split(separator: "\n").count { $0.hasSuffix(own) } == 1)
        }
    }

    @Test func `the file has a line for every point`() throws {
        let run = try RapportProcess(Self.keys + ["--csv", "t.csv"], in: folder)
        #expect(run.code == 0 && run.output.contains("key_min"))
        let lines = String(decoding: try folder.bytes(of: "t.csv"), as: UTF8.self)
            .split(separator: "\n")
        #expect(lines.count == 8)
        #expect(lines[0].hasPrefix("key_min,own,accounts_general,accounts_main,accounts_key,"))
        #expect(lines[4].hasPrefix("2000000000,true,37,15,3,3,2,0,"))
        #expect(lines.allSatisfy { $0.split(separator: ",").count == 22 })
    }

    @Test func `what can't be swept is refused with a sentence, in Chinese too`() throws {
        for (arguments, english, chinese) in [
            (["--parameter", "key=1..2:1"], "it has key_min, main_min", "它有 key_min、main_min"),
            (["--parameter", "key_min=1..100000:1"], "a sweep takes 1000 at most", "至多 1000 个"),
            (["--parameter", "key_min=a..2:1"], "write an amount in the", "请写以规则包币种"),
            (["--parameter", "key_min=1..2:1", "--size", "3"], "go together", "须一并给出"),
            (
                ["--parameter", "key_min=1..2:1", "--size", "3", "--level", "x"],
                "'tier' has no level 'x'; it has general, main, key, strategic", "没有级别"
            ),
            (["--parameter", "key_min=1..2:1", "--account", "Z"], "Z", "Z"),
            (["--parameter", "key_min=1..2:1", "--csv", "s.rapport"], "overwrite", "覆盖"),
        ] {
            let run = try RapportProcess(Self.sweep + arguments, in: folder)
            #expect(run.code == 2 && run.output.isEmpty, "\(arguments)")
            #expect(run.messages.contains(english), "\(run.messages)")
            let other = try RapportProcess(
                Self.sweep + arguments, in: folder, language: "zh_CN.UTF-8")
            #expect(other.messages.contains(chinese), "\(other.messages)")
        }
    }
}
