import LedgerModel

extension Pack {
    /// What each fact may be where it is a number, by index, as far as it follows from how it is
    /// computed.
    var factRanges: [ClosedRange<Int64>] {
        var ranges: [ClosedRange<Int64>] = Array(repeating: .all, count: facts.count)
        for index in factOrder { ranges[index] = range(of: facts[index].content, ranges) }
        return ranges
    }

    private func range(
        of content: FactDefinition.Content, _ known: [ClosedRange<Int64>]
    ) -> ClosedRange<Int64> {
        let isPositive = { (fact: Int) in known[fact].lowerBound >= 0 }
        switch content {
        case .events(let fact): return range(of: fact)
        case .open: return 0...(.max)
        case .contacts(let fact): return fact.measure == .knotShare ? 0...1_000_000 : 0...(.max)
        case .growth(let fact, _): return isPositive(fact) ? -1_000_000...(.max) : .all
        case .share(let fact, let base):
            return isPositive(fact) && isPositive(base) ? 0...(.max) : .all
        case .total(let facts, let less):
            return less.isEmpty && facts.allSatisfy(isPositive) ? 0...(.max) : .all
        case .population(let fact):
            switch fact.measure {
            case .percentile, .cumulativeShareBefore: return 0...1_000_000
            case .rank: return 1...(.max)
            case .quintile: return 1...5
            case .cumulativeBefore, .cohortTotal: return 0...(.max)
            case .cohortAverage: return isPositive(fact.fact) ? 0...(.max) : .all
            }
        }
    }

    private func range(of fact: EventFact) -> ClosedRange<Int64> {
        let own = fact.readings.map { readings[$0] }
        let isNatural: Bool
        switch fact.aggregate {
        case .countDistinct, .daysSince, .streak: isNatural = true
        case .count: isNatural = !own.contains(where: \.isNegative)
        case .member: isNatural = false
        case .sum, .minimum, .maximum, .average, .first, .last:
            isNatural = own.allSatisfy { !$0.isNegative && countsUp($0) }
        }
        guard isNatural else { return .all }
        return min(0, fact.missing?.number ?? 0)...(.max)
    }

    /// Whether what is taken of an event is a field that the catalogue has from 0 on.
    private func countsUp(_ reading: EventReading) -> Bool {
        guard case .field(let name)? = reading.value,
            let index = Catalogue.index(of: reading.eventType)
        else { return false }
        let kind = Catalogue.definitions[index].fields.first { $0.name == name }?.kind
        return kind == .amount || kind == .count || kind == .year
    }
}
