import Foundation
import LedgerModel
import Testing

/// `rapport decisions` and `replay --pack in-force` as a user meets them, on the sample of
/// `tools/generate-sample`.
struct DecisionsTests {
    private let folder: TemporaryFolder

    init() throws {
        folder = try TemporaryFolder()
        try folder.makeSample()
        try rapport("init", "s.rapport")
        try rapport("import", "s.rapport", "sample.ndjson", "--actor", "sample")
    }

    @discardableResult
    private func rapport(_ arguments: String..., input: String = "") throws -> String {
        let run = try RapportProcess(arguments, input: Array(input.utf8), in: folder)
        #expect(run.code == 0, "\(arguments): \(run.messages)\(run.output)")
        return run.output
    }

    /// A reader of the feed: the rows of the tier, by the ids of decisions.
    private struct Reader {
        var rows: [String: String] = [:]
        var (made, superseded, retracted) = (0, 0, 0)
        var cursor: String?

        mutating func take(_ lines: String) throws {
            (made, superseded, retracted) = (0, 0, 0)
            for line in lines.split(separator: "\n") {
                let object = try #require(
                    try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
                cursor = object["cursor"] as? String
                guard let event = object["event"] as? [String: Any] else { continue }
                let id = try #require(event["id"] as? String)
                if let other = event["retracts"] as? String {
                    #expect(rows.removeValue(forKey: other) != nil && id == "-" + other)
                    retracted += 1
                    continue
                }
                let data = try #require(event["data"] as? [String: Any])
                if let other = event["supersedes"] as? String {
                    #expect(rows.removeValue(forKey: other) != nil)
                    superseded += 1
                } else {
                    made += 1
                }
                let account = try #require(event["subject"] as? String)
                rows[id] = "\(account),\(data["as_of"] ?? ""),\(data["level"] ?? "")"
            }
        }
    }

    @Test func `who applies the feed has the rows of the packs in force`() throws {
        var reader = Reader()
        func check(_ what: String) throws {
            let after = reader.cursor.map { ["--after", $0] } ?? []
            let run = try RapportProcess(
                ["decisions", "s.rapport", "--cursors"] + after + ["--decision", "tier"],
                in: folder)
            #expect(run.code == 0, "\(run.messages)")
            try reader.take(run.output)
            try rapport("replay", "s.rapport", "--pack", "in-force", "--output", "t.csv")
            let text = try String(
                contentsOf: folder.url.appendingPathComponent("t.csv"), encoding: .utf8)
            let rows = text.split(separator: "\n").map(String.init)
            #expect(rows.first == "account,as_of,tier")
            #expect(reader.rows.values.sorted() == rows.dropFirst().sorted(), "\(what)")
        }
        try check("at first")
        #expect(reader.made > 2_000 && reader.superseded == 0 && reader.retracted == 0)
        let first = reader.rows
        try append(
            #""id":"late","type":"order.placed","subject":"C003","time":"2023-03-05T00:00:00Z""#,
            #""order_id":"L1","currency":"CNY","amount_minor":90000000000"#)
        try check("after an order that came late")
        #expect(reader.made == 0 && reader.superseded > 10 && reader.retracted == 0)
        try append(
            #""id":"n","type":"event.annulled","subject":"C003","time":"2024-01-01T00:00:00Z""#,
            #""source":"/test","id":"late""#)
        try check("after its annulment")
        #expect(reader.rows == first)
        try rapport(
            "pack", "activate", "s.rapport", "elevator-four-tier", "--effective-from",
            "2024-01-15")
        try check("with another pack")
        #expect(reader.made > 0 && reader.retracted > 1_000)
        try rapport(
            "approve", "s.rapport", "C003", "--decision", "tier", "--to", "strategic", "--as-of",
            "2024-02-03")
        try check("after an approval")
        #expect(reader.made == 1 && reader.retracted == 0)
    }

    private func append(_ envelope: String, _ data: String) throws {
        let event = #"{"specversion":"1.0","source":"/test",\#(envelope),"data":{\#(data)}}"#
        try rapport("append", "s.rapport", input: event)
    }

    @Test func `a line of the feed is a CloudEvent in canonical JSON`() throws {
        let event = try RapportProcess(
            ["decisions", "s.rapport", "--decision", "tier", "--limit", "1"], in: folder
        ).object()
        #expect(
            event.keys.sorted()
                == ["data", "id", "source", "specversion", "subject", "time", "type"])
        #expect(event["type"] as? String == "decision.made")
        let stat = try rapport("stat", "s.rapport", "--json")
        let source = try #require(event["source"] as? String)
        let ledger = try #require(source.split(separator: "/").dropFirst(2).first)
        #expect(stat.contains(#""ledger":"\#(ledger)""#))
        let short = try rapport(
            "decisions", "s.rapport", "--account", "C003", "--decision", "tier")
        #expect(short.split(separator: "\n").allSatisfy { $0.contains(#""subject":"C003""#) })
    }

    @Test func `the replay of the packs in force says which were in force and what it took`() throws
    {
        try rapport(
            "pack", "activate", "s.rapport", "elevator-four-tier", "--effective-from",
            "2024-01-15")
        let lines = try rapport("replay", "s.rapport", "--pack", "in-force", "--facts")
        let first = try #require(lines.split(separator: "\n").first)
        #expect(
            first.contains(#""approvals":"recorded""#) && first.contains(#""overrides":"apply""#))
        #expect(first.contains(#"{"from":"2024-01-14T16:00:00Z","pack":"elevator-four-tier""#))
        let totals = try rapport("replay", "s.rapport", "--pack", "in-force", "--totals")
        let digest = try #require(lines.split(separator: "\"").dropLast().last)
        #expect(totals.contains(digest))
        for (options, sentence) in [
            (["--approvals", "assume"], "leave --approvals and --overrides out"),
            (["--facts", "--output", "x.csv"], "have facts of their own each"),
            (["--decision", "nope"], "no pack of this ledger decides 'nope'"),
        ] {
            let run = try RapportProcess(
                ["replay", "s.rapport", "--pack", "in-force"] + options, in: folder)
            #expect(run.code == 2 && run.messages.contains(sentence), "\(run.messages)")
        }
    }
}
