package import LedgerModel
import Policy

/// Where all accounts stood in some decisions, each at some instants.
package struct LevelsAtInstants: Sendable {
    /// What is asked of one decision.
    package struct Question: Sendable {
        /// The name of the decision or machine.
        package let decision: String
        /// The instants, in any order.
        package let instants: [Instant]

        package init(_ decision: String, at instants: [Instant]) {
            self.decision = decision
            self.instants = instants
        }
    }

    private let questions: [Question]
    /// By question and instant, one behind the other.
    private var steps: [AccountID: [DecisionHistory.Step?]] = [:]

    fileprivate init(_ questions: [Question]) { self.questions = questions }

    /// Where an account stood; nil where nothing was decided by then, and for what wasn't asked.
    package func step(
        _ decision: String, of account: AccountID, at instant: Instant
    ) -> DecisionHistory.Step? {
        var start = 0
        for question in questions {
            if question.decision == decision {
                let index = question.instants.firstIndex(of: instant)
                return index.flatMap { steps[account]?[start + $0] }
            }
            start += question.instants.count
        }
        return nil
    }

    fileprivate mutating func note(
        _ standings: [Standing], of account: AccountID, at index: Int, _ instant: Instant,
        _ activation: Int?
    ) {
        guard let last = standings.last(where: { $0.instant <= instant }) else { return }
        let count = questions.reduce(0) { $0 + $1.instants.count }
        steps[account, default: Array(repeating: nil, count: count)][index] = DecisionHistory.Step(
            activation: activation, standing: last)
    }
}

/// One decision at one instant, and which pack decides.
private struct AskedLevel {
    let decision: String
    let instant: Instant
    let activation: Int?
    /// Where its answer goes.
    let index: Int
}

extension Ledger {
    /// Where all accounts stood in decisions at instants, each under the pack in force then. Each
    /// of these packs reads the ledger once.
    package func levels(
        _ questions: [LevelsAtInstants.Question], _ packs: PacksInForce,
        _ knowledge: DecisionKnowledge
    ) throws(QueryError) -> LevelsAtInstants {
        let knowsThen = if case .then = knowledge { true } else { false }
        let pairs = questions.flatMap { question in
            question.instants.map { (decision: question.decision, instant: $0) }
        }
        let asked = pairs.enumerated().map { index, pair in
            AskedLevel(
                decision: pair.decision, instant: pair.instant,
                activation: packs.inForce(
                    pair.decision, at: pair.instant, knowsThen: knowsThen), index: index)
        }
        var levels = LevelsAtInstants(questions)
        for activation in Set(asked.map(\.activation)) {
            let run = try historyRun(packs.pack(activation), knowledge)
            answer(asked.filter { $0.activation == activation }, by: run, &levels)
        }
        return levels
    }

    private func answer(
        _ asked: [AskedLevel], by run: HistoryRun, _ levels: inout LevelsAtInstants
    ) {
        guard let end = asked.map(\.instant).max() else { return }
        var kept: [Int: [Instant]] = [:]
        for level in asked {
            guard let track = run.pack.trackIndex(of: level.decision) else { continue }
            kept[track, default: []].append(level.instant)
        }
        let standings = run.standings(tracks: kept.keys.sorted(), through: end, keeping: kept)
        for (account, standings) in zip(run.accounts, standings) {
            for level in asked {
                guard let track = run.pack.trackIndex(of: level.decision) else { continue }
                levels.note(
                    standings[track], of: account, at: level.index, level.instant,
                    level.activation)
            }
        }
    }
}
