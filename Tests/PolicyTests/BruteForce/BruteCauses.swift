/// Why a level of a random history changed, found by deciding again over a history that lacks one
/// kind of change, then another.
struct BruteCauses {
    let history: BruteHistory
    let account: String

    static let all = [
        "override", "approval", "rule_changed", "correction", "late_event", "new_event",
        "population_moved", "window_moved",
    ]

    /// What is asked again at the turn.
    private enum Question {
        case rule(was: String, isNow: String, held: String)
        case rise(Int)
        case fall(Int)
        case value(around: Int, wasKnown: Bool)
    }

    private struct Turn {
        let at: Int64
        let before: Int64?
        let question: Question
    }

    /// The causes of the step at an index of the decision, which changed what counts.
    func ofDecision(_ steps: [BruteHistory.Step], at index: Int) -> [String] {
        let (before, after) = (steps[index - 1], steps[index])
        var turn: Turn?
        if before.held != after.held {
            let evaluations = steps[...index].filter(\.isEvaluation)
            let leads = { (step: BruteHistory.Step) in
                !step.isNear && self.leads(step.raw, before, after)
            }
            func turned(_ old: BruteHistory.Step, _ new: BruteHistory.Step) -> Question {
                .rule(was: old.raw, isNow: new.raw, held: before.held)
            }
            if let first = evaluations.first, leads(first) {
                turn = Turn(at: first.at, before: nil, question: turned(before, first))
            }
            for (old, new) in zip(evaluations, evaluations.dropFirst())
            where leads(new) && !leads(old) {
                turn = Turn(at: new.at, before: old.at, question: turned(old, new))
            }
        }
        return causes(turn) { reversed in
            let isRestored = turn.map { self.isRestored($0, reversing: reversed) } ?? false
            let held = isRestored ? before.held : after.held
            let effective = history.ruled(
                held, account,
                overriddenAsOf: reversed.contains("override") ? before.at : after.at,
                approvedAsOf: reversed.contains("approval") ? before.at : after.at)
            return effective == before.effective
        }
    }

    /// Whether an outcome is one that leads from what was held to what is.
    private func leads(
        _ raw: String, _ before: BruteHistory.Step, _ after: BruteHistory.Step
    ) -> Bool {
        guard let old = PlannedPack.levels.firstIndex(of: before.held),
            let wanted = PlannedPack.levels.firstIndex(of: raw)
        else { return raw == after.held }
        let step = history.pack.step ?? 4
        return PlannedPack.levels[max(old - step, min(old + step, wanted))] == after.held
    }

    /// The causes of the step at an index of the machine, which changed the state.
    func ofStage(_ steps: [BruteHistory.Step], at index: Int) -> [String] {
        let (before, after) = (steps[index - 1], steps[index])
        func turn(_ question: Question, _ at: Int64) -> Turn {
            let earlier = steps.last { $0.isEvaluation && $0.at < at }
            return Turn(at: at, before: earlier?.at, question: question)
        }
        let old = PlannedPack.states.firstIndex(of: before.effective)
        let new = PlannedPack.states.firstIndex(of: after.effective)
        let found: Turn
        if let old, let new {
            found = turn(new > old ? .rise(new) : .fall(old), after.turn ?? after.at)
        } else {
            found = turn(.value(around: after.around, wasKnown: old != nil), after.at)
        }
        let causes = causes(found) { isRestored(found, reversing: $0) }
        guard causes.isEmpty, old != nil, new == nil else { return causes }
        // Nothing is known about the state that was entered before.
        let entry = (1..<index).last { steps[$0].effective != steps[$0 - 1].effective }
        return entry.map { ofStage(steps, at: $0) } ?? ["new_event"]
    }

    private func causes(_ turn: Turn?, _ isRestored: (Set<String>) -> Bool) -> [String] {
        func canRestore(_ set: Set<String>) -> Bool {
            turn.map { $0.before == nil } ?? false ? false : isRestored(set)
        }
        if let single = Self.all.first(where: { canRestore([$0]) }) { return [single] }
        if !canRestore(Set(Self.all)) {
            return turn.map { $0.before == nil } ?? false ? ["new_event"] : []
        }
        var kept = Self.all
        for cause in Self.all.reversed() {
            let fewer = kept.filter { $0 != cause }
            if canRestore(Set(fewer)) { kept = fewer }
        }
        return kept
    }

    private func isRestored(_ turn: Turn, reversing causes: Set<String>) -> Bool {
        guard let before = turn.before else { return false }
        let limit = history.pack.limit(
            at: causes.contains("rule_changed") ? before : turn.at, history.clock)
        let values = values(at: turn.at, before: before, reversing: causes)
        let pack = history.pack
        func truth(_ own: PlannedPack.Guard?) -> Bool? {
            own.map { history.truth($0.condition, values, limit) } ?? true
        }
        switch turn.question {
        case .rule(let was, let isNow, let held):
            let raw = history.raw(values, limit).map { PlannedPack.levels[$0] }
            let nearby = history.nearby(values, limit).map { $0.map { PlannedPack.levels[$0] } }
            if raw != nil, nearby.contains(held) { return true }
            return (raw ?? "not_rated") == (was == isNow ? held : was)
        case .rise(let state): return truth(pack.up[state - 1]) != true
        case .fall(let state): return truth(pack.keep[state]) != false
        case .value(let state, let wasKnown):
            let up = state < 2 ? truth(pack.up[state]) : true
            return (up != nil && truth(pack.keep[state]) != nil) == wasKnown
        }
    }

    /// The facts of the account in a history without some of what came since the evaluation before.
    private func values(
        at instant: Int64, before: Int64, reversing causes: Set<String>
    ) -> [BruteValue] {
        let whole = history.history
        func isOwn(_ event: PastEvent) -> Bool {
            event.account == account || event.account == "~ledger"
        }
        let changed = whole.compactMap { event -> PastEvent? in
            guard isOwn(event) else { return event }
            if causes.contains("new_event"), event.at >= before { return nil }
            guard history.knowsThen else { return event }
            if causes.contains("late_event"), event.at < before, event.knownFrom > before {
                return nil
            }
            if causes.contains("correction"), let until = event.knownUntil, until > before,
                until <= instant
            {
                return event.neverAnnulled
            }
            return event
        }
        var facts = history.facts(changed, at: instant)
        let isMoved = causes.contains("population_moved")
        facts.peers = Peers(
            of: account, facts: history.facts(whole, at: isMoved ? before : instant),
            instant: isMoved ? before : instant)
        facts.anchor = causes.contains("window_moved") ? before : nil
        return history.pack.facts.indices.map { facts.value(of: $0, account, at: instant) }
    }
}

/// The other accounts of a cohort, as they are or as they were.
final class Peers {
    /// The account that they are others to.
    let account: String
    let facts: BruteFacts
    let instant: Int64

    init(of account: String, facts: BruteFacts, instant: Int64) {
        self.account = account
        self.facts = facts
        self.instant = instant
    }
}
