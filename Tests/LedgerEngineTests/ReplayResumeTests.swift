import LedgerModel
import Policy
import Testing
import TransparencyLog

@testable import LedgerEngine

/// A replay that goes on behind what was handed over before, against one that was never stopped.
struct ReplayResumeTests {
    /// What one instant gives.
    private struct Given: Equatable {
        let instant: Instant
        let lines: [String]
        /// The digest through it.
        let digest: ReplayDigest

        static func == (left: Given, right: Given) -> Bool {
            left.instant == right.instant && left.lines == right.lines
                && left.digest.value == right.digest.value
                && left.digest.count == right.digest.count
        }
    }

    /// Packs that decide by rules alone, with a hold, daily, as a machine and at events.
    @Test(arguments: [
        ("reference-tiering", "tier", DecisionKnowledge.at(.now)),
        ("elevator-four-tier", "tier", .at(.now)),
        ("held", "tier", .at(.now)),
        ("daily", "tier", .at(.now)),
        ("eventful", "tier", .at(.now)),
        ("five-stages", "stage", .at(.now)),
        ("starter", "tier", .then(.source)),
    ])
    func `a replay goes on behind any instant as if it had not stopped`(
        name: String, decision: String, knowledge: DecisionKnowledge
    ) throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        let seed: UInt64 = 12
        try Self.fill(ledger, seed)
        let pack = try Self.pack(name)
        let track = try #require(pack.trackIndex(of: decision))
        try check(name, seed) { options in
            var options = options
            options.knowledge = knowledge
            options.takesAllFacts = name != "daily"
            return try ledger.replay(pack, tracks: [track], options)
        }
    }

    @Test(arguments: [
        ["reference-tiering", "held"], ["held", "reference-tiering", "daily"],
        ["eventful", "elevator-four-tier"],
    ])
    func `a replay of the packs in force goes on behind any instant`(
        names: [String]
    ) async throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        let seed: UInt64 = 13
        try Self.fill(ledger, seed)
        let writer = try LedgerWriter(
            ledger, clock: { Instant(microseconds: 1_760_000_000_000_000) })
        for (index, name) in names.enumerated() {
            let pack = try StoredPack(text: try Self.text(name), TestPack.read)
            _ = try await writer.activate(
                pack, from: RandomHistory.instant(day: 220 + 260 * index), actor: "t")
        }
        await writer.close()
        let packs = try ledger.packsInForce(
            .at(.now), starter: try TestPack.starter(), TestPack.read)
        try check(names.joined(separator: ", "), seed) { options in
            try ledger.replay(inForce: packs, "tier", options)
        }
    }

    @Test func `the head of a tree before a position is what it was then`() throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var history = RandomHistory(seed: 14)
        var writer = try Writer(ledger, tuning: .small)
        var heads: [TreeHead] = [try ledger.treeHead()]
        for batch in 0..<9 {
            try history.append(Array(history.lines(batch).dropLast(batch)), &writer)
            heads.append(try ledger.treeHead())
        }
        let size = try ledger.treeHead().size
        #expect(size > 700)
        for head in heads { #expect(try ledger.treeHead(before: head.size) == head) }
        var (edge, expected) = (TreeEdge(), [TreeHead]())
        _ = try ledger.events { _, json, _ in
            expected.append(TreeHead(size: edge.size, root: edge.root))
            edge.append(SHA256Hashing.leaf(json)) { _, _, _ in }
        }
        #expect(edge.size == size)
        let near = [0, 1, 2, 255, 256, 257, 511, 512, 513, 768].map { expected[$0] }
        for head in near + [expected[expected.count - 1]] {
            #expect(try ledger.treeHead(before: head.size) == head)
        }
        #expect(try ledger.treeHead(before: size + 1) == ledger.treeHead())
    }

    /// Compares replays that go on behind each instant with the one that wasn't stopped.
    private func check<Decisions: ReplayedDecisions>(
        _ name: String, _ seed: UInt64, _ replay: (ReplayOptions) throws -> Decisions
    ) throws {
        var (small, large) = (ReplayOptions(), ReplayOptions())
        (small.threads, small.blockCells, small.pieceCells) = (1, 600, 80)
        (large.threads, large.blockCells, large.pieceCells) = (2, 1 << 20, 200)
        var other = try replay(large)
        let whole = try Self.given(other, ReplayDigest())
        #expect(whole.count > 2, "\(name), seed \(seed)")
        #expect(
            zip(whole, whole.dropFirst()).allSatisfy { $0.instant < $1.instant },
            "\(name), seed \(seed)")
        let step = whole.count < 60 ? 3 : whole.count / 3
        for last in stride(from: 0, to: whole.count, by: step) + [whole.count - 1] {
            let kept = whole[last].digest
            let digest = ReplayDigest(hashes: kept.hashes(from: 0), count: kept.count)
            var resumed = step == 3 || last == step ? try replay(small) : other
            resumed.leaveOut(through: whole[last].instant)
            let found = try Self.given(resumed, digest)
            #expect(found == Array(whole[(last + 1)...]), "\(name), \(last), seed \(seed)")
        }
        other.leaveOut(through: whole[whole.count - 1].instant)
        other.leaveOut(through: whole[0].instant)
        #expect(try Self.given(other, ReplayDigest()).isEmpty, "\(name), seed \(seed)")
    }

    private static func given(
        _ replay: some ReplayedDecisions, _ start: ReplayDigest
    ) throws -> [Given] {
        var (given, digest) = ([Given](), start)
        try replay.forEachInstant(
            naming: { $0 },
            make: { rows, legend in
                let facts = rows.facts
                var lines: [String] = []
                rows.forEachRow { row in
                    let level = legend.pack.text(of: row.effective, in: row.track)
                    let account = legend.roll.accounts[row.slot].text
                    let known = row.isByFacts ? facts?.value(of: 0, row.slot) : nil
                    lines.append("\(account) \(level) \(known.map { "\($0)" } ?? "-")")
                }
                return (rows.instant, lines, ReplayDigest.Part(rows, legend))
            },
            take: { instant, lines, part in
                digest.add(part)
                given.append(Given(instant: instant, lines: lines, digest: digest))
            })
        return given
    }

    private static func fill(_ ledger: Ledger, _ seed: UInt64) throws {
        var history = RandomHistory(seed: seed)
        var writer = try Writer(ledger, tuning: .small)
        for batch in 0..<4 {
            try history.append(Array(history.lines(batch)), &writer)
            while try writer.maintain() {}
        }
        try history.append(
            history.rulings(of: ["general", "main", "key", "strategic", "a", "b"]), &writer)
    }

    private static func pack(_ name: String) throws -> Pack {
        try TestPack.read(try text(name))
    }

    private static func text(_ name: String) throws -> String {
        let month = "evaluate: {every: month}"
        let starter = try TestPack.text("starter")
        return switch name {
        case "held":
            starter.replacing(
                "    \(month)\n    rule:",
                with: "    \(month)\n    hold: {up: {for: 70 days}, down: {for: 40 days}}\n"
                    + "    rule:")
        case "daily": starter.replacing(month, with: "evaluate: {every: day}")
        case "eventful": starter.replacing(month, with: "evaluate: {every: on_event}")
        default: try TestPack.text(name)
        }
    }
}
