import LedgerModel

/// The class of an account by its share of what all accounts bring.
package enum ABCClass: UInt8, CaseIterable, Comparable, Sendable {
    case a, b, c

    /// The letter that stands for the class.
    package var letter: String {
        switch self {
        case .a: "A"
        case .b: "B"
        case .c: "C"
        }
    }

    package static func < (left: ABCClass, right: ABCClass) -> Bool {
        left.rawValue < right.rawValue
    }
}

/// Where an account stands among all accounts that have a value.
package struct ABCPlace: Equatable, Sendable {
    /// From 1, the largest value first, equals by account id; nil for a value of zero or less.
    package let rank: Int?
    /// A where the accounts ranked above bring less than 80 % of the sum, B where less than 95 %.
    package let exclusive: ABCClass
    /// A where the accounts down to and with this one bring at most 80 %, B where at most 95 %.
    package let inclusive: ABCClass
}

extension ABCPlace {
    /// A value and the index of its account; accounts are in the order of their ids.
    struct Candidate: Sendable {
        let value: Int64
        let index: UInt32
    }

    /// Ranks values and classes them by both boundary rules, as `definitions` of the ground truths
    /// say: the sum is that of the values above zero; a value of zero or less is C.
    /// - Returns: one for each value, nil for one that is nil.
    package static func places(of values: [Int64?]) -> [ABCPlace?] {
        var candidates: [Candidate] = []
        for (index, value) in values.enumerated() {
            guard let value else { continue }
            candidates.append(Candidate(value: value, index: UInt32(index)))
        }
        var places: [ABCPlace?] = Array(repeating: nil, count: values.count)
        eachPlace(of: &candidates) { places[Int($0.index)] = $1 }
        return places
    }

    /// Sorts the candidates by value and visits each with its place.
    static func eachPlace(
        of candidates: inout [Candidate], _ visit: (Candidate, ABCPlace) -> Void
    ) {
        candidates.sort {
            $0.value == $1.value ? $0.index < $1.index : $0.value > $1.value
        }
        var sum: Int128 = 0
        for candidate in candidates where candidate.value > 0 { sum += Int128(candidate.value) }
        var before: Int128 = 0
        for (offset, candidate) in candidates.enumerated() {
            let value = Int128(candidate.value)
            let isPositive = candidate.value > 0
            let exclusive = isPositive ? exclusiveClass(before, of: sum) : .c
            let inclusive = isPositive ? inclusiveClass(before + value, of: sum) : .c
            let place = ABCPlace(
                rank: isPositive ? offset + 1 : nil, exclusive: exclusive, inclusive: inclusive)
            visit(candidate, place)
            before += isPositive ? value : 0
        }
    }

    private static func exclusiveClass(_ before: Int128, of sum: Int128) -> ABCClass {
        if 100 * before < 80 * sum { return .a }
        return 100 * before < 95 * sum ? .b : .c
    }

    private static func inclusiveClass(_ running: Int128, of sum: Int128) -> ABCClass {
        if 100 * running <= 80 * sum { return .a }
        return 100 * running <= 95 * sum ? .b : .c
    }
}
