import CivilCalendar
import Foundation
import Instruments
import LedgerModel
import Policy
import SeededRandom
import Testing
import TransparencyLog

@testable import LedgerEngine

/// Real histories, imported into a ledger, against figures that were computed from the raw files.
struct ImportedTruthTests {
    static let folder = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .deletingLastPathComponent().appendingPathComponent("shared/data")

    private static let pack = URL(fileURLWithPath: #filePath)
        .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
        .appendingPathComponent("tools/packs/abc-pareto.yaml")

    static var isThere: Bool { FileManager.default.fileExists(atPath: folder.path) }

    @Test(
        .enabled(if: isThere, "the data sets lie beside the checkout, not in it"),
        arguments: [
            "adventureworks_reseller", "cdnow", "classicmodels", "composite_b2b",
            "cook_county_contacts", "maven_crm", "northwind", "nyc_mediated_complaints",
            "tpch/sf0.01",
        ])
    func `an imported history gives the figures of its ground truth`(_ set: String) async throws {
        let truth = try Truth(set)
        let file = try TemporaryLedger()
        let text = try Truth.output("zstd", "-dc", truth.path("events.ndjson.zst"))
        let first = try await importText(text, into: file)
        #expect(first.appended == truth.events && first.rejected == 0)
        let head = try file.open(for: .reading).treeHead()
        #expect(head.size == UInt64(truth.events))
        try await check(file, truth)
        // The larger sets would cost minutes without showing more.
        guard truth.events < 20_000 else { return }
        let second = try await importText(text, into: file)
        #expect(second.appended == 0 && second.duplicates == truth.events)
        #expect(try file.open(for: .reading).treeHead() == head)
        let shuffled = try TemporaryLedger()
        _ = try await importText(shuffledLines(text), into: shuffled)
        try await check(shuffled, truth)
    }

    private func importText(
        _ text: [UInt8], into file: TemporaryLedger
    ) async throws -> ImportReport {
        let clock: @Sendable () -> Instant = { Instant(microseconds: 1_700_000_000_000_000) }
        let writer = try LedgerWriter(try file.open(), clock: clock)
        var importer = Importer(actor: "test") { prepared in
            try await writer.importEvents(prepared, actor: "test")
        }
        let input = TextInput(text, chunk: 1 << 20)
        let report = try await importer.run(
            Importer.Input(
                nextChunk: { input.read(into: &$0) }, report: { _ in }, progress: { _, _ in }))
        await writer.close()
        return report
    }

    /// The lines in another order, but for those of one instant, which keep theirs.
    private func shuffledLines(_ text: [UInt8]) -> [UInt8] {
        let lines = text.split(separator: UInt8(ascii: "\n"))
        let time = Array(#""time":""#.utf8)
        var groups: [[UInt8]: [ArraySlice<UInt8>]] = [:]
        for line in lines {
            let start = line.firstRange(of: time)?.upperBound ?? line.startIndex
            groups[Array(line[start..<(start + 20)]), default: []].append(line)
        }
        var random = SeededGenerator(seed: 11)
        let order = groups.keys.sorted { $0.lexicographicallyPrecedes($1) }.shuffled(using: &random)
        return order.flatMap { groups[$0] ?? [] }.flatMap { $0 + [UInt8(ascii: "\n")] }
    }

    private func check(_ file: TemporaryLedger, _ truth: Truth) async throws {
        let ledger = try file.open(for: .reading)
        let portfolio = try await ledger.portfolio(asOf: truth.asOf)
        var members = JSONMembers()
        for row in portfolio.rows {
            members.removeAll()
            row.append(to: &members)
            var own = try truth.object(members.bytes)
            let account = try #require(own["account"] as? String)
            for key in ["account", "t12m_net_minor", "t12m_abc"] { own[key] = nil }
            own["complaints_open_end"] = own.removeValue(forKey: "complaints_open")
            guard let expected = truth.accounts?[account] else { continue }
            #expect(NSDictionary(dictionary: own) == expected as? NSDictionary, "\(account)")
        }
        #expect(portfolio.rows.count == truth.accountCount)
        members.removeAll()
        PortfolioTotals(of: portfolio).append(to: &members)
        try checkTotals(try truth.object(members.bytes), truth)
        try checkClasses(ledger, truth)
    }

    /// The classes that the pack gives at the end of each quarter.
    private func checkClasses(_ ledger: Ledger, _ truth: Truth) throws {
        let rows = try truth.classes()
        guard let last = rows.map(\.asOf).max() else { return }
        let text = try String(contentsOf: Self.pack, encoding: .utf8)
            .replacing("ties: shared", with: "ties: by_account")
        let pack = try PackReader.read(text) { $0 == "UTC" ? .utc : nil }
        let run = try ledger.historyRun(pack, .at(.now))
        let standings = run.standings(through: last)
        var classes: [AccountID: [Standing]] = [:]
        for (account, own) in zip(run.accounts, standings) { classes[account] = own[0] }
        for row in rows {
            let own = classes[row.account]?.last { $0.instant <= row.asOf }
            let found = own.map { pack.text(of: $0.effective, in: 0) }
            #expect(found == row.abc, "\(row.account) at \(row.asOf.text)")
        }
    }

    private func checkTotals(_ totals: [String: Any], _ truth: Truth) throws {
        for section in [
            "orders", "cost", "complaints", "contacts_log", "satisfaction", "opportunities",
        ] {
            let expected = truth.content[section] as? [String: Any] ?? [:]
            let found = totals[section] as? [String: Any] ?? [:]
            for (key, value) in expected where key != "tier_history_file" {
                #expect(found[key] as? NSObject == value as? NSObject, "\(section).\(key)")
            }
        }
    }
}

/// One folder of truths.
private struct Truth {
    let set: String
    let content: [String: Any]
    let accounts: [String: Any]?
    let asOf: Instant
    let events: Int
    let accountCount: Int

    init(_ set: String) throws {
        self.set = set
        let folder = ImportedTruthTests.folder.appendingPathComponent(set)
        let file = folder.appendingPathComponent("ground_truth.json")
        let parsed = try JSONSerialization.jsonObject(with: Data(contentsOf: file))
        content = try #require(parsed as? [String: Any])
        let orders = content["orders"] as? [String: Any]
        asOf = try Instant(orders?["rfm_asof"] as? String ?? "2099-01-01T00:00:00Z")
        events = try #require((content["events"] as? [String: Any])?["total"] as? Int)
        accountCount = try #require(content["accounts_total"] as? Int)
        let packed = folder.appendingPathComponent("ground_truth_accounts.json.gz").path
        if FileManager.default.fileExists(atPath: packed) {
            let bytes = try Self.output("gzip", "-dc", packed)
            accounts = try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any]
        } else {
            accounts = content["accounts"] as? [String: Any]
        }
    }

    /// What the raw files give at the end of each quarter; none where the set has no such file.
    func classes() throws -> [(asOf: Instant, account: AccountID, abc: String)] {
        let packed = path("ground_truth_tiers.csv.gz")
        guard FileManager.default.fileExists(atPath: packed) else { return [] }
        let text = String(decoding: try Self.output("gzip", "-dc", packed), as: UTF8.self)
        return try text.split(separator: "\n").dropFirst().map { line in
            let fields = line.split(separator: ",")
            let account = fields[1..<(fields.count - 2)].joined(separator: ",")
            return (
                try Instant(String(fields[0])),
                AccountID(account.trimmingCharacters(in: CharacterSet(charactersIn: "\""))),
                fields[fields.count - 1].trimmingCharacters(in: .whitespaces).lowercased()
            )
        }
    }

    func path(_ name: String) -> String {
        ImportedTruthTests.folder.appendingPathComponent(set).appendingPathComponent(name).path
    }

    func object(_ bytes: [UInt8]) throws -> [String: Any] {
        try #require(JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    static func output(_ program: String, _ arguments: String...) throws -> [UInt8] {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [program] + arguments
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        return [UInt8](data)
    }
}
