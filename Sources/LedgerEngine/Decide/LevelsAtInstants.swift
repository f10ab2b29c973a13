package import LedgerModel
import Policy

/// Where all accounts stood in some decisions at some instants.
package struct LevelsAtInstants: Sendable {
    private let decisions: [String]
    private let instants: [Instant]
    /// By decision and instant.
    private var steps: [AccountID: [[DecisionHistory.Step?]]] = [:]

    init(_ decisions: [String], _ instants: [Instant]) {
        self.decisions = decisions
        self.instants = instants
    }

    /// Where an account stood; nil where nothing was decided by then, and for what wasn't asked.
    package func step(
        _ decision: String, of account: AccountID, at instant: Instant
    ) -> DecisionHistory.Step? {
        guard let decision = decisions.firstIndex(of: decision),
            let index = instants.firstIndex(of: instant)
        else { return nil }
        return steps[account]?[decision][index]
    }

    fileprivate mutating func note(
        _ standings: [Standing], of account: AccountID, decision: Int, at instant: Int,
        _ activation: Int?
    ) {
        guard let last = standings.last(where: { $0.instant <= instants[instant] }) else { return }
        let none: [DecisionHistory.Step?] = Array(repeating: nil, count: instants.count)
        let all = Array(repeating: none, count: decisions.count)
        steps[account, default: all][decision][instant] = DecisionHistory.Step(
            activation: activation, standing: last)
    }
}

extension Ledger {
    /// Where all accounts stood in decisions at instants, each under the pack in force then.
    package func levels(
        _ decisions: [String], _ packs: PacksInForce, at instants: [Instant],
        _ knowledge: DecisionKnowledge
    ) throws(QueryError) -> LevelsAtInstants {
        let knowsThen = if case .then = knowledge { true } else { false }
        let inForce = decisions.map { decision in
            instants.map { packs.inForce(decision, at: $0, knowsThen: knowsThen) }
        }
        var levels = LevelsAtInstants(decisions, instants)
        for activation in Set(inForce.joined()) {
            let run = try historyRun(packs.pack(activation), knowledge)
            let tracks = decisions.indices.map { decision in
                inForce[decision].contains(activation)
                    ? run.pack.trackIndex(of: decisions[decision]) : nil
            }
            guard let end = instants.max() else { continue }
            let standings = run.standings(
                tracks: tracks.compactMap(\.self), through: end, keeping: instants)
            for (account, standings) in zip(run.accounts, standings) {
                for (decision, track) in tracks.enumerated() {
                    guard let track else { continue }
                    for instant in instants.indices where inForce[decision][instant] == activation {
                        levels.note(
                            standings[track], of: account, decision: decision, at: instant,
                            activation)
                    }
                }
            }
        }
        return levels
    }
}
