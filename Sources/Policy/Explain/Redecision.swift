import LedgerModel

/// Decides one account again at the instant of a change, with some of what came in between
/// reversed, to find out what made the change.
struct Redecision {
    let run: HistoryRun
    /// The index of the account.
    let account: Int
    /// The instant of the decision before, and of the change.
    let before: Instant
    let instant: Instant
    let previous: [String: String]

    /// What the rule says with some changes reversed.
    func outcome(_ decision: DecisionDefinition, reversing causes: Set<Cause>) -> Outcome {
        guard let facts = facts(reversing: causes) else { return .none(.nothingApplies) }
        let parameters = causes.contains(.ruleChanged) ? before : instant
        let context = RuleContext(run.pack, at: parameters)
        return RuleInputs(context, facts, previous: previous).outcome(of: decision).outcome
    }

    /// The causes of a change from an outcome: one that alone explains it, or all that are needed
    /// together; none where reversing everything does not restore the outcome.
    func causes(_ decision: DecisionDefinition, from old: Outcome) -> [Cause] {
        let candidates: [Cause] = [
            .ruleChanged, .correction, .lateEvent, .newEvent, .populationMoved, .windowMoved,
        ]
        for cause in candidates where outcome(decision, reversing: [cause]) == old {
            return [cause]
        }
        var needed = Set(candidates)
        guard outcome(decision, reversing: needed) == old else { return [] }
        for cause in candidates.reversed() {
            let fewer = needed.subtracting([cause])
            if outcome(decision, reversing: fewer) == old { needed = fewer }
        }
        return candidates.filter { needed.contains($0) }
    }

    /// The facts of the account at the instant; nil where it is not there with what is reversed.
    private func facts(reversing causes: Set<Cause>) -> [FactValue]? {
        let now = run.population(knownAt: instant)
        let pack = run.pack
        let own = ownFacts(reversing: causes)
        let anchor = causes.contains(.windowMoved) ? before : nil
        guard pack.facts.contains(where: \.isPopulation) else {
            return pack.facts.indices.map { own.value(of: $0, at: instant, asWindowOf: anchor) }
        }
        let isMoved = !causes.contains(.populationMoved)
        let others = isMoved ? now : run.population(knownAt: before)
        let othersInstant = isMoved ? instant : before
        let rows = others.accounts.indices.filter {
            $0 == account || others.records[$0].isAdmitted(at: othersInstant)
        }
        guard let place = rows.firstIndex(of: account) else { return nil }
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
