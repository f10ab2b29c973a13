import LedgerModel
import Policy

/// Counts what the points of a sweep make of the accounts; the pack's own values come first.
struct SweepTally {
    /// What one point makes of the accounts.
    struct Found {
        var sizes: [Int]
        var revenue: [FigureSum]
        var flips = 0
        var moved = 0
        var place: Int?
    }

    private(set) var found: [Found] = []
    private let levels: ComparedLevels
    private let watched: Int?
    /// By slot.
    private let figures: [Figure]
    private var total = FigureSum()
    /// By group and account, under the pack's own values.
    private var ownPlaces: [[Int16]] = []
    private var decidedFrom: [Int64] = []

    /// - Parameters:
    ///   - figures: what each account brings, by slot.
    ///   - watched: the slot of the account that is looked at.
    init(_ levels: ComparedLevels, _ figures: [Figure], watching watched: Int?) {
        (self.levels, self.figures, self.watched) = (levels, figures, watched)
    }

    /// What all accounts bring about which something was decided.
    var revenue: Figure { total.figure }

    /// The time between each account's first decision and the end, together, in whole days.
    func accountDays(through end: Instant) -> Int64 {
        let time = decidedFrom.reduce(into: Int128(0)) { time, first in
            time += Int128(end.microseconds - first)
        }
        return Int64(time / Int128(Instant.microsecondsPerDay))
    }

    /// Adds what some points make of all accounts.
    mutating func add(_ party: SweepPass.Party) {
        if found.isEmpty { takeOwn(party) }
        for index in 0..<party.points.count {
            var own = Found(
                sizes: Array(repeating: 0, count: levels.count),
                revenue: Array(repeating: FigureSum(), count: levels.count))
            for (group, swept) in party.groups.enumerated() {
                own.flips += swept.flips[index]
                let slots = swept.accounts.slots
                for (account, place) in swept.places[index].enumerated()
                where place != SweptPlaces.undecided {
                    own.sizes[Int(place)] += 1
                    own.revenue[Int(place)].add(figures[slots.lowerBound + account])
                    if place != ownPlaces[group][account] { own.moved += 1 }
                    if slots.lowerBound + account == watched { own.place = Int(place) }
                }
            }
            found.append(own)
        }
    }

    /// Puts down where accounts stand under the first point, and since when they are decided.
    private mutating func takeOwn(_ party: SweepPass.Party) {
        ownPlaces = party.groups.map { $0.places[0] }
        for swept in party.groups {
            let first = swept.accounts.slots.lowerBound
            for (account, decided) in swept.decidedFrom.enumerated() where decided != .max {
                decidedFrom.append(decided)
                total.add(figures[first + account])
            }
        }
    }
}
