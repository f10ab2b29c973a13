package import LedgerModel

/// The decisions of two packs about the same accounts, and where they part. Accounts are called by
/// their index among those that are compared.
package struct PackComparison: Sendable {
    /// One of the two packs.
    package enum Side: String, CaseIterable, Sendable {
        case base
        case variant
    }

    /// What stood of both packs at one instant.
    package struct Moment: Sendable {
        /// The instant.
        package let instant: Instant
        /// How many accounts stood where.
        package internal(set) var matrix: TransitionMatrix
    }

    /// Where the variant puts an account that the base puts elsewhere.
    package enum Direction: String, CaseIterable, Sendable {
        /// To a higher level, where both packs have the same levels.
        case up
        /// To a lower level, where both packs have the same levels.
        case down
        /// To a level; the base has none.
        case gained
        /// To none; the base has a level.
        case lost
        /// Elsewhere.
        case moved
    }

    /// An account that stands elsewhere at the end.
    package struct Move: Sendable {
        /// Its index.
        package let account: Int
        /// Where the base puts it.
        package let base: Outcome
        /// Where the variant puts it.
        package let variant: Outcome
        /// Which way it goes.
        package let direction: Direction
    }

    /// Where an account stood when it was last compared before something happened to it.
    package struct Glimpse: Sendable {
        /// The instant compared.
        package let instant: Instant
        /// Where the base put it.
        package let base: Outcome
        /// Where the variant put it.
        package let variant: Outcome
    }

    /// What one pack did with the accounts.
    package struct Conduct: Sendable {
        /// Its levels.
        package let levels: ComparedLevels
        /// Changes of level, from the first instant compared to the last one.
        package let flips: Int
        /// The time between each account's first decision and the end, together, in whole days.
        package let accountDays: Int64
        /// How long accounts stayed, by place.
        package let stays: [Stays]

        /// Flips in a thousand account-years of 365 days, rounded down; nil where no time passed.
        package var flipsPerThousandAccountYears: Int64? {
            Self.flipsPerThousandAccountYears(flips, accountDays)
        }

        /// The same of any flips and days.
        package static func flipsPerThousandAccountYears(
            _ flips: Int, _ accountDays: Int64
        ) -> Int64? {
            guard accountDays > 0 else { return nil }
            return Int64(Int128(flips) * 365_000 / Int128(accountDays))
        }
    }

    /// The first instant compared, and the last one; nil where there is none.
    package let span: ClosedRange<Instant>?
    /// The base.
    package let base: Conduct
    /// The variant.
    package let variant: Conduct
    /// Every instant compared, by time.
    package let moments: [Moment]
    /// By account: the first instant at which it stood elsewhere; nil where it never did.
    package let firstDifferences: [Instant?]
    /// Where the accounts that were asked for stood before the instants asked for, by index; none
    /// about which neither pack had decided anything by then.
    package let glimpses: [Int: Glimpse]
    /// The accounts that stand elsewhere at the end, by their index.
    package let moves: [Move]
    /// Where each account stands at the end under the base, by its index; nil where neither pack
    /// has decided anything about it.
    package let baseOutcomes: [Outcome?]
    /// The same under the variant.
    package let variantOutcomes: [Outcome?]

    /// One of the two packs.
    package func conduct(of side: Side) -> Conduct { side == .base ? base : variant }

    /// Where accounts stand at the end under one of the packs.
    package func outcomes(of side: Side) -> [Outcome?] {
        side == .base ? baseOutcomes : variantOutcomes
    }

    /// Why accounts have no level at the end under a pack, the most frequent reason first.
    package func unrated(by side: Side) -> [(reason: Unrated, count: Int)] {
        var counts: [Unrated: Int] = [:]
        for case .none(let reason)? in outcomes(of: side) { counts[reason, default: 0] += 1 }
        return counts.map { (reason: $0.key, count: $0.value) }.sorted {
            ($1.count, $0.reason.sentence) < ($0.count, $1.reason.sentence)
        }
    }
}
