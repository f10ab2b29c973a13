import CEL
import CivilCalendar
package import LedgerModel

extension HistoryRun {
    /// Why an account stands where it does at an instant; nil where nothing was decided by then.
    ///
    /// - Parameters:
    ///   - account: its index.
    ///   - track: the index of the decision, machines behind decisions.
    package func explanation(
        of account: Int, in track: Int, at end: Instant
    ) -> Explanation? {
        let standings = standings(of: [account], tracks: [track], through: end)[0]
        guard let last = standings[track].last else { return nil }
        let change = change(in: standings[track], ofTrack: track)
        return Explanation(
            standing: last, reasoning: reasoning(account, track, standings),
            causes: change.map { causes(of: $0, account, track, standings) } ?? [],
            before: change?.before,
            ruling: track < pack.decisions.count
                ? rulings(of: account, in: pack.decisions[track]).inForce(at: last.instant) : nil)
    }

    /// What the rules made of an account at the last evaluation; nil where there was none.
    private func reasoning(
        _ account: Int, _ track: Int, _ standings: [[Standing]]
    ) -> Explanation.Reasoning? {
        guard let evaluated = standings[track].last(where: { $0.occasion == .evaluation }),
            let last = standings[track].last
        else { return nil }
        let known = population(knownAt: evaluated.instant)
        let all = facts(at: evaluated.instant, in: known, Set(pack.facts.indices))
        guard let facts = all(account) else { return nil }
        let inputs = RuleInputs(
            RuleContext(pack, at: evaluated.instant), facts,
            previous: previous(standings, before: evaluated.instant))
        let lines = lines(track, facts, of: account, at: evaluated.instant, known)
        guard track < pack.decisions.count else {
            let machine = pack.machines[track - pack.decisions.count]
            return Explanation.Reasoning(
                evaluatedAt: evaluated.instant, text: nil,
                trials: inputs.trials(of: machine, in: last.effective), facts: lines, up: nil,
                down: nil)
        }
        let decision = pack.decisions[track]
        return Explanation.Reasoning(
            evaluatedAt: evaluated.instant,
            text: inputs.outcome(of: decision).rule?.explanation,
            trials: inputs.trials(of: decision.rule), facts: lines,
            up: distance(track, facts, evaluated, standings, isUp: true),
            down: distance(track, facts, evaluated, standings, isUp: false))
    }

    /// The levels that counted before an instant, by the name of their decision.
    func previous(
        _ standings: [[Standing]], before instant: Instant
    ) -> [String: String] {
        var previous: [String: String] = [:]
        let names = pack.decisions.map(\.name) + pack.machines.map(\.name)
        for (track, name) in names.enumerated() {
            let last = standings[track].last { $0.instant < instant }
            guard case .level(let level)? = last?.effective else { continue }
            previous[name] = pack.levels(ofTrack: track)[level].name
        }
        return previous
    }

    // What the rule looks at, with the facts that those facts are computed of.
    private func lines(
        _ track: Int, _ values: [FactValue], of account: Int, at instant: Instant,
        _ known: Population
    ) -> [Explanation.FactLine] {
        var used: [Int] = []
        func use(_ fact: Int) {
            guard !used.contains(fact) else { return }
            used.append(fact)
            for base in pack.facts[fact].bases { use(base) }
        }
        for name in pack.names(ofTrack: track) {
            guard let fact = pack.facts.firstIndex(where: { "facts.\($0.name)" == name }) else {
                continue
            }
            use(fact)
        }
        return used.map { fact in
            let seen = known.facts[account].evidence(of: fact, at: instant)
            let weight = { (entry: FactEntry) in entry.value.number?.magnitude ?? 0 }
            let largest = seen.sorted {
                (weight($1), $0.position) < (weight($0), $1.position)
            }
            return Explanation.FactLine(
                fact: fact, value: values[fact],
                window: pack.facts[fact].window?.range(at: instant, in: pack.zone),
                evidence: Array(largest.prefix(Self.evidenceShown)), evidenceCount: seen.count)
        }
    }

    /// Events that are shown of one fact.
    private static let evidenceShown = 5

    /// The smallest change of one number that makes the rule give a higher, or lower, level. The
    /// bounds tried are the other sides of the comparisons that a fact stands in alone.
    private func distance(
        _ track: Int, _ facts: [FactValue], _ evaluated: Standing, _ standings: [[Standing]],
        isUp: Bool
    ) -> Explanation.Distance? {
        guard case .level(let current) = evaluated.raw else { return nil }
        let decision = pack.decisions[track]
        let previous = previous(standings, before: evaluated.instant)
        let context = RuleContext(pack, at: evaluated.instant)
        let inputs = RuleInputs(context, facts, previous: previous)
        var best: Explanation.Distance?
        for bound in decision.rule.bounds {
            guard let fact = pack.facts.firstIndex(where: { "facts.\($0.name)" == bound.name }),
                let own = facts[fact].number, case .int(let other)? = inputs.value(of: bound.other)
            else { continue }
            let isCount = [.count, .days].contains(pack.facts[fact].unit)
            for candidate in [other &- 1, other, other &+ 1]
            where candidate != own && (candidate >= 0 || !isCount) {
                var changed = facts
                changed[fact] = .number(candidate)
                let outcome = RuleInputs(context, changed, previous: previous)
                    .outcome(of: decision).outcome
                guard case .level(let level) = outcome,
                    isUp ? level > current : level < current
                else { continue }
                let found = Explanation.Distance(
                    level: level, fact: fact, from: own, to: candidate)
                if best.map({ found.size < $0.size }) ?? true { best = found }
            }
        }
        return best
    }
}

extension Explanation.Distance {
    fileprivate var size: UInt64 {
        from < to ? from.distanceMagnitude(to) : to.distanceMagnitude(from)
    }
}

extension Int64 {
    fileprivate func distanceMagnitude(_ other: Int64) -> UInt64 {
        UInt64(bitPattern: other) &- UInt64(bitPattern: self)
    }
}
