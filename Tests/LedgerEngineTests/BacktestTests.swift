import LMDB
import LedgerModel
import Policy
import SeededRandom
import Testing

@testable import LedgerEngine

/// Decisions scored against what came after, over small random histories with late, annulled and
/// future events.
struct BacktestTests {
    private static func pack(_ every: String) throws -> Pack {
        try PackReader.read(
            """
            pack: pulse
            version: 1
            facts: {orders: {event: order.placed, count: true, window: 20 days}}
            decisions:
              pulse:
                levels: [idle, some, busy]
                evaluate: \(every)
                rule:
                  match:
                    - {condition: facts.orders >= 2, output: "'busy'"}
                    - {condition: facts.orders == 1, output: "'some'"}
                    - output: "'idle'"
            """, zones: { _ in nil })
    }

    private static func options(_ question: BacktestModel.Question) -> BacktestOptions {
        var options = BacktestOptions(question.aftermath, horizonDays: question.horizon)
        options.knowledge = question.knowledge
        if let known = question.knownAt {
            options.knownAt = .instant(Instant(microseconds: known), question.knowledge)
        }
        return options
    }

    @Test(arguments: 0..<4)
    func `random histories score as the model does`(part: Int) async throws {
        var (followed, leads, prompt) = (0, 0, 0)
        for seed in UInt64(1)...96 where Int(seed) % 4 == part {
            var random = SeededGenerator(seed: seed &* 7_919)
            let model = BacktestModel(seed: seed, isPrompt: random.below(4) == 0)
            let ledger = try model.append(to: try TemporaryLedger())
            for _ in 0..<4 {
                let question = Self.question(&random)
                let pack = try Self.pack(question.step == 7 ? "{every: week}" : "{every: day}")
                let expected = model.told(question)
                let context: Comment = "seed \(seed): \(question)"
                do {
                    let score = try await ledger.score(pack, Self.options(question))
                    #expect(score?.told == expected, context)
                    followed += score?.followed ?? 0
                    leads += score?.signals.reduce(0) { $0 + $1.warningLead.count } ?? 0
                } catch QueryError.knownBeforeFirstEvent {
                    // No instant comes after the first event was recorded.
                    let nothing =
                        question.knowledge == .ledger
                        && (expected ?? "").hasPrefix("[0, 0, 0, 0, 0, 0, 0]")
                    #expect(nothing || model.until(question) == nil, context)
                }
                prompt +=
                    try await ledger.aftermath(Self.options(question))?.isPrompt == true
                    ? 1 : 0
            }
        }
        #expect(followed > 100 && leads > 20 && prompt > 0)
    }

    private static func question(_ random: inout SeededGenerator) -> BacktestModel.Question {
        let aftermaths: [Aftermath] = [
            .churn, .noOrder(days: Int64(3 + random.below(20))),
            .revenueFall(percent: Int64(1 + random.below(100))),
        ]
        let known = BacktestModel.start + Int64(30 + random.below(100)) * BacktestModel.day
        return BacktestModel.Question(
            aftermath: aftermaths[random.below(3)], horizon: Int64(1 + random.below(40)),
            knowledge: random.below(3) == 0 ? .ledger : .source,
            knownAt: random.below(2) == 0 ? nil : known, step: random.below(2) == 0 ? 7 : 1)
    }

    /// Whatever is changed from an instant on, and whatever becomes known after it, no decision by
    /// then changes, nor a fact; what came does.
    @Test func `no decision sees the future`() async throws {
        var (changedOutcomes, decisions) = (0, 0)
        let pack = try Self.pack("{every: week}")
        for seed in UInt64(1)...48 {
            var random = SeededGenerator(seed: seed &* 104_729)
            var model = BacktestModel(seed: seed, isPrompt: seed % 5 == 0)
            model.begin()
            let instant = BacktestModel.start + Int64(14 + random.below(60)) * BacktestModel.day
            let knowledge = seed % 2 == 0 ? Knowledge.ledger : .source
            let corrupted = Self.corrupted(model, after: instant, &random)
            var options = BacktestOptions(.churn, horizonDays: 21)
            options.knowledge = knowledge
            options.to = Instant(microseconds: instant)
            var told: [(decisions: [[Int]], followed: Int)] = []
            var states: [String] = []
            for history in [Self.ended(model), Self.ended(corrupted)] {
                let ledger = try history.append(to: try TemporaryLedger())
                let score = try await ledger.score(pack, options)
                told.append(
                    (
                        score?.signals.map { [$0.decisions, $0.warnings, $0.flaggedAccounts] }
                            ?? [],
                        score?.followed ?? 0
                    ))
                states.append(try Self.state(ledger, pack, knowledge, through: instant))
            }
            #expect(told[0].decisions == told[1].decisions, "seed \(seed)")
            #expect(states[0] == states[1], "seed \(seed)")
            changedOutcomes += told[0].followed == told[1].followed ? 0 : 1
            decisions += told[0].decisions.reduce(0) { $0 + $1[0] }
        }
        #expect(changedOutcomes > 10 && decisions > 500)
    }

    /// All that is decided through an instant as known then, and the facts at it.
    private static func state(
        _ ledger: Ledger, _ pack: Pack, _ knowledge: Knowledge, through instant: Int64
    ) throws -> String {
        let end = Instant(microseconds: instant)
        let run = try ledger.historyRun(pack, .then(knowledge))
        let standings = run.standings(tracks: [0], through: end)
        var lines: [String] = []
        for (index, account) in run.accounts.enumerated() where !standings[index][0].isEmpty {
            let steps = standings[index][0].map { "\($0.instant.text) \($0.effective)" }
            let facts = run.facts(of: [index], at: end)[index]
            lines.append("\(account) \(steps) \(String(describing: facts))")
        }
        return lines.joined(separator: "\n")
    }

    /// The history with an event long after, so that every window is over.
    private static func ended(_ model: BacktestModel) -> BacktestModel {
        var model = model
        let end = BacktestModel.start + 400 * BacktestModel.day
        model.rows.append(
            BacktestModel.Row(account: 0, type: "visit.made", time: end, ledgerKnown: end))
        return model
    }

    /// Orders of the time after an instant are moved or gone, others of the time before turn up or
    /// are annulled later, and accounts are lost.
    private static func corrupted(
        _ model: BacktestModel, after instant: Int64, _ random: inout SeededGenerator
    ) -> BacktestModel {
        var model = model
        let later = instant + BacktestModel.day / 2
        let annulled = Set(model.rows.compactMap(\.target))
        for index in model.rows.indices where model.rows[index].time >= instant {
            guard model.rows[index].target == nil, !annulled.contains(index) else { continue }
            model.rows[index].account = random.below(6)
            model.rows[index].time += Int64(random.below(9)) * BacktestModel.day
            model.rows[index].ledgerKnown = max(
                model.rows[index].ledgerKnown, model.rows[index].time)
            if model.rows[index].sourceKnown != nil {
                model.rows[index].sourceKnown = model.rows[index].time
            }
        }
        for index in model.rows.indices
        where model.rows[index].type == "order.placed" && !annulled.contains(index) {
            guard random.below(3) == 0, model.rows[index].time < instant else { continue }
            let known = max(later, model.rows[index].ledgerKnown + BacktestModel.day)
            model.rows.append(
                BacktestModel.Row(
                    account: model.rows[index].account, type: "event.annulled",
                    time: model.rows[index].time, sourceKnown: known, ledgerKnown: known,
                    target: index))
        }
        // The calendar begins with the first order, known or not.
        let first = model.rows.filter { $0.type == "order.placed" }.map(\.time).min() ?? instant
        for account in 0..<6 {
            let time = max(first, instant - Int64(random.below(15)) * BacktestModel.day)
            model.rows.append(
                BacktestModel.Row(
                    account: account, type: "order.placed", time: time, sourceKnown: later,
                    ledgerKnown: later))
            guard random.below(2) == 0 else { continue }
            model.rows.append(
                BacktestModel.Row(
                    account: account, type: "account.closed", time: instant, ledgerKnown: later))
        }
        return model
    }

    @Test func `what a writer appends meanwhile is in neither side`() async throws {
        let model = BacktestModel(seed: 5, isPrompt: false)
        let ledger = try model.append(to: try TemporaryLedger())
        let options = BacktestOptions(.noOrder(days: 10), horizonDays: 20)
        let end = try #require(try await ledger.aftermath(options)).end
        #expect(end == UInt64(model.rows.count))
        var pinned = options
        pinned.knownAt = .position(Position(9))
        let early = try #require(try await ledger.aftermath(pinned))
        #expect(early.end == 10 && early.until < Instant(microseconds: .max))
    }

    @Test func `events that an account decides by need a schedule`() async throws {
        let ledger = try BacktestModel(seed: 5, isPrompt: true).append(to: try TemporaryLedger())
        let pack = try Self.pack("{every: on_event}")
        var options = BacktestOptions(.churn, horizonDays: 20)
        options.knowledge = .source
        await #expect(
            throws: BacktestError.followsEvents(pack: "pulse", decision: "pulse")
        ) { try await ledger.score(pack, options) }
        options.schedule = .weekly
        #expect((try await ledger.score(pack, options)?.decisions ?? 0) > 0)
    }
}

extension Ledger {
    /// The figures of the first decision of a pack.
    fileprivate func score(
        _ pack: Pack, _ options: BacktestOptions
    ) async throws -> BacktestScore? {
        try await backtest([ScoredPack(pack, track: 0)], options)?.scored[0].score
    }
}
