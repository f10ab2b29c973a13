import CEL
package import LedgerModel

/// Accounts as the rules saw them at one instant: what tells why each stands where it does, and who
/// is near a threshold.
package struct Inspection: Sendable {
    private let context: RuleContext
    private let track: Int
    private let instant: Instant
    /// The slots of the accounts that are known, in the order of their ids.
    private let slots: [Int]
    /// Whether an account is known, by its slot.
    package let isKnown: @Sendable (Int) -> Bool
    /// A fact of an account that is known.
    private let value: @Sendable (_ fact: Int, _ slot: Int) -> FactValue
    /// The levels that counted before, by the name of their decision.
    private let previous: @Sendable (_ slot: Int) -> [String: String]

    fileprivate init(
        _ context: RuleContext, track: Int, at instant: Instant, slots: [Int],
        isKnown: @escaping @Sendable (Int) -> Bool,
        value: @escaping @Sendable (Int, Int) -> FactValue,
        previous: @escaping @Sendable (Int) -> [String: String]
    ) {
        (self.context, self.track, self.instant, self.slots) = (context, track, instant, slots)
        (self.isKnown, self.value, self.previous) = (isKnown, value, previous)
    }

    private func values(_ slot: Int) -> [FactValue] {
        context.pack.facts.indices.map { value($0, slot) }
    }

    /// Why the rules say what they say of an account that is known, without the events behind its
    /// facts.
    ///
    /// - Parameters:
    ///   - state: where the account stands, which tells the guards that matter of a machine.
    ///   - language: that of the texts that the pack makes: `en`, `zh-Hans` or `zh-Hant`.
    package func reasoning(
        of slot: Int, in state: Outcome, language: String
    ) -> Explanation.Reasoning {
        let values = values(slot)
        let lines = context.pack.factsShown(ofTrack: track).map { fact in
            Explanation.FactLine(
                fact: fact, value: values[fact], window: nil, evidence: [], evidenceCount: 0)
        }
        return Explanation.Reasoning(
            track, at: instant, context, values, previous: previous(slot), in: state, lines,
            language: language)
    }

    /// The accounts of which one fact lies within some percent of a threshold and, moved beyond it
    /// alone, gives another level. Thresholds are what the conditions compare a fact with that is
    /// the same for all accounts.
    ///
    /// - Parameters:
    ///   - state: where an account stands, by its slot.
    ///   - limit: how many are asked for.
    package func nearMisses(
        in state: (Int) -> Outcome, percent: Int64, limit: Int
    ) -> NearMisses {
        let near = candidates(percent)
        var (found, looked) = ([NearMiss](), 0)
        var known: Set<[Int]> = []
        for candidate in near.prefix(limit * Self.candidatesForEach) where found.count < limit {
            looked += 1
            guard !known.contains([candidate.slot, candidate.threshold.fact]),
                let miss = miss(candidate, in: state(candidate.slot))
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
    private func candidates(_ percent: Int64) -> [Candidate] {
        var near: [Candidate] = []
        for threshold in thresholds where threshold.number != 0 {
            for slot in slots {
                guard let number = value(threshold.fact, slot).number else { continue }
                let gap = (Int128(number) - Int128(threshold.number)).magnitude
                let parts = gap * 1_000_000 / UInt128(threshold.number.magnitude)
                guard parts <= UInt128(percent) * 10_000 else { continue }
                near.append(Candidate(slot: slot, threshold: threshold, parts: Int64(parts)))
            }
        }
        let places = Dictionary(
            uniqueKeysWithValues: slots.enumerated().map { ($1, $0) })
        func key(_ own: Candidate) -> (Int64, Int, Int, Int64) {
            (own.parts, places[own.slot] ?? 0, own.threshold.fact, own.threshold.number)
        }
        return near.sorted { key($0) < key($1) }
    }

    private var thresholds: [Threshold] {
        let pack = context.pack
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
    private func miss(_ candidate: Candidate, in state: Outcome) -> NearMiss? {
        let (pack, values) = (context.pack, values(candidate.slot))
        let previous = previous(candidate.slot)
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
}

extension ReplayKernel {
    /// The accounts as a decision or machine saw them at an instant.
    ///
    /// - Parameters:
    ///   - index: of the instant.
    ///   - before: what stood before it, by shard; empty where the rules alone decide.
    package func inspection(
        ofTrack track: Int, at index: Int, _ facts: InstantFacts, before: [Standings]
    ) -> Inspection {
        var slots: [Int] = []
        facts.forEachSlotByName { slots.append($0) }
        return Inspection(
            context(at: index), track: track, at: facts.instant, slots: slots,
            isKnown: { facts.isKnown($0) }, value: { facts.value(of: $0, $1) },
            previous: { [roll] slot in
                before.isEmpty
                    ? [:]
                    : before[roll.shard(ofSlot: slot)].previous(ofSlot: slot, at: facts.instant)
            })
    }
}

extension HistoryRun {
    /// The accounts as a decision or machine saw them at an instant, by their index.
    ///
    /// - Parameter standings: of each account, by track.
    package func inspection(
        ofTrack track: Int, at instant: Instant, _ standings: [[[Standing]]]
    ) -> Inspection {
        let facts = facts(of: Array(accounts.indices), at: instant)
        let readsPrevious = pack.names(ofTrack: track).contains { $0.hasPrefix("previous.") }
        let before =
            readsPrevious ? standings.map { previous($0, before: instant) } : []
        return Inspection(
            RuleContext(pack, at: instant), track: track, at: instant, slots: facts.keys.sorted(),
            isKnown: { facts[$0] != nil }, value: { facts[$1]?[$0] ?? .missing(.noEvent) },
            previous: { before.isEmpty ? [:] : before[$0] })
    }
}
