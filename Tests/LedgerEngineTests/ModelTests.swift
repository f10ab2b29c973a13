import Foundation
import LedgerModel
import SeededRandom
import Testing
import TransparencyLog

@testable import JSON
@testable import LedgerEngine

/// Random operations on a real ledger and on the reference, which must agree after every step.
struct ModelTests {
    @Test(arguments: 0..<20)
    func `the ledger agrees with the reference after every step`(block: UInt64) throws {
        for seed in (block * 10)..<(block * 10 + 10) {
            let model = try ModelRun(seed: seed)
            for _ in 0..<40 { try model.step() }
            try model.finish()
        }
    }
}

/// One seeded run.
private final class ModelRun {
    let seed: UInt64
    private let file: TemporaryLedger
    private var ledger: Ledger?
    private var writer: Writer?
    private var random: SeededGenerator
    private var reference = ReferenceLedger()
    private var clock = 1_000
    private let tuning: IndexTuning

    init(seed: UInt64) throws {
        self.seed = seed
        file = try TemporaryLedger()
        random = SeededGenerator(seed: seed)
        var tuning = IndexTuning()
        tuning.runEvents = 4
        tuning.tailEntries = 12
        tuning.segmentEvents = 40
        tuning.mergeWidth = 2
        tuning.sliceBytes = 600
        if seed % 3 == 0 { tuning.keyMask = 0x3F << 122 }
        self.tuning = tuning
        try open()
    }

    private func open() throws {
        let opened = try file.open()
        ledger = opened
        writer = try Writer(opened, tuning: tuning)
    }

    func step() throws {
        clock += random.below(3) == 0 ? -random.below(50) : random.below(100)
        switch random.below(12) {
        case 0...3: try appendEach()
        case 4...6: try appendAll()
        case 7...8: _ = try writer?.maintain()
        case 9: try reopen()
        case 10: try rebuild()
        default: break
        }
        try compare()
    }

    func finish() throws {
        while try writer?.maintain() ?? false {}
        try compare()
    }

    private func reopen() throws {
        writer = nil
        ledger = nil
        try open()
    }

    private func rebuild() throws {
        writer = nil
        try ledger?.rebuild(tuning: tuning)
        ledger = nil
        try open()
    }

    private func randomEvent() -> ReferenceLedger.Event {
        let id = "e\(random.below(120))"
        let annuls = random.below(5) == 0 ? "e\(random.below(120))" : nil
        return ReferenceLedger.Event(
            id: id, subject: "a\(random.below(6))", time: random.below(2_000),
            recordedTime: random.below(2) == 0 ? random.below(2_500) : nil,
            amount: random.below(2), annuls: annuls)
    }

    /// Some new events, some again, some again but changed.
    private func randomBatch() -> [ReferenceLedger.Event] {
        (0...random.below(8)).map { _ in
            guard let old = reference.events.randomElement(using: &random),
                random.below(4) == 0
            else { return randomEvent() }
            return old.event
        }
    }

    private func prepared(_ events: [ReferenceLedger.Event]) -> PreparedBatch {
        let (batch, violations) = readBatch(events.map(\.line))
        #expect(violations == [], "seed \(seed)")
        return PreparedBatch(batch, keyMask: tuning.keyMask)
    }

    private func appendEach() throws {
        let batch = randomBatch()
        let fates = reference.appendEach(batch, at: clock)
        let now = Instant(microseconds: Int64(clock))
        let responses = try writer?.commit([.each(prepared(batch), actor: "t")], now: now)
        guard case .each(let outcome) = responses?.first else {
            Issue.record("an import got another answer")
            return
        }
        let refused = fates.indices.filter { fates[$0] == .conflict || fates[$0] == .violation }
        #expect(outcome.violations.map(\.line) == refused.map { $0 + 1 }, "seed \(seed)")
        #expect(outcome.appended == fates.count { if case .appended = $0 { true } else { false } })
        #expect(
            outcome.duplicates == fates.count { if case .duplicate = $0 { true } else { false } })
    }

    private func appendAll() throws {
        let isConditional = random.below(3) == 0
        var batch = randomBatch()
        if isConditional { batch = batch.map { Self.moved($0, to: batch[0].subject) } }
        let last = reference.lastRevision(of: batch[0].subject)
        let condition = isConditional ? randomCondition(last) : .any
        let holds =
            switch condition {
            case .any: true
            case .newAccount: last == nil
            case .revision(let revision): last == Int(revision.value)
            }
        var trial = reference
        let fates = trial.appendAll(batch, at: clock)
        let hasNew = fates?.contains { if case .appended = $0 { true } else { false } } ?? false
        let now = Instant(microseconds: Int64(clock))
        let request = Writer.Request.atomic(prepared(batch), condition, actor: "t")
        let responses = try writer?.commit([request], now: now)
        guard case .atomic(let outcome) = responses?.first else {
            Issue.record("an append got another answer")
            return
        }
        switch outcome {
        case .appended(let receipt):
            #expect(fates.map(Self.positions) == receipt.events.map { Int($0.position.value) })
            #expect(holds && hasNew, "seed \(seed)")
            reference = trial
        case .duplicate(let receipt):
            #expect(fates.map(Self.positions) == receipt.events.map { Int($0.position.value) })
            #expect(!hasNew, "seed \(seed)")
        case .refused, .conflict: #expect(fates == nil, "seed \(seed)")
        case .revisionMismatch(_, let actual):
            #expect(!holds && hasNew, "seed \(seed)")
            #expect(actual.map { Int($0.value) } == last, "seed \(seed)")
        }
    }

    private func randomCondition(_ last: Int?) -> AppendCondition {
        switch random.below(3) {
        case 0: .newAccount
        case 1: .revision(Revision(UInt32(last ?? 0)))
        default: .revision(Revision(UInt32(random.below(5))))
        }
    }

    private static func moved(
        _ event: ReferenceLedger.Event, to subject: String
    ) -> ReferenceLedger.Event {
        var event = event
        event.subject = subject
        return event
    }

    private static func positions(_ fates: [ReferenceLedger.Fate]) -> [Int] {
        fates.compactMap {
            switch $0 {
            case .appended(let position), .duplicate(let position): position
            case .conflict, .violation: nil
            }
        }
    }

    private func compare() throws {
        let ledger = try #require(ledger)
        try compareHead(ledger)
        try compareFeed(ledger)
        try compareCounting(ledger)
        let report = try ledger.verify(tuning: tuning)
        #expect(report.difference == nil, "seed \(seed)")
        #expect(report.events == UInt64(reference.events.count), "seed \(seed)")
    }

    private func compareHead(_ ledger: Ledger) throws {
        var leaves: [TreeHash] = []
        _ = try ledger.events { _, json, _ in leaves.append(SHA256Hashing.leaf(json)) }
        let head = try ledger.treeHead()
        #expect(head.size == UInt64(reference.events.count), "seed \(seed)")
        #expect(head.root == naiveRoot(leaves[...]), "seed \(seed)")
    }

    private func compareFeed(_ ledger: Ledger) throws {
        var filter = EventFilter()
        let subject = "a\(random.below(7))"
        filter.account = AccountID(subject)
        let (from, to) = (random.below(2_000), random.below(2_500))
        filter.from = Instant(microseconds: Int64(from))
        filter.to = Instant(microseconds: Int64(to))
        filter.types = random.below(2) == 0 ? ["order.placed"] : []
        let types = filter.types
        var (found, cursor) = ([Int](), String?.none)
        while true {
            let page = try ledger.events(filter, after: cursor, limit: 2) { position, _, _ in
                found.append(Int(position.value))
            }
            cursor = page.cursor
            if page.isCaughtUp { break }
        }
        let expected = reference.events.indices.filter {
            let event = reference.events[$0].event
            return event.subject == subject && event.time >= from && event.time < to
                && (types.isEmpty || event.annuls == nil)
        }
        #expect(found == expected, "seed \(seed)")
    }

    private func compareCounting(_ ledger: Ledger) throws {
        let (asOf, known) = (random.below(2_200), random.below(3_000))
        let instant = Instant(microseconds: Int64(known))
        for knownAt in [
            .now, .position(Position(UInt64(random.below(150)))), .instant(instant, .ledger),
            KnownAt.instant(instant, .source),
        ] {
            var found: [Int] = []
            do {
                try ledger.forEachCounting(knownAt) { position, header, _, _ in
                    if header.occurredAt.microseconds < asOf { found.append(Int(position)) }
                }
            } catch QueryError.knownBeforeFirstEvent {
                #expect(reference.counting(.max, knownAt).isEmpty, "seed \(seed)")
            } catch QueryError.positionNotReached(let position, let size) {
                #expect(position.value >= size && size == reference.events.count, "seed \(seed)")
                continue
            }
            #expect(found == reference.counting(asOf, knownAt), "seed \(seed) \(knownAt)")
        }
    }
}

/// RFC 6962 §2.1, word by word.
private func naiveRoot(_ leaves: ArraySlice<TreeHash>) -> TreeHash {
    guard leaves.count > 1 else { return leaves.first ?? .emptyRoot }
    var split = 1
    while split * 2 < leaves.count { split *= 2 }
    let middle = leaves.startIndex + split
    return SHA256Hashing.node(naiveRoot(leaves[..<middle]), naiveRoot(leaves[middle...]))
}
