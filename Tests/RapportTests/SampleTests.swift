import Foundation
import Testing

/// What a new user sees on the sample of `tools/generate-sample`: every stage, and every cause.
struct SampleTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.makeSample()
        try rapport("init", "s.rapport")
        try rapport("import", "s.rapport", "sample.ndjson", "--actor", "sample")
    }

    @discardableResult
    private func rapport(_ arguments: String...) throws -> String {
        let run = try RapportProcess(arguments, in: folder)
        #expect(run.code == 0, "\(arguments): \(run.messages)\(run.output)")
        return run.output
    }

    /// The stages that an account went through, by the ids of the levels.
    private func stages(_ account: String) throws -> [String] {
        let history = try rapport(
            "history", "s.rapport", account, "--decision", "stage", "--as-of", "2026-01-01",
            "--json")
        return try history.split(separator: "\n").map { line in
            let step = try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any]
            return step?["effective"] as? String ?? ""
        }
    }

    /// Why the tier of an account changed last before an instant.
    private func causes(_ account: String, _ asOf: String, knowsThen: Bool) throws -> [String] {
        let knowledge = knowsThen ? ["--known-at", "then", "--knowledge", "source"] : []
        let run = try RapportProcess(
            ["why", "s.rapport", account, "--as-of", asOf, "--json"] + knowledge, in: folder)
        let why = try JSONSerialization.jsonObject(with: Data(run.output.utf8)) as? [String: Any]
        return why?["causes"] as? [String] ?? []
    }

    @Test func `one account passes through all stages, one falls back, one is unknown`() throws {
        #expect(try stages("C003") == ["pre", "early", "mid", "partnership", "synergistic"])
        #expect(try stages("C008").suffix(2) == ["partnership", "mid"])
        #expect(try stages("C052").contains("unknown"))
        let why = try rapport(
            "why", "s.rapport", "C052", "--decision", "stage", "--as-of", "2022-12-01",
            "--language", "zh-Hans")
        #expect(why.contains("近180天职能对接数不明：联系人均无职能信息"))
    }

    @Test func `what was known then stands beside what is known now`() throws {
        let both = try rapport(
            "history", "s.rapport", "C049", "--as-of", "2025-10-01", "--known-at", "both",
            "--knowledge", "source", "--json")
        let rows = both.split(separator: "\n").suffix(2)
        #expect(
            rows.first?.contains(#""from":"2025-06-01T00:00:00Z","restated":"b","then":"c""#)
                == true)
        #expect(rows.last?.contains(#""restated":"b","then":"b""#) == true)
    }

    @Test func `a pack that comes into force again changes nothing by itself`() throws {
        func activate(_ day: String) throws {
            try rapport(
                "pack", "activate", "s.rapport", "abc-pareto", "--effective-from", day, "--actor",
                "sample")
        }
        func causes() throws -> [String] {
            let why = try rapport(
                "why", "s.rapport", "C010", "--decision", "abc", "--as-of", "2024-04-02", "--json")
            let object =
                try JSONSerialization.jsonObject(with: Data(why.utf8)) as? [String: Any]
            return object?["causes"] as? [String] ?? []
        }
        try activate("2022-01-01")
        let once = try causes()
        try activate("2024-04-01")
        #expect(try causes() == once && !once.isEmpty && once != ["rule_changed"])
    }

    @Test func `each cause makes a tier change`() throws {
        for (account, asOf, cause) in [
            ("C010", "2024-03-02", "population_moved"), ("C010", "2024-06-02", "new_event"),
            ("C010", "2024-11-02", "window_moved"), ("C010", "2025-07-02", "correction"),
            ("C049", "2025-09-02", "late_event"),
        ] {
            #expect(try causes(account, asOf, knowsThen: true) == [cause], "\(account) \(asOf)")
        }
        try rapport(
            "pack", "activate", "s.rapport", "elevator-four-tier", "--effective-from",
            "2023-06-01", "--actor", "sample")
        try rapport(
            "approve", "s.rapport", "C006", "--decision", "tier", "--to", "key", "--as-of",
            "2024-02-01", "--actor", "sample")
        try rapport(
            "override", "s.rapport", "C006", "--decision", "tier", "--to", "main", "--as-of",
            "2024-03-01", "--expires", "2024-04-01", "--reason", "pilot", "--actor", "sample")
        for (asOf, cause) in [
            ("2023-06-02", "rule_changed"), ("2024-02-02", "approval"), ("2024-03-02", "override"),
            ("2024-04-02", "override"),
        ] {
            #expect(try causes("C006", asOf, knowsThen: false) == [cause], "\(asOf)")
        }
    }
}
