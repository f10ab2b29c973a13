import Foundation
import LedgerModel
import Testing

/// Two packs compared on the sample of `tools/generate-sample`: every figure follows from what
/// `replay` writes of both.
struct CompareTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent()
        try folder.makeSample()
        let pack = try String(
            contentsOf: root.appendingPathComponent("tools/packs/elevator-four-tier.yaml"),
            encoding: .utf8)
        try folder.write(
            Array(pack.replacing("{2020-01-01: 2000万 CNY}", with: "{2020-01-01: 2400万 CNY}").utf8),
            to: "dearer.yaml")
        try rapport("init", "s.rapport")
        try rapport("import", "s.rapport", "sample.ndjson", "--actor", "sample")
    }

    @discardableResult
    private func rapport(_ arguments: String..., code: Int32 = 0) throws -> String {
        let run = try RapportProcess(arguments, in: folder)
        #expect(run.code == code, "\(arguments): \(run.messages)\(run.output)")
        return run.output
    }

    private static let dearer = [
        "compare", "s.rapport", "--base", "elevator-four-tier", "--variant", "dearer.yaml",
        "--today", "2026-01-10",
    ]

    private func object(_ arguments: [String]) throws -> [String: Any] {
        let run = try RapportProcess(arguments + ["--json"], in: folder)
        #expect(run.code == 0, "\(run.messages)")
        return try run.object()
    }

    @Test func `2400万 instead of 2000万 moves one key account, which is named with reasons`() throws
    {
        let found = try object(Self.dearer)
        let moves = try #require(found["moves"] as? [[String: Any]])
        #expect(moves.map { $0["account"] as? String } == ["C010"])
        #expect(moves.first?["base"] as? String == "key")
        #expect(moves.first?["variant"] as? String == "main")
        #expect(moves.first?["direction"] as? String == "down")
        #expect(moves.first?["revenue_365d_minor"] as? Int == 2_080_000_000)
        #expect(found["revenue_touched_minor"] as? Int == 2_080_000_000)
        let reasons = ["base_reason", "variant_reason"].map {
            (moves.first?[$0] as? String ?? "").replacing("—", with: "-")
        }
        #expect(reasons[0].contains("sales 20,800,000.00 CNY reach 20,000,000.00 CNY"))
        #expect(reasons[1].contains("not Key: needs net revenue of the year before 20,800,000.00"))
        #expect(reasons[1].contains("≥ key account from 24,000,000.00 CNY"))
        let today = try rapport("history", "s.rapport", "C010", "--as-of", "2026-01-10", "--json")
        let level = try #require(moves.first?["today"] as? String)
        #expect(
            today.split(separator: "\n").last?.contains(#""effective":"\#(level)""#) == true)
        #expect(found["approvals"] as? String == "assume")
        #expect(found["overrides"] as? String == "ignore")
        #expect(found["position"] as? Int == 40_049)
        let losses = (found["losses"] as? [[String: Any]] ?? []).map { loss in
            ["account", "base", "variant", "compared_at"].map { loss[$0] as? String ?? "" }
        }
        // As they stood at the new year before they left.
        #expect(losses.map { $0[0] } == ["C021", "C007", "C026", "C060"])
        for loss in losses {
            let why = try rapport(
                "replay", "s.rapport", "--pack", "elevator-four-tier", "--from", "2025-01-01",
                "--to", "2025-01-01")
            let row = why.split(separator: "\n").first { $0.contains(#""\#(loss[0])""#) }
            #expect(row?.contains(#""level":"\#(loss[1])""#) == true && loss[1] == loss[2])
            #expect(loss[3] == "2024-12-31T16:00:00Z")
        }
        let near = try #require((found["base"] as? [String: Any])?["near"] as? [[String: Any]])
        #expect(near.map { $0["account"] as? String } == ["C022", "C011", "C010", "C025"])
    }

    @Test func `a pipeline fails where an account moves, with reasons or without`() throws {
        let run = try RapportProcess(Self.dearer + ["--fail-on-change"], in: folder)
        #expect(run.code == 1 && run.messages.isEmpty && run.output.contains("C010"))
        let same = try rapport(
            "compare", "s.rapport", "--base", "elevator-four-tier", "--variant",
            "elevator-four-tier", "--fail-on-change")
        #expect(same.contains("Every account stands where it did."))
        let found = try object(Self.dearer + ["--limit", "0"])
        let moves = try #require(found["moves"] as? [[String: Any]])
        #expect(moves.count == 1 && moves[0]["base_reason"] == nil)
        #expect(
            try RapportProcess(Self.dearer + ["--limit", "0"], in: folder).output.contains(
                "and 1 more, see --json and --limit"))
        try rapport(
            "compare", "s.rapport", "--base", "starter", "--variant", "starter", "--limit",
            "10001", code: 2)
    }

    @Test func `the text names accounts, reasons and what it rests on, in three languages`() throws
    {
        let english = try RapportProcess(Self.dearer, in: folder).output
        for text in [
            "Parameters that differ at 2026-01-01: key account from 20,000,000.00 CNY → "
                + "24,000,000.00 CNY.",
            "events before position 40049", "approvals assumed, overrides ignored",
            "At 2026-01-01 the level differs for 1 of 60 accounts: 1 down",
            "Revenue touched: CNY 20,800,000.00", "▼ down (1):",
            "C010 远山扶梯: Key → Main · today A",
            "At the lowest level then: 3 under the base (General), 3 under the variant (General).",
            "no cadence given", "brand class is not known: no event says it",
        ] { #expect(english.contains(text), "\(text) in \(english)") }
        let chinese = try RapportProcess(Self.dearer + ["--language", "zh-Hans"], in: folder).output
        for text in ["▼ 下降 (1)", "重点客户 → 主要客户", "未达重点客户：需", "未规定拜访频次"] {
            #expect(chinese.contains(text), "\(text) in \(chinese)")
        }
        let traditional = try RapportProcess(
            Self.dearer + ["--language", "zh-Hant"], in: folder
        ).output
        #expect(traditional.contains("重點客戶 → 主要客戶"))
    }

    @Test func `the report is one file that needs nothing else`() throws {
        for (language, texts) in [
            (
                "en",
                [
                    #"<html lang="en">"#, "C010 远山扶梯", "Revenue touched, 12 months",
                    "CNY 20,800,000", "no cadence given", "C021 雁门电梯", "Who moves, and why",
                    "At the lowest level then: 3 under the base (General)",
                ]
            ), ("zh-Hans", [#"<html lang="zh-Hans">"#, "重点客户", "▼ 下降 (1)", "2,080万元"]),
        ] {
            let run = try RapportProcess(
                Self.dearer + ["--html", "r.html", "--language", language], in: folder)
            #expect(run.code == 0 && run.output.contains("C010"))
            let page = String(decoding: try folder.bytes(of: "r.html"), as: UTF8.self)
            for text in texts { #expect(page.contains(text), "\(text)") }
            for text in ["<script", "http:", "https:", "src=", "url(", "@import", "onload"] {
                #expect(!page.contains(text), "\(text)")
            }
            #expect(Self.openElements(of: page) == [])
            // The first page ends before the details begin.
            let board = page.split(separator: #"<section class="details">"#).first ?? ""
            #expect(board.contains("C010") && board.contains("C021"))
        }
    }

    @Test func `packs of one name and version are told apart by their hashes`() throws {
        let found = try object(Self.dearer)
        let hashes = try ["base", "variant"].map { side in
            try #require((found[side] as? [String: Any])?["pack_sha256"] as? String)
        }
        #expect(Set(hashes).count == 2 && hashes.allSatisfy { $0.count == 64 })
        let names = hashes.map { "elevator-four-tier 1 · \($0.prefix(8))" }
        let title = "ier: \(names[0]) (base) against \(names[1]) (variant)"
        let run = try RapportProcess(Self.dearer + ["--html", "r.html"], in: folder)
        #expect(run.output.contains("t" + title))
        let page = String(decoding: try folder.bytes(of: "r.html"), as: UTF8.self)
        for text in [
            "<title>T\(title)</title>", "<h1>T\(title)</h1>", "<b>Base · \(names[0])</b>",
            "<b>Variant · \(names[1])</b>",
        ] { #expect(page.contains(text), "\(text)") }
        // The same pack twice needs no hash, nor do packs of other names.
        for variant in ["elevator-four-tier", "starter"] {
            let other = try rapport(
                "compare", "s.rapport", "--base", "elevator-four-tier", "--variant", variant)
            #expect(
                other.hasPrefix(
                    "tier: elevator-four-tier 1 (base) against \(variant) 1 (variant)\n"))
        }
    }

    @Test func `a level of today that is only proposed is called so`() throws {
        try rapport(
            "pack", "activate", "s.rapport", "elevator-four-tier", "--effective-from", "2022-01-01")
        let run = try RapportProcess(Self.dearer + ["--html", "r.html"], in: folder)
        #expect(run.output.contains("C010 远山扶梯: Key → Main · today Key (proposed) · CNY"))
        let page = String(decoding: try folder.bytes(of: "r.html"), as: UTF8.self)
        #expect(page.contains(#"<td data-title="Today">Key (proposed)</td>"#))
    }

    @Test func `who can't see the page hears its tables and pictures`() throws {
        _ = try RapportProcess(Self.dearer + ["--html", "r.html"], in: folder)
        let page = String(decoding: try folder.bytes(of: "r.html"), as: UTF8.self)
        let parts = page.split(separator: "<")
        func tags(_ name: String) -> [Substring] {
            parts.filter { $0.hasPrefix(name + " ") || $0.hasPrefix(name + ">") }
        }
        #expect(tags("h1").count == 1)
        #expect(tags("th").count > 20 && tags("th").allSatisfy { $0.contains("scope=\"") })
        #expect(
            tags("svg").count == 3
                && tags("svg").allSatisfy { $0.contains("role=\"img\" aria-label=\"") })
        #expect(page.contains("Strategic 3, Key 3, Main 15, General 37, not rated 2\""))
        #expect(page.contains("from 2023-01-01 to 2026-01-01: at most 2, at the end 1\""))
    }

    @Test func `names of a ledger neither run nor turn the page`() throws {
        let names = ["<script>alert(1)</script>", "\u{5D0}\u{5D1} (12)\u{202E}x"]
        let lines = zip(["C010", "C021"], names).map { account, name in
            #"{"specversion":"1.0","id":"n\#(account)","source":"/s","type":"account.updated","#
                + #""subject":"\#(account)","time":"2025-12-30T00:00:00Z","#
                + #""data":{"name":"\#(name)"}}"#
        }
        try folder.write(Array(lines.joined(separator: "\n").utf8), to: "names.ndjson")
        try rapport("import", "s.rapport", "names.ndjson", "--actor", "sample")
        _ = try RapportProcess(Self.dearer + ["--html", "r.html"], in: folder)
        let page = String(decoding: try folder.bytes(of: "r.html"), as: UTF8.self)
        #expect(!page.contains("<script") && !page.contains("\u{202E}"))
        #expect(page.contains("<bdi>C010 &lt;script&gt;alert(1)&lt;/script&gt;</bdi>"))
        #expect(page.contains("<bdi>C021 \u{5D0}\u{5D1} (12)\u{FFFD}x</bdi>"))
        #expect(Self.openElements(of: page) == [])
    }

    /// The elements of a page that aren't closed where they should be.
    private static func openElements(of page: String) -> [String] {
        var open: [String] = []
        for part in page.split(separator: "<").dropFirst() {
            let name = part.prefix { $0.isLetter || $0.isNumber || $0 == "/" || $0 == "!" }
            if name.hasPrefix("!") || ["meta", "link"].contains(name) { continue }
            if name.hasPrefix("/") {
                guard open.popLast() == String(name.dropFirst()) else { return ["at \(part)"] }
            } else {
                open.append(String(name))
            }
        }
        return open
    }

    /// Bases and variants: one schedule and two, tables, holds and machines.
    private static let pairs = [
        ["elevator-four-tier", "dearer.yaml", "tier"], ["starter", "elevator-four-tier", "tier"],
        ["elevator-four-tier", "starter", "tier"], ["starter", "five-stages", "stage"],
        ["telecom-grades", "abc-pareto", ""],
    ]

    @Test func `figures follow from the decisions that replay writes`() throws {
        for packs in Self.pairs { try checkFigures(packs, []) }
        try checkFigures(Self.pairs[2], ["--from", "2023-06-01", "--to", "2025-03-01"])
    }

    private func checkFigures(_ packs: [String], _ window: [String]) throws {
        let decision = packs[2].isEmpty ? [] : ["--decision", packs[2]]
        let found = try object(
            ["compare", "s.rapport", "--base", packs[0], "--variant", packs[1]] + decision
                + window)
        let instants = (found["moments"] as? [[String: Any]] ?? []).compactMap {
            $0["at"] as? String
        }
        #expect(!instants.isEmpty)
        let sides = try [("base", packs[0]), ("variant", packs[1])].map { side, pack in
            let named = found[side] as? [String: Any]
            return try ReplayedRows(
                rapport(
                    "replay", "s.rapport", "--pack", pack, "--decision",
                    named?["decision"] as? String ?? ""))
        }
        check(found, instants, sides)
    }

    private func check(_ found: [String: Any], _ instants: [String], _ sides: [ReplayedRows]) {
        let accounts = Set(sides.flatMap { $0.rows.map(\.account) }).sorted()
        var firsts: [String: String] = [:]
        var last: [String: [String]] = [:]
        for (moment, instant) in zip(found["moments"] as? [[String: Any]] ?? [], instants) {
            var counts: [[String]: Int] = [:]
            for account in accounts {
                let levels = sides.map { $0.level(of: account, at: instant) }
                guard levels.contains(where: { $0 != nil }) else { continue }
                let pair = levels.map { $0 ?? "not_rated" }
                counts[pair, default: 0] += 1
                last[account] = pair
                if pair[0] != pair[1], firsts[account] == nil { firsts[account] = instant }
            }
            #expect(
                transitions(moment["counts"] as? [[Int]] ?? [], found) == counts, "\(instant)")
        }
        let differences = (found["first_differences"] as? [[String: String]] ?? []).map {
            [$0["account"], $0["at"]]
        }
        #expect(differences == firsts.sorted { $0.key < $1.key }.map { [$0.key, $0.value] })
        let moves = (found["moves"] as? [[String: Any]] ?? []).map { move in
            ["account", "base", "variant"].map { move[$0] as? String ?? "" }
        }.sorted { $0[0] < $1[0] }
        #expect(
            moves
                == last.filter { $0.value[0] != $0.value[1] }.sorted { $0.key < $1.key }
                .map { [$0.key] + $0.value })
        for (side, rows) in zip(["base", "variant"], sides) {
            let own = found[side] as? [String: Any]
            #expect(
                own?["flips"] as? Int
                    == rows.flips(from: instants.first ?? "", to: instants.last ?? ""),
                "\(side)")
        }
    }

    /// The pairs of levels that have accounts.
    private func transitions(_ counts: [[Int]], _ found: [String: Any]) -> [[String]: Int] {
        let matrix = found["matrix"] as? [String: Any]
        let (rows, columns) = (
            matrix?["rows"] as? [String] ?? [], matrix?["columns"] as? [String] ?? []
        )
        var pairs: [[String]: Int] = [:]
        for (row, counts) in zip(rows, counts) {
            for (column, count) in zip(columns, counts) where count != 0 {
                let names = [row, column].map { $0 == "unknown" ? "not_rated" : $0 }
                pairs[names, default: 0] += count
            }
        }
        return pairs
    }
}

/// The decisions of a replay. Times are compared as texts, which all have the same length.
private struct ReplayedRows {
    struct Row {
        let account: String
        let at: String
        let level: String
    }

    let rows: [Row]
    private let byAccount: [String: [Row]]

    init(_ output: String) throws {
        // The first line is the header, the last one the digest.
        rows = try output.split(separator: "\n").dropFirst().dropLast().map { line in
            let row = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: String]
            let own = try #require(row)
            let level = own["level"] ?? ""
            return Row(
                account: try #require(own["account"]), at: own["as_of"] ?? "",
                level: level == "unknown" ? "not_rated" : level)
        }
        byAccount = Dictionary(grouping: rows, by: \.account)
    }

    func level(of account: String, at instant: String) -> String? {
        byAccount[account]?.last { $0.at <= instant }?.level
    }

    /// Changes of level through an instant that come after another.
    func flips(from: String, to: String) -> Int {
        byAccount.values.reduce(0) { sum, rows in
            let own = rows.filter { $0.at <= to }
            return sum
                + zip(own, own.dropFirst()).count {
                    $0.level != $1.level && $1.at > from
                }
        }
    }
}
