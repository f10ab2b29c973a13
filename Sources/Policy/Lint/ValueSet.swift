import CEL

/// Some values of a number, a text or a truth.
enum ValueSet: Equatable {
    /// Ascending, without common or neighbouring values.
    case numbers([ClosedRange<Int64>])
    /// These texts, or all others.
    case texts(Set<String>, isExcluded: Bool)
    case truths(Set<Bool>)

    /// What a cell admits; nil for everything.
    init?(_ cell: TableCell) {
        switch cell.test {
        case .anything: return nil
        case .numbers(let intervals): self = .numbers(intervals.map { $0.low...$0.high }.joined)
        case .texts(let texts, let isExcluded): self = .texts(texts, isExcluded: isExcluded)
        case .truth(let truth): self = .truths([truth])
        }
    }

    /// The numbers for which a comparison with one holds.
    init(_ sign: ConditionShape.Comparison, _ number: Int64) {
        let below = number > .min ? [Int64.min...(number - 1)] : []
        let above = number < .max ? [(number + 1)...Int64.max] : []
        switch sign {
        case .equal: self = .numbers([number...number])
        case .notEqual: self = .numbers(below + above)
        case .less: self = .numbers(below)
        case .lessOrEqual: self = .numbers([.min...number])
        case .greater: self = .numbers(above)
        case .greaterOrEqual: self = .numbers([number...(.max)])
        }
    }

    var isEmpty: Bool {
        switch self {
        case .numbers(let ranges): ranges.isEmpty
        case .texts(let texts, let isExcluded): texts.isEmpty && !isExcluded
        case .truths(let truths): truths.isEmpty
        }
    }

    /// All values of the kind that it lacks.
    var complement: ValueSet {
        switch self {
        case .numbers(let ranges):
            var missing: [ClosedRange<Int64>] = []
            var next: Int64? = .min
            for range in ranges {
                if let low = next, low < range.lowerBound {
                    missing.append(low...(range.lowerBound - 1))
                }
                next = range.upperBound == .max ? nil : range.upperBound + 1
            }
            if let next { missing.append(next...(.max)) }
            return .numbers(missing)
        case .texts(let texts, let isExcluded): return .texts(texts, isExcluded: !isExcluded)
        case .truths(let truths): return .truths(Set([true, false]).subtracting(truths))
        }
    }

    /// The values that are in both; those of different kinds have none in common.
    func intersection(_ other: ValueSet) -> ValueSet {
        switch (self, other) {
        case (.numbers(let left), .numbers(let right)):
            let common = left.flatMap { own in
                right.filter { $0.overlaps(own) }.map { $0.clamped(to: own) }
            }
            return .numbers(common)
        case (.truths(let left), .truths(let right)): return .truths(left.intersection(right))
        case (.texts(let left, false), .texts(let right, false)):
            return .texts(left.intersection(right), isExcluded: false)
        case (.texts(let left, false), .texts(let right, true)):
            return .texts(left.subtracting(right), isExcluded: false)
        case (.texts(let left, true), .texts(let right, false)):
            return .texts(right.subtracting(left), isExcluded: false)
        case (.texts(let left, true), .texts(let right, true)):
            return .texts(left.union(right), isExcluded: true)
        default: return .truths([])
        }
    }
}

extension [ClosedRange<Int64>] {
    /// In ascending order, those that overlap or touch made one.
    var joined: [ClosedRange<Int64>] {
        var joined: [ClosedRange<Int64>] = []
        for range in sorted(by: { $0.lowerBound < $1.lowerBound }) {
            guard let last = joined.last,
                last.upperBound == .max || range.lowerBound <= last.upperBound + 1
            else {
                joined.append(range)
                continue
            }
            joined[joined.count - 1] =
                last.lowerBound...Swift.max(last.upperBound, range.upperBound)
        }
        return joined
    }
}
