package import LedgerModel

/// The ABC classes by trailing 365 days at the end of every quarter, from the first after the first
/// order of any account to the one after the last event (`definitions` of the ground truths).
package struct TierHistory: Sendable {
    /// One quarter end.
    package struct QuarterEnd: Sendable {
        /// The first instant of the quarter after.
        package let asOf: Instant
        /// How many accounts are A, B and C.
        package let counts: [Int]
        /// Net revenue of the 365 days before, of all these accounts.
        package let net: FigureSum

        /// The accounts that had placed an order by then and whose net revenue isn't missing.
        package var accounts: Int { counts.reduce(0, +) }
    }

    /// One account at a quarter end.
    package struct Tier: Equatable, Sendable {
        /// Index of the account's row in the portfolio.
        package let row: Int
        /// Net revenue of the 365 days before, in minor units.
        package let net: Int64
        /// The class by that revenue.
        package let abc: ABCClass
    }

    package private(set) var quarterEnds: [QuarterEnd] = []
    /// How often an account went from one class at a quarter end to another at the next, in the
    /// alphabetical order of "A>B".
    package private(set) var changes: [(from: ABCClass, to: ABCClass, count: Int)] = []
    /// Accounts of all quarter ends together.
    package var tierCount: Int { quarterEnds.reduce(0) { $0 + $1.accounts } }

    package init(of portfolio: Portfolio) {
        let lines = portfolio.tierLines
        guard let first = lines.compactMap({ $0?.first }).min(),
            let lastEventAt = portfolio.tally.lastEventAt
        else { return }
        let last = min(Quarter(of: lastEventAt).next, Quarter(of: .latest))
        var previous: [ABCClass?] = Array(repeating: nil, count: lines.count)
        var counts = Array(repeating: 0, count: 9)
        var quarter = first
        while quarter <= last {
            let current = Self.classes(of: lines, at: quarter)
            for (before, after) in zip(previous, current.classes) {
                guard let before, let after, before != after else { continue }
                counts[Int(before.rawValue) * 3 + Int(after.rawValue)] += 1
            }
            quarterEnds.append(current.end)
            previous = current.classes
            quarter = quarter.next
        }
        changes = Self.changes(counts)
    }

    /// The tiers at the beginning of a quarter, in the order of account ids. They are found anew
    /// rather than kept: over many years they outgrow everything else.
    package static func tiers(of portfolio: Portfolio, at quarter: Quarter) -> [Tier] {
        let lines = portfolio.tierLines
        return classes(of: lines, at: quarter).classes.enumerated().compactMap { row, abc in
            guard let abc, let net = lines[row]?.net(at: quarter) else { return nil }
            return Tier(row: row, net: net, abc: abc)
        }
    }

    private static func classes(
        of lines: [TierLine?], at quarter: Quarter
    ) -> (end: QuarterEnd, classes: [ABCClass?]) {
        var candidates: [ABCPlace.Candidate] = []
        var net = FigureSum()
        for (index, line) in lines.enumerated() {
            guard let value = line?.net(at: quarter) else { continue }
            candidates.append(ABCPlace.Candidate(value: value, index: UInt32(index)))
            net.add(value)
        }
        var classes: [ABCClass?] = Array(repeating: nil, count: lines.count)
        var counts = [0, 0, 0]
        ABCPlace.eachPlace(of: &candidates) { candidate, place in
            classes[Int(candidate.index)] = place.exclusive
            counts[Int(place.exclusive.rawValue)] += 1
        }
        return (QuarterEnd(asOf: quarter.start, counts: counts, net: net), classes)
    }

    private static func changes(
        _ counts: [Int]
    ) -> [(from: ABCClass, to: ABCClass, count: Int)] {
        var changes: [(from: ABCClass, to: ABCClass, count: Int)] = []
        for from in ABCClass.allCases {
            for to in ABCClass.allCases {
                let count = counts[Int(from.rawValue) * 3 + Int(to.rawValue)]
                if count > 0 { changes.append((from, to, count)) }
            }
        }
        return changes
    }
}
