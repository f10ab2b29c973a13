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
    /// Nil for all.
    private let accounts: Set<AccountID>?
    /// By question and instant, one behind the other.
    private var steps: [AccountID: [DecisionHistory.Step?]] = [:]

    fileprivate init(_ questions: [Question], of accounts: Set<AccountID>?) {
        (self.questions, self.accounts) = (questions, accounts)
    }

    fileprivate func isAsked(_ account: AccountID) -> Bool { accounts?.contains(account) ?? true }

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
        _ standing: Standing, of account: AccountID, at index: Int, _ activation: Int?
    ) {
        let count = questions.reduce(0) { $0 + $1.instants.count }
        steps[account, default: Array(repeating: nil, count: count)][index] = DecisionHistory.Step(
            activation: activation, standing: standing)
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
    /// Where all accounts stood in decisions at instants, each under the pack in force then: each
    /// decision of each of these packs is replayed once. A step says what counts and what is
    /// proposed, not by which choice of the rule.
    ///
    /// - Parameter accounts: those that are asked about; nil for all.
    package func levels(
        _ questions: [LevelsAtInstants.Question], _ packs: PacksInForce,
        _ knowledge: DecisionKnowledge, of accounts: Set<AccountID>? = nil
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
        var levels = LevelsAtInstants(questions, of: accounts)
        for (activation, decision) in asked.deciders {
            let own = asked.filter { $0.activation == activation && $0.decision == decision }
            let pack = packs.pack(activation)
            guard let track = pack.trackIndex(of: decision) else { continue }
            let isOnCalendar = ReplayPlan(pack, tracks: [track]).isOnCalendar
            if knowsThen || !isOnCalendar {
                let run = try historyRun(pack, knowledge)
                answer(own, track, by: run, &levels)
            } else {
                try answer(own, track, pack, knowledge, &levels)
            }
        }
        return levels
    }

    /// Answers from columns.
    private func answer(
        _ asked: [AskedLevel], _ track: Int, _ pack: Pack, _ knowledge: DecisionKnowledge,
        _ levels: inout LevelsAtInstants
    ) throws(QueryError) {
        var options = ReplayOptions()
        (options.approvals, options.overrides) = (.recorded, .apply)
        (options.knowledge, options.to) = (knowledge, asked.map(\.instant).max())
        let replay = try replay(pack, tracks: [track], options)
        let questions = asked.map { (track: track, instant: $0.instant) }
        let isAsked = replay.roll.accounts.map { levels.isAsked($0) }
        func note(_ slot: Int, _ place: Int, _ standing: Standing) {
            levels.note(
                standing, of: replay.roll.accounts[slot], at: asked[place].index,
                asked[place].activation)
        }
        try replay.lastStandings(questions, of: { isAsked[$0] }, note)
    }

    /// Answers from the histories of all accounts.
    private func answer(
        _ asked: [AskedLevel], _ track: Int, by run: HistoryRun, _ levels: inout LevelsAtInstants
    ) {
        let instants = asked.map(\.instant)
        guard let end = instants.max() else { return }
        let standings = run.standings(
            tracks: [track], through: end, keeping: [track: instants])
        for (account, standings) in zip(run.accounts, standings) where levels.isAsked(account) {
            for own in asked {
                guard let last = standings[track].last(where: { $0.instant <= own.instant }) else {
                    continue
                }
                levels.note(last, of: account, at: own.index, own.activation)
            }
        }
    }
}

extension [AskedLevel] {
    /// Each pack that decides something asked, with the decision, in order.
    fileprivate var deciders: [(activation: Int?, decision: String)] {
        var deciders: [(activation: Int?, decision: String)] = []
        for own in self where !deciders.contains(where: { $0 == (own.activation, own.decision) }) {
            deciders.append((own.activation, own.decision))
        }
        return deciders
    }
}
