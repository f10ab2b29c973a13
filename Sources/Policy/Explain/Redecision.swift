import LedgerModel

/// Asks the rules again at the instant of a change, with some of what came in between reversed, to
/// find out what made the change.
struct Redecision {
    private let run: HistoryRun
    /// The index of the account, and of the decision, machines behind decisions.
    private let account: Int
    private let track: Int
    private let question: ChangeOfLevel.Turn.Question
    /// The instant of the evaluation before, and of the one that came out otherwise.
    private let before: Instant
    private let instant: Instant
    private let previous: [String: String]
    /// Everybody as known at the change, and as known before it; only where facts need them.
    private let now: Population?
    private let earlier: Population?

    /// - Parameter previous: the levels that counted before the change.
    init(
        _ run: HistoryRun, account: Int, track: Int, _ question: ChangeOfLevel.Turn.Question,
        before: Instant, instant: Instant, previous: [String: String]
    ) {
        self.run = run
        self.account = account
        self.track = track
        self.question = question
        self.before = before
        self.instant = instant
        self.previous = previous
        let needsOthers = run.pack.facts.contains(where: \.isPopulation)
        now = needsOthers ? run.population(knownAt: instant) : nil
        earlier = needsOthers ? run.population(knownAt: before) : nil
    }

    /// Whether the rules come out as before with some changes reversed.
    func isRestored(reversing causes: Set<Cause>) -> Bool {
        let context = RuleContext(run.pack, at: causes.contains(.ruleChanged) ? before : instant)
        let facts = facts(reversing: causes)
        let inputs = RuleInputs(context, facts, previous: previous)
        switch question {
        case .rule(let was, let now, let held):
            let decision = run.pack.decisions[track]
            let outcome = inputs.outcome(of: decision).outcome
            let nearby = RuleInputs.nearby(decision, context, facts, previous: previous)
            if nearby.contains(held), outcome.unrated == nil { return true }
            // Where only the band was left, the rule itself says what it said.
            if was == now { return outcome == held }
            guard let reason = outcome.unrated, let old = was.unrated else { return outcome == was }
            // Without a level on either side the change is one of the reason.
            return reason == old || now.unrated == nil
        case .rise(let state): return inputs.holding(of: machine.up[state]) != .holds
        case .fall(let state): return inputs.holding(of: machine.keep[state]) != .fails
        case .value(let state, let was, let now):
            let next = state + 1 < machine.states.count ? machine.up[state + 1] : nil
            let reason = inputs.unrated(next: next, keep: machine.keep[state])
            guard let reason, let was else { return reason == was }
            return reason == was || now == nil
        }
    }

    private var machine: MachineDefinition {
        run.pack.machines[track - run.pack.decisions.count]
    }

    /// The facts of the account at the instant.
    private func facts(reversing causes: Set<Cause>) -> [FactValue] {
        let pack = run.pack
        let own = ownFacts(reversing: causes)
        let anchor = causes.contains(.windowMoved) ? before : nil
        guard let now, let earlier else {
            return pack.facts.indices.map { own.value(of: $0, at: instant, asWindowOf: anchor) }
        }
        let isMoved = !causes.contains(.populationMoved)
        let others = isMoved ? now : earlier
        let othersInstant = isMoved ? instant : before
        let rows = others.accounts.indices.filter {
            $0 == account || others.records[$0].isAdmitted(at: othersInstant)
        }
        let place = rows.count { $0 < account }
        var table = FactTable(instant: instant, rows: rows, factCount: pack.facts.count)
        for fact in pack.factOrder {
            table.columns[fact] = others.column(fact, of: table) { row in
                row == place
                    ? own.value(of: fact, at: instant, asWindowOf: anchor)
                    : others.facts[rows[row]].value(of: fact, at: othersInstant)
            }
        }
        return table.columns.map { $0[place] }
    }

    /// The account's own facts without the events that are reversed.
    private func ownFacts(reversing causes: Set<Cause>) -> AccountFacts {
        let isThen = run.knowledge == .then
        let counts = { (occurredAt: Instant, known: KnownSpan) -> Bool in
            if isThen, !isKnown(known, ignoringCorrections: causes.contains(.correction)) {
                return false
            }
            if causes.contains(.newEvent), occurredAt >= before { return false }
            if isThen, causes.contains(.lateEvent), known.from > before, occurredAt < before {
                return false
            }
            return true
        }
        return run.facts(of: account, where: counts)
    }

    /// Whether an event counts at the instant, or did until it was annulled since the decision
    /// before.
    private func isKnown(_ known: KnownSpan, ignoringCorrections: Bool) -> Bool {
        if known.holds(at: instant) { return true }
        guard ignoringCorrections, known.from <= instant, let until = known.until else {
            return false
        }
        return until > before && until <= instant
    }
}
