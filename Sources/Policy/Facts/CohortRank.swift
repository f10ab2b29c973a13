import CivilCalendar
import LedgerModel

/// Population facts: the place of each account among those of its cohort.
enum CohortRank {
    /// The value of a population fact for each account.
    ///
    /// - Parameters:
    ///   - values: the fact that is compared; an account without a number is in no cohort.
    ///   - cohorts: what tells cohorts apart; nil for one cohort of all. An account without it is
    ///     in none.
    ///   - ids: the accounts, by whose bytes ties are decided where the fact says so.
    static func values(
        of fact: PopulationFact, _ values: [FactValue], cohorts: [FactValue]?, _ ids: [AccountID]
    ) -> [FactValue] {
        var results = values.map { value -> FactValue in
            if case .missing = value { value } else { .missing(.noEvent) }
        }
        var groups: [FactValue: [Int]] = [:]
        for index in values.indices where values[index].number != nil {
            let cohort = cohorts?[index] ?? .truth(true)
            if case .missing = cohort {
                results[index] = cohort
            } else {
                groups[cohort, default: []].append(index)
            }
        }
        for group in groups.values {
            let ranked = group.map { Candidate(value: values[$0].number ?? 0, index: $0) }
                .sorted { $0.comesFirst($1, ids) }
            rank(ranked, fact, &results)
        }
        return results
    }

    private struct Candidate {
        let value: Int64
        let index: Int

        func comesFirst(_ other: Candidate, _ ids: [AccountID]) -> Bool {
            value == other.value ? ids[index] < ids[other.index] : value > other.value
        }
    }

    /// One cohort, from the greatest value down.
    private static func rank(
        _ ranked: [Candidate], _ fact: PopulationFact, _ results: inout [FactValue]
    ) {
        let total = ranked.reduce(Int128(0)) { $0 + Int128(max(0, $1.value)) }
        let sum = ranked.reduce(Int128(0)) { $0 + Int128($1.value) }
        let count = Int64(ranked.count)
        var before: Int128 = 0
        var start = 0
        while start < ranked.count {
            var end = start + 1
            if fact.ties == .shared {
                while end < ranked.count, ranked[end].value == ranked[start].value { end += 1 }
            }
            let value: FactValue =
                switch fact.measure {
                case .rank: .number(Int64(start) + 1)
                case .percentile: .number(Int64(ranked.count - end) * 1_000_000 / count)
                case .quintile: .number(1 + Int64(ranked.count - end) * 5 / count)
                case .cumulativeBefore: number(before)
                case .cumulativeShareBefore:
                    total > 0
                        ? number((before * 1_000_000).floorDivided(by: total))
                        : .missing(.noBase)
                case .cohortTotal: number(total)
                case .cohortAverage: number(sum.dividedHalfEven(by: Int128(count)))
                }
            for candidate in ranked[start..<end] {
                results[candidate.index] = value
                before += Int128(max(0, candidate.value))
            }
            start = end
        }
    }

    private static func number(_ number: Int128) -> FactValue {
        Int64(exactly: number).map { .number($0) } ?? .missing(.overflow)
    }
}
