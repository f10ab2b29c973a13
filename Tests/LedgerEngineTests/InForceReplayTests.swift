import LedgerModel
import Policy
import SeededRandom
import Testing
import TransparencyLog

@testable import LedgerEngine

/// The replay of the packs in force against the histories of the accounts under them.
struct InForceReplayTests {
    /// Packs that are put in force: by the calendar, with approval, with a hold, daily, at events,
    /// one that knows only accounts that complained, and one that reads only the first days.
    private static let packs: [String: String] = {
        let month = "evaluate: {every: month}"
        let starter = (try? TestPack.text("starter")) ?? ""
        var packs: [String: String] = [:]
        for name in ["reference-tiering", "elevator-four-tier", "abc-pareto", "starter"] {
            packs[name] = try? TestPack.text(name)
        }
        let hold = "hold: {up: {for: 70 days}, down: {for: 40 days}}"
        packs["held"] = starter.replacing(
            "    \(month)\n    rule:", with: "    \(month)\n    \(hold)\n    rule:")
        packs["daily"] = starter.replacing(month, with: "evaluate: {every: day}")
        packs["eventful"] = starter.replacing(month, with: "evaluate: {every: on_event}")
        packs["early"] = """
            pack: early
            version: 1
            source: ours
            timezone: UTC
            currency: CNY
            facts: {notes: {event: note.early, count: true}}
            decisions:
              tier:
                levels: [low, high]
                evaluate: {every: month}
                rule: {match: [{condition: facts.notes > 1, output: "'high'"}, {output: "'low'"}]}

            """
        packs["complainers"] = starter.replacing(
            "currency: ledger", with: "currency: ledger\naccounts: {having: complaint.opened}")
        return packs
    }()

    @Test(arguments: 1...6 as ClosedRange<UInt64>)
    func `what was in force is replayed as each account's history says`(
        seed: UInt64
    ) async throws {
        var random = SeededGenerator(seed: seed)
        let file = try TemporaryLedger()
        let ledger = try file.open()
        try await Self.fill(ledger, seed, &random)
        let knowledges: [DecisionKnowledge] = [
            .at(.now), .then(.source),
            .at(.position(Position(try ledger.treeHead().size * 3 / 4))),
        ]
        var decided = 0
        for decision in ["tier", "stage"] {
            decided += try check(
                ledger, decision, knowledges[Int(seed) % 3], seed,
                to: RandomHistory.instant(day: 500 + random.below(700)))
        }
        #expect(decided > 200, "seed \(seed)")
    }

    /// Lets some packs come into force, at the first of a month or in its midst.
    private static func fill(
        _ ledger: Ledger, _ seed: UInt64, _ random: inout SeededGenerator
    ) async throws {
        var history = RandomHistory(seed: seed)
        var writer = try Writer(ledger, tuning: .small)
        for batch in 0..<4 {
            try history.append(Array(history.lines(batch)), &writer)
            while try writer.maintain() {}
        }
        try history.append(
            history.rulings(of: ["general", "main", "key", "strategic", "a", "b"]), &writer)
        _ = consume writer
        let recordedAt = Instant(microseconds: 1_760_000_000_000_000)
        let activating = try LedgerWriter(ledger, clock: { recordedAt })
        let names = packs.keys.sorted()
        #expect(names.count == 9)
        for _ in 0..<4 {
            let text = try #require(packs[names[random.below(names.count)]])
            let pack = try StoredPack(text: text, TestPack.read)
            let from =
                random.below(3) == 0
                ? try Instant("2023-0\(1 + random.below(9))-01T00:00:00Z")
                : RandomHistory.instant(day: random.below(1_300))
            _ = try await activating.activate(pack, from: from, actor: "t")
        }
        await activating.close()
    }

    private func packs(
        _ ledger: Ledger, _ knowledge: DecisionKnowledge
    ) throws -> PacksInForce {
        try ledger.packsInForce(knowledge, starter: try TestPack.starter(), TestPack.read)
    }

    /// How many rows there are.
    private func check(
        _ ledger: Ledger, _ decision: String, _ knowledge: DecisionKnowledge, _ seed: UInt64,
        to end: Instant
    ) throws -> Int {
        let packs = try packs(ledger, knowledge)
        let histories = try histories(ledger, packs, decision, knowledge, through: end)
        try checkLevels(ledger, histories, decision, packs, knowledge, seed, through: end)
        try checkOwnEnd(ledger, decision, packs, knowledge, seed)
        let sorted = lines(of: histories, packs).map(\.text)
        let middle = RandomHistory.instant(day: 450)
        let latter = sorted.filter { $0.prefix(19) >= middle.text.prefix(19) }
        for (threads, from) in [(1, Instant.earliest), (2, middle)] {
            var options = ReplayOptions()
            (options.knowledge, options.to) = (knowledge, end)
            (options.threads, options.from, options.blockCells) = (threads, from, 300)
            let found = try replayed(ledger, packs, decision, options)
            #expect(
                found == (from == middle ? latter : sorted),
                "\(decision), \(knowledge), seed \(seed), from \(from.text)")
        }
        return sorted.count
    }

    /// The rows that histories stand for, in the order of time and account.
    private func lines(
        of histories: [DecisionHistory], _ packs: PacksInForce
    ) -> [(at: Instant, text: String)] {
        var lines: [(at: Instant, text: String)] = []
        for history in histories {
            for row in rows(of: history, packs) {
                lines.append((row.at, "\(row.at.text) \(history.account.text) \(row.level)"))
            }
        }
        return lines.enumerated().sorted {
            ($0.element.at, $0.offset) < ($1.element.at, $1.offset)
        }.map(\.element)
    }

    /// Where no end is asked for, all is told through the first instants behind the events that
    /// the packs read, the rulings, and the instants at which packs take force.
    private func checkOwnEnd(
        _ ledger: Ledger, _ decision: String, _ packs: PacksInForce,
        _ knowledge: DecisionKnowledge, _ seed: UInt64
    ) throws {
        let never = RandomHistory.instant(day: 9_000)
        let knowsThen = if case .then = knowledge { true } else { false }
        var ends = packs.boundaries(knowsThen)
        for activation in [nil] + packs.activations.indices.map({ Optional($0) }) {
            let pack = packs.pack(activation)
            guard let track = pack.trackIndex(of: decision) else { continue }
            let run = try ledger.historyRun(pack, knowledge)
            if let last = run.span?.upperBound {
                let next = pack.schedule(ofTrack: track).next(after: last, in: pack.zone)
                ends.append(next ?? Instant(microseconds: last.microseconds + 1))
            }
            for own in run.standings(tracks: [track], through: never) {
                ends += own[track].filter { $0.occasion == .ruling }.map(\.instant)
            }
        }
        let end = try #require(ends.max())
        let all = try histories(ledger, packs, decision, knowledge, through: never)
        let expected = lines(of: all, packs).filter { $0.at <= end }.map(\.text)
        var options = ReplayOptions()
        options.knowledge = knowledge
        #expect(
            try replayed(ledger, packs, decision, options) == expected,
            "\(decision), \(knowledge), seed \(seed), through \(end.text)")
    }

    /// Where accounts stand at some instants is what their histories say.
    private func checkLevels(
        _ ledger: Ledger, _ histories: [DecisionHistory], _ decision: String,
        _ packs: PacksInForce, _ knowledge: DecisionKnowledge, _ seed: UInt64,
        through end: Instant
    ) throws {
        let instants = [0, 31, 400].map { end.advanced(byDays: -$0) }
        let levels = try ledger.levels([.init(decision, at: instants)], packs, knowledge)
        var found = 0
        let some = Set(histories.enumerated().filter { $0.offset % 3 == 0 }.map(\.element.account))
        let fewer = try ledger.levels(
            [.init(decision, at: instants)], packs, knowledge, of: some)
        for history in histories {
            for instant in instants {
                let step = fewer.step(decision, of: history.account, at: instant)?.standing
                let all = levels.step(decision, of: history.account, at: instant)?.standing
                #expect(step == (some.contains(history.account) ? all : nil))
                let own = levels.step(decision, of: history.account, at: instant)?.standing
                let standing = history.step(at: instant)?.standing
                let isUndecided = standing?.effective == .none(.notDecidedYet)
                let what = "\(history.account) at \(instant.text), \(decision), seed \(seed)"
                #expect(
                    own?.effective == standing?.effective || own == nil && isUndecided, "\(what)")
                #expect(own?.proposal == standing?.proposal || own == nil, "\(what)")
                found += own == nil ? 0 : 1
            }
        }
        #expect(found > 20, "\(decision), seed \(seed)")
    }

    /// The histories of all accounts, in the order of their ids.
    private func histories(
        _ ledger: Ledger, _ packs: PacksInForce, _ decision: String,
        _ knowledge: DecisionKnowledge, through end: Instant
    ) throws -> [DecisionHistory] {
        var standings: [AccountID: [Int?: [Standing]]] = [:]
        for activation in [nil] + packs.activations.indices.map({ Optional($0) }) {
            let pack = packs.pack(activation)
            guard let track = pack.trackIndex(of: decision) else { continue }
            let run = try ledger.historyRun(pack, knowledge)
            let own = run.standings(tracks: [track], through: end)
            for (account, own) in zip(run.accounts, own) {
                standings[account, default: [:]][activation] = own[track]
            }
        }
        let knowsThen = if case .then = knowledge { true } else { false }
        return standings.sorted { $0.key < $1.key }.map { account, own in
            DecisionHistory(
                account: account, decision: decision,
                steps: packs.spliced(decision, through: end, knowsThen: knowsThen, own))
        }
    }

    /// The rows that a history stands for. Machines, and what is decided daily or at events, have
    /// one where the level changes; where a pack takes force there is one where the level of the
    /// account is another than before.
    private func rows(
        of history: DecisionHistory, _ packs: PacksInForce
    ) -> [(at: Instant, level: String)] {
        var rows: [(at: Instant, level: String)] = []
        var (shown, last): (String?, DecisionHistory.Step?)
        for step in history.steps {
            defer { last = step }
            let pack = packs.pack(step.activation)
            guard let track = pack.trackIndex(of: history.decision) else { continue }
            let level = pack.text(of: step.standing.effective, in: track)
            let isOther: Bool
            if last?.activation == step.activation, let last {
                isOther = last.standing.effective != step.standing.effective
            } else {
                isOther = level != shown
            }
            let isTold =
                step.standing.occasion != .activation && !pack.givesChangesOnly(track)
            guard isTold || isOther else { continue }
            rows.append((step.standing.instant, level))
            shown = level
        }
        return rows
    }

    private func replayed(
        _ ledger: Ledger, _ packs: PacksInForce, _ decision: String, _ options: ReplayOptions
    ) throws -> [String] {
        let replay = try ledger.replay(inForce: packs, decision, options)
        var found: [String] = []
        try replay.forEachInstant(
            naming: { $0 },
            make: { rows, legend in
                var lines: [String] = []
                rows.forEachRow { row in
                    let level = legend.pack.text(of: row.effective, in: row.track)
                    let account = legend.roll.accounts[row.slot].text
                    lines.append("\(row.instant.text) \(account) \(level)")
                }
                return lines
            }, take: { found += $0 })
        return found
    }
}
