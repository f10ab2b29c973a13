import CivilCalendar
package import LedgerModel
package import Policy

/// A pack tried with many values of its parameters over a ledger: who would stand where under each.
package struct LedgerSweep: Sendable {
    /// What one point makes of the accounts.
    package struct Outcome: Sendable {
        /// The values of the parameters.
        package let point: SweepPoint
        /// How many accounts stand at each place at the end.
        package let sizes: [Int]
        /// The net revenue of the 365 days before the end of the accounts at each place, in minor
        /// units.
        package let revenue: [Figure]
        /// Changes of level, from the first instant to the last one.
        package let flips: Int
        /// How many accounts stand elsewhere at the end than under the pack's own values.
        package let moved: Int
        /// Where the account asked for stands at the end; nil where nobody asked, and where nothing
        /// was decided about it.
        package let place: Int?
    }

    /// The pack, in the currency of the ledger where it follows that.
    package let pack: Pack
    /// The decision or machine.
    package let track: Int
    /// Its levels.
    package let levels: ComparedLevels
    /// The values that it was tried with.
    package let grid: SweepGrid
    /// In the order of their numbers, the pack's own values among them.
    package let outcomes: [Outcome]
    /// The first instant that counts, and the last one.
    package let span: ClosedRange<Instant>
    /// How many instants count.
    package let instantCount: Int
    /// The time between each account's first decision and the end, together, in whole days.
    package let accountDays: Int64
    /// The net revenue of the 365 days before the end of all accounts that stand somewhere.
    package let revenue: Figure
    /// Of all revenue.
    package let currency: CurrencyCode
    /// Events from this position on are not in it.
    package let end: UInt64

    /// What the pack's own values make of the accounts.
    package var own: Outcome {
        outcomes.first { $0.point.isOwn } ?? outcomes[0]
    }

    /// Accounts about which something was decided.
    package var accountCount: Int { own.sizes.reduce(0, +) }

    /// Flips of a point in a thousand account-years of 365 days, rounded down; nil where no time
    /// passed.
    package func flipsPerThousandAccountYears(_ outcome: Outcome) -> Int64? {
        PackComparison.Conduct.flipsPerThousandAccountYears(outcome.flips, accountDays)
    }

    /// What the accounts at a place bring of all revenue, in parts per million, rounded down; nil
    /// where that is missing, and where there is no revenue.
    package func share(_ outcome: Outcome, ofPlace place: Int) -> Int64? {
        guard case .value(let part) = outcome.revenue[place], case .value(let whole) = revenue,
            whole > 0
        else { return nil }
        return Int64((Int128(part) * 1_000_000).floorDivided(by: Int128(whole)))
    }
}

/// What is asked of a sweep.
package struct SweepOptions: Sendable {
    /// How the pack is replayed under each point. Decisions from `from` through `to` count; of what
    /// was decided through the first of them only what stands then counts.
    package var replay = ReplayOptions()
    /// The account that is looked at.
    package var account: AccountID?
    /// Accounts under a point that are kept at a time: what bounds the memory. Each takes two bytes
    /// where the rules alone decide, with their holds a few more, and some thousand where machines
    /// do; nil for bounds that keep to a few gigabytes.
    var keptCells: Int?

    package init() { replay.blockCells = 1 << 22 }
}
