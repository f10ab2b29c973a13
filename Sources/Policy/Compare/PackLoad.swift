package import LedgerModel

/// What a pack's levels bring, and what they ask of us.
package struct PackLoad: Sendable {
    /// The accounts of one level together.
    package struct LevelFigures: Sendable {
        /// How many there are.
        package fileprivate(set) var accounts = 0
        /// Their revenue, in minor units.
        package fileprivate(set) var revenue = FigureSum()
        /// Their events.
        package fileprivate(set) var events = 0
        /// Visits that their level asks for in a year; nil where the pack has no cadence.
        package fileprivate(set) var visitsPerYear: Int?
        /// Calls that their level asks for in a year; nil where the pack has no cadence.
        package fileprivate(set) var callsPerYear: Int?
    }

    /// By place.
    package let levels: [LevelFigures]
    /// Minutes that visits and calls take in a year; nil where the pack doesn't say how long they
    /// take, or has no cadence.
    package let minutesPerYear: Int?
    /// How many of ours it takes to look after the accounts of the levels that ask for something,
    /// rounded up; nil where the pack doesn't say how many accounts one can look after.
    package let managers: Int?

    /// - Parameters:
    ///   - track: the decision; only the tier has a cadence.
    ///   - outcomes: where accounts stand, nil for those that don't count.
    ///   - revenue: what each account brings.
    ///   - events: how many events each account has.
    package init(
        _ pack: Pack, track: Int, _ outcomes: [Outcome?], revenue: [Figure], events: [Int]
    ) {
        let places = ComparedLevels(pack, track: track)
        var levels = Array(repeating: LevelFigures(), count: places.count)
        for (account, outcome) in outcomes.enumerated() {
            guard let place = outcome.map({ places.place(of: $0) }) else { continue }
            levels[place].accounts += 1
            levels[place].revenue.add(revenue[account])
            levels[place].events += events[account]
        }
        guard pack.names[track] == "tier", !pack.cadences.isEmpty else {
            (self.levels, minutesPerYear, managers) = (levels, nil, nil)
            return
        }
        var (minutes, isTimed, asked) = (0, false, 0)
        for place in levels.indices {
            let cadence = place < places.names.count ? pack.cadence(of: places.names[place]) : nil
            let accounts = levels[place].accounts
            let visits = accounts * (cadence?.visits?.perYear ?? 0)
            let calls = accounts * (cadence?.calls?.perYear ?? 0)
            (levels[place].visitsPerYear, levels[place].callsPerYear) = (visits, calls)
            isTimed = isTimed || cadence?.visitMinutes != nil || cadence?.callMinutes != nil
            minutes += visits * (cadence?.visitMinutes ?? 0) + calls * (cadence?.callMinutes ?? 0)
            asked += cadence == nil ? 0 : accounts
        }
        self.levels = levels
        minutesPerYear = isTimed ? minutes : nil
        managers = pack.accountsPerManager.map { (asked + $0 - 1) / $0 }
    }

    /// Whether the pack says how often its levels are kept in touch with.
    package var hasCadence: Bool { levels.contains { $0.visitsPerYear != nil } }

    /// Visits that all levels ask for in a year; nil without a cadence.
    package var visitsPerYear: Int? {
        hasCadence ? levels.reduce(0) { $0 + ($1.visitsPerYear ?? 0) } : nil
    }

    /// Calls that all levels ask for in a year; nil without a cadence.
    package var callsPerYear: Int? {
        hasCadence ? levels.reduce(0) { $0 + ($1.callsPerYear ?? 0) } : nil
    }
}

extension Cadence.Frequency {
    /// How many that is in a year.
    var perYear: Int { count * 12 / period.months }
}
