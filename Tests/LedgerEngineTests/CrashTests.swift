import Foundation
import Glibc
import LMDB
import LedgerModel
import SeededRandom
import Testing
import TransparencyLog

@testable import CrashWriter
@testable import LedgerEngine

/// Processes that die in the middle of their work, at moments drawn from a seed. `tools/crash-test`
/// sets RAPPORT_CRASH_KILLS to run more of them than a test can wait for.
struct CrashTests {
    private static let killsOfALedger = 5
    private static let kills =
        ProcessInfo.processInfo.environment["RAPPORT_CRASH_KILLS"].flatMap { Int($0) } ?? 40

    @Test func `a kill loses nothing acknowledged and doubles nothing`() async throws {
        var tally = CrashTally()
        for seed in 0..<UInt64((Self.kills + Self.killsOfALedger - 1) / Self.killsOfALedger) {
            var ledger = try CrashedLedger(seed: seed)
            let rounds = min(Self.killsOfALedger, Self.kills - Int(seed) * Self.killsOfALedger)
            for round in 0..<rounds {
                try ledger.crash(round: round, &tally)
                try await ledger.check(round: round)
            }
            try await ledger.checkAll()
        }
        #expect(tally.kills == Self.kills)
        #expect(tally.columns > 0, "no kill came between two columns of a segment")
        print(tally.text)
    }

    @Test func `a closed writer leaves the file free at once`() async throws {
        let file = try TemporaryLedger()
        for _ in 0..<200 {
            let writer = try LedgerWriter(file.open(), clock: { Instant(microseconds: 0) })
            await writer.close()
        }
    }
}

/// What the kills interrupted, as far as the file shows it afterwards.
struct CrashTally {
    var kills = 0
    var acknowledged = 0
    /// Kills that left a commit durable whose receipt nobody got.
    var unacknowledged = 0
    /// Kills that left pages of a commit that never came about.
    var torn = 0
    var seals = 0
    var merges = 0
    /// Kills that left a segment of columns without all the columns of packs.
    var columns = 0

    var text: String {
        "\(kills) kills, \(acknowledged) batches acknowledged; interrupted: "
            + "\(unacknowledged) between commit and receipt, \(torn) inside a commit (pages "
            + "written, not committed), \(seals) while sealing, \(merges) while merging, "
            + "\(columns) before all columns were made"
    }
}

/// One ledger with what its dead writers had acknowledged.
private struct CrashedLedger {
    let seed: UInt64
    private let file: TemporaryLedger
    private var random: SeededGenerator
    private var receipts: [CrashedProcess.Receipt] = []
    private var newest: [CrashedProcess.Receipt] = []
    /// What the ledger held after the last kill.
    private var ids: [String] = []

    init(seed: UInt64) throws {
        self.seed = seed
        file = try TemporaryLedger()
        random = SeededGenerator(seed: seed)
    }

    mutating func crash(round: Int, _ tally: inout CrashTally) throws {
        let moment: CrashedProcess.Moment =
            random.below(2) == 0
            ? .receipts(1 + random.below(60)) : .milliseconds(20 + random.below(150))
        newest = try CrashedProcess(
            ledger: file.path, seed: seed, round: round, killedAfter: moment
        ).receipts
        receipts += newest
        tally.kills += 1
        tally.acknowledged += newest.count
        if try hasPagesBehindLastCommit() { tally.torn += 1 }
        let ledger = try file.open(for: .reading)
        ids = try Self.ids(ledger)
        try note(ledger, round, &tally)
    }

    /// All promises, before and after a writer repairs what the dead one left; what it makes of
    /// the file is verified after the next kill.
    func check(round: Int) async throws {
        let place = "seed \(seed), round \(round)"
        try verify(place)
        #expect(Set(ids).count == ids.count, "an id stands twice, \(place)")
        for receipt in receipts {
            let isThere = receipt.places.allSatisfy { id, position in
                position < ids.count && ids[Int(position)] == id
            }
            #expect(isThere, "a receipt isn't kept, \(place)")
        }
        try await append(newest, ids.count, place)
    }

    /// After the last kill: every batch that was ever acknowledged is known as such.
    func checkAll() async throws {
        try await append(receipts, nil, "seed \(seed), at the end")
        try verify("seed \(seed), at the end")
    }

    private func verify(_ place: String) throws {
        let report = try file.open(for: .reading).verify()
        #expect(report.difference == nil, "\(place)")
        #expect(report.events >= UInt64(ids.count), "\(place)")
    }

    /// Sends acknowledged batches again, then a new one for position `count`.
    private func append(
        _ receipts: [CrashedProcess.Receipt], _ count: Int?, _ place: String
    ) async throws {
        let clock: @Sendable () -> Instant = { Instant(microseconds: 0) }
        let writer = try LedgerWriter(file.open(), clock: clock, tuning: CrashBatch.tuning)
        for receipt in receipts {
            let outcome = try await writer.append(receipt.batch.prepared, .any, actor: "crash")
            guard case .duplicate(let again) = outcome else {
                Issue.record("\(outcome) for a batch that was acknowledged, \(place)")
                continue
            }
            let positions = again.events.map(\.position.value)
            #expect(positions == receipt.batch.ids.map { receipt.places[$0] }, "\(place)")
        }
        if let count { try await appendNew(count, writer, place) }
        await writer.close()
    }

    private func appendNew(_ count: Int, _ writer: LedgerWriter, _ place: String) async throws {
        let batch = CrashBatch(seed: seed, round: -1 - count, task: 0, number: 0)
        let outcome = try await writer.append(batch.prepared, .any, actor: "crash")
        guard case .appended(let receipt) = outcome else {
            Issue.record("\(outcome) for a new batch, \(place)")
            return
        }
        #expect(receipt.events.first?.position.value == UInt64(count), "\(place)")
    }

    /// The ids in the order of the ledger, whose positions have no gap.
    private static func ids(_ ledger: Ledger) throws -> [String] {
        let name = Array(#","id":""#.utf8)
        var ids: [String] = []
        _ = try ledger.events { position, json, _ in
            #expect(position.value == UInt64(ids.count))
            let bytes = json.indices.map { json[$0] }
            guard let start = bytes.firstRange(of: name)?.upperBound else { return }
            ids.append(String(decoding: bytes[start...].prefix { $0 != 0x22 }, as: UTF8.self))
        }
        return ids
    }

    /// Finds what the dead process was in the middle of.
    private func note(_ ledger: Ledger, _ round: Int, _ tally: inout CrashTally) throws {
        let tables = ledger.tables
        let (manifests, firsts) = try ledger.environment.read {
            (transaction) throws(StorageError) in
            let manifests = try SegmentManifest.all(transaction, tables)
            var firsts: [UInt64] = []
            var cursor = try transaction.cursor(in: tables.segments)
            while try cursor.next() {
                let id = SegmentKey.segment(of: try cursor.wideKey)
                if !manifests.contains(where: { $0.id == id }) {
                    firsts.append(cursor.value.uint64(at: 16))
                }
            }
            return (manifests, firsts)
        }
        if try lacksColumns(ledger) { tally.columns += 1 }
        if let first = firsts.first {
            let input = manifests.first { $0.first == first }
            if input?.level == 0 { tally.seals += 1 } else { tally.merges += 1 }
        }
        let acknowledged = Set(newest.flatMap { $0.places.keys })
        let own = ids.filter { $0.hasPrefix("\(round).") }
        if own.contains(where: { !acknowledged.contains($0) }) { tally.unacknowledged += 1 }
    }

    /// Whether a segment of columns has not all the columns that a pack asked for.
    private func lacksColumns(_ ledger: Ledger) throws -> Bool {
        guard let values = ledger.tables.values else { return true }
        return try ledger.environment.read { (transaction) throws(StorageError) in
            let registry = try ValueRegistry(transaction, values)
            for segment in try ColumnSegment.all(transaction, ledger.tables) {
                let own = try ValueSegment.all(of: segment, transaction, values)
                if own.count < registry.columns.count { return true }
            }
            return false
        }
    }

    /// Whether anything was written behind the pages of the last commit.
    private func hasPagesBehindLastCommit() throws -> Bool {
        let handle = try FileHandle(forReadingFrom: URL(fileURLWithPath: file.path))
        guard let metas = try handle.read(upToCount: 2 * 4_096) else { return false }
        func number(_ offset: Int) -> UInt64 {
            (0..<8).reduce(0) { $0 | UInt64(metas[offset + $1]) << UInt64(8 * $1) }
        }
        let newest = number(144) > number(4_096 + 144) ? 0 : 4_096
        let end = off_t((number(newest + 136) + 1) * 4_096)
        // SEEK_DATA of lseek(2), which the C library hides from programs without _GNU_SOURCE.
        return lseek(handle.fileDescriptor, end, 3) >= 0
    }
}
