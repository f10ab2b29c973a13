import CEL

extension ReplayKernel {
    /// Why the rules say what they say of an account at an instant, without the events behind its
    /// facts, which a replay doesn't keep.
    ///
    /// - Parameters:
    ///   - before: what stood before the instant, where rules may read it.
    ///   - state: where the account stands, which tells the guards that matter of a machine.
    ///   - language: that of the texts that the pack makes: `en`, `zh-Hans` or `zh-Hant`.
    package func reasoning(
        of slot: Int, inTrack track: Int, at index: Int, _ facts: InstantFacts,
        before: Standings?, in state: Outcome, language: String
    ) -> Explanation.Reasoning {
        let values = facts.values(slot)
        let lines = plan.pack.factsShown(ofTrack: track).map { fact in
            Explanation.FactLine(
                fact: fact, value: values[fact], window: nil, evidence: [], evidenceCount: 0)
        }
        return Explanation.Reasoning(
            track, at: facts.instant, context(at: index), values,
            previous: previous(slot, facts, before), in: state, lines, language: language)
    }

    /// The accounts of which one fact lies within some percent of a threshold and, moved beyond it
    /// alone, gives another level. Thresholds are what the conditions compare a fact with that is
    /// the same for all accounts.
    ///
    /// - Parameters:
    ///   - state: where an account stands, by its slot.
    ///   - limit: how many are asked for.
    package func nearMisses(
        inTrack track: Int, at index: Int, _ facts: InstantFacts,
        before: (Int) -> Standings?, in state: (Int) -> Outcome, percent: Int64, limit: Int
    ) -> NearMisses {
        let near = candidates(track, at: index, facts, percent)
        var (found, looked) = ([NearMiss](), 0)
        var known: Set<[Int]> = []
        for candidate in near.prefix(limit * Self.candidatesForEach) where found.count < limit {
            looked += 1
            guard !known.contains([candidate.slot, candidate.threshold.fact]),
                let miss = miss(
                    candidate, track, at: index, facts, before(candidate.slot),
                    in: state(candidate.slot))
            else { continue }
            known.insert([candidate.slot, candidate.threshold.fact])
            found.append(miss)
        }
        return NearMisses(found: found, unseen: near.count - looked)
    }

    /// Facts that are looked at for each account that is asked for.
    private static let candidatesForEach = 8

    private struct Threshold: Hashable {
        let fact: Int
        let number: Int64
    }

    private struct Candidate {
        let slot: Int
        let threshold: Threshold
        /// How far the fact lies from the threshold, in parts per million of it.
        let parts: Int64
    }

    /// The facts near a threshold, the nearest first.
    private func candidates(
        _ track: Int, at index: Int, _ facts: InstantFacts, _ percent: Int64
    ) -> [Candidate] {
        var near: [Candidate] = []
        for threshold in thresholds(track, at: index) where threshold.number != 0 {
            facts.forEachSlotByName { slot in
                guard let number = facts.value(of: threshold.fact, slot).number else { return }
                let gap = (Int128(number) - Int128(threshold.number)).magnitude
                let parts = gap * 1_000_000 / UInt128(threshold.number.magnitude)
                guard parts <= UInt128(percent) * 10_000 else { return }
                near.append(Candidate(slot: slot, threshold: threshold, parts: Int64(parts)))
            }
        }
        let places = Dictionary(
            uniqueKeysWithValues: roll.slotsByName.enumerated().map { (Int($1), $0) })
        func key(_ own: Candidate) -> (Int64, Int, Int, Int64) {
            (own.parts, places[own.slot] ?? 0, own.threshold.fact, own.threshold.number)
        }
        return near.sorted { key($0) < key($1) }
    }

    private func thresholds(_ track: Int, at index: Int) -> [Threshold] {
        let (pack, context) = (plan.pack, context(at: index))
        let conditions: [Formula]
        if track < pack.decisions.count {
            conditions = pack.decisions[track].rule.conditions
        } else {
            let machine = pack.machines[track - pack.decisions.count]
            conditions = (machine.up + machine.keep).compactMap { $0?.condition }
        }
        let inputs = RuleInputs(context, [], previous: [:])
        var found: Set<Threshold> = []
        for bound in conditions.flatMap(\.bounds) {
            guard let fact = context.factNames.firstIndex(of: bound.name),
                case .int(let number)? = inputs.value(of: bound.other)
            else { continue }
            found.insert(Threshold(fact: fact, number: number))
        }
        return found.sorted { ($0.fact, $0.number) < ($1.fact, $1.number) }
    }

    /// What moving the fact beyond the threshold alone gives; nil where that changes nothing.
    private func miss(
        _ candidate: Candidate, _ track: Int, at index: Int, _ facts: InstantFacts,
        _ before: Standings?, in state: Outcome
    ) -> NearMiss? {
        let (pack, context) = (plan.pack, context(at: index))
        let (values, previous) = (
            facts.values(candidate.slot), previous(candidate.slot, facts, before)
        )
        let threshold = candidate.threshold
        let search = DistanceSearch(
            context, values, names: [context.factNames[threshold.fact]], previous: previous)
        let isDecision = track < pack.decisions.count
        let outcome =
            isDecision
            ? RuleInputs(context, values, previous: previous).outcome(of: pack.decisions[track])
                .outcome : state
        let (up, down) =
            isDecision
            ? search.distances(in: pack.decisions[track], from: outcome)
            : search.distances(in: pack.machines[track - pack.decisions.count], from: outcome)
        let beyond = (up + down).first { distance in
            distance.fact == threshold.fact
                && (Int128(distance.to) - Int128(threshold.number)).magnitude <= 1
        }
        return beyond.map { NearMiss(slot: candidate.slot, outcome: outcome, distance: $0) }
    }

    private func previous(
        _ slot: Int, _ facts: InstantFacts, _ before: Standings?
    ) -> [String: String] {
        before?.previous(ofSlot: slot, at: facts.instant) ?? [:]
    }
}
