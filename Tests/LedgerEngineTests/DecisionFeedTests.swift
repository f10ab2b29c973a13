import LedgerModel
import Policy
import SeededRandom
import Testing
import TransparencyLog

@testable import LedgerEngine

/// The feed of decisions against full replays.
struct DecisionFeedTests {
    /// What a decision is called but for its id: what it is about.
    private struct Key: Hashable {
        let account: AccountID
        let decision: String
        let instant: Instant
    }

    /// What counts, and by which pack.
    private struct Content: Equatable {
        let level: String
        let pack: TreeHash
    }

    /// A reader that applies what it is told.
    private struct Reader {
        var decisions: [DecisionID: (key: Key, content: Content)] = [:]
        var changed: Set<Key> = []

        mutating func take(_ change: DecisionChange, _ what: String) {
            let own = change.decision
            let key = Key(
                account: own.account, decision: own.decision, instant: own.instant)
            #expect(changed.insert(key).inserted, "\(key) changes twice, \(what)")
            let content = Content(level: own.level, pack: own.pack.hash)
            switch change.kind {
            case .made: decisions[own.id] = (key, content)
            case .supersedes(let other):
                #expect(decisions.removeValue(forKey: other.id)?.key == key, "\(what)")
                decisions[own.id] = (key, content)
            case .retracted:
                #expect(decisions.removeValue(forKey: own.id)?.key == key, "\(what)")
            }
        }

        var contents: [Key: Content] {
            Dictionary(uniqueKeysWithValues: decisions.values.map { ($0.key, $0.content) })
        }
    }

    @Test(arguments: [3, 8] as [UInt64])
    func `who applies the feed has what a full replay decides, and is told nothing else`(
        seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed)
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var history = RandomHistory(seed: seed)
        var (reader, cursor, before) = (Reader(), String?.none, [Key: Content]())
        var feed = try feed(ledger, after: nil)
        for step in 0..<9 {
            let what = "step \(step), seed \(seed)"
            try await grow(ledger, &history, step, &random)
            let isNew = random.below(2) == 0
            if isNew { feed = try self.feed(ledger, after: cursor) }
            reader.changed = []
            var page = DecisionFeed.Page(cursor: "", isCaughtUp: false)
            while !page.isCaughtUp {
                let limit = isNew ? 1 + random.below(900) : .max
                var told: [DecisionChange] = []
                page = try feed.tell(limit: limit) { change, _ in told.append(change) }
                for change in told { reader.take(change, what) }
                if isNew { feed = try self.feed(ledger, after: page.cursor) }
            }
            cursor = page.cursor
            let after = try replayed(ledger)
            #expect(reader.contents == after, "\(what)")
            let differing = Set(before.keys).union(after.keys).filter { before[$0] != after[$0] }
            #expect(reader.changed == Set(differing), "\(what)")
            #expect(step > 3 || !differing.isEmpty, "\(what)")
            before = after
        }
    }

    /// More events, late ones among them, then rulings, packs in force and annulments.
    private func grow(
        _ ledger: Ledger, _ history: inout RandomHistory, _ step: Int,
        _ random: inout SeededGenerator
    ) async throws {
        if step % 3 == 2 {
            let names = ["reference-tiering", "abc-pareto", "elevator-four-tier"]
            let text = try TestPack.text(names[random.below(names.count)])
            let recordedAt = Instant(microseconds: 1_760_000_000_000_000)
            let writer = try LedgerWriter(ledger, clock: { recordedAt })
            _ = try await writer.activate(
                try StoredPack(text: text, TestPack.read),
                from: RandomHistory.instant(day: random.below(1_000)), actor: "t")
            await writer.close()
            return
        }
        var writer = try Writer(ledger, tuning: .small)
        switch step {
        case 4: try history.append(history.rulings(of: ["c", "b", "key", "general"]), &writer)
        case 7: try history.append(history.annulments, &writer)
        default: try history.append(Array(history.lines(step)), &writer)
        }
        while try writer.settle() {}
    }

    @Test func `a cursor of decisions is good for its own question and ledger only`() throws {
        let (file, other) = (try TemporaryLedger(), try TemporaryLedger())
        let (ledger, copy) = (try file.open(), try other.open())
        var history = RandomHistory(seed: 1)
        for (ledger, count) in [(ledger, 60), (copy, 20)] {
            var writer = try Writer(ledger)
            try history.append(Array(history.lines(0).prefix(count)), &writer)
        }
        var own = try feed(ledger, after: nil)
        let page = try own.tell { _, _ in }
        #expect(page.isCaughtUp)
        var none = 0
        var again = try feed(ledger, after: page.cursor)
        #expect(try again.tell { _, _ in none += 1 } == page)
        #expect(none == 0)
        var filter = DecisionFilter()
        filter.decisions = ["tier"]
        #expect(throws: QueryError.self) { try feed(ledger, filter, after: page.cursor) }
        #expect(throws: QueryError.self) { try feed(copy, after: page.cursor) }
        #expect(throws: QueryError.self) { try feed(ledger, after: "x") }
        let events = try ledger.events { _, _, _ in }.cursor
        #expect(throws: QueryError.self) { try feed(ledger, after: events) }
        #expect(throws: QueryError.self) { try ledger.events(after: page.cursor) { _, _, _ in } }
    }

    @Test func `a filter leaves the rest out`() throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var history = RandomHistory(seed: 6)
        var writer = try Writer(ledger)
        try history.append(Array(history.lines(0)), &writer)
        var (all, some) = ([DecisionID](), [DecisionID]())
        var whole = try feed(ledger, after: nil)
        _ = try whole.tell { change, _ in
            if change.decision.account.text == "a7", change.decision.decision == "tier" {
                all.append(change.decision.id)
            }
        }
        var filter = DecisionFilter()
        (filter.decisions, filter.account) = (["tier"], AccountID("a7"))
        var part = try feed(ledger, filter, after: nil)
        _ = try part.tell { change, _ in some.append(change.decision.id) }
        #expect(some == all && !all.isEmpty)
        #expect(Set(all).count == all.count)
    }

    @discardableResult
    private func feed(
        _ ledger: Ledger, _ filter: DecisionFilter = DecisionFilter(), after cursor: String?
    ) throws -> DecisionFeed {
        try DecisionFeed(
            ledger, filter, after: cursor, starter: try TestPack.starter(), TestPack.read)
    }

    /// All that the packs in force decide, by full replays.
    private func replayed(_ ledger: Ledger) throws -> [Key: Content] {
        let packs = try ledger.packsInForce(
            .at(.now), starter: try TestPack.starter(), TestPack.read)
        var contents: [Key: Content] = [:]
        for decision in packs.decisionNames {
            let replay = try ledger.replay(inForce: packs, decision, ReplayOptions())
            try replay.forEachInstant(
                naming: { $0 }, make: { ($0, $1) },
                take: { rows, legend in
                    rows.forEachRow { row in
                        let key = Key(
                            account: legend.roll.accounts[row.slot], decision: decision,
                            instant: row.instant)
                        let level = legend.pack.text(of: row.effective, in: row.track)
                        let pack = packs.hash(
                            packs.inForce(
                                decision, at: row.instant, knowsThen: false))
                        contents[key] = Content(level: level, pack: pack)
                    }
                })
        }
        return contents
    }
}
