import CivilCalendar

/// One answer about satisfaction.
package struct Answer: Equatable, Sendable {
    /// When it was given.
    package let occurredAt: Instant
    /// Where the score lies on its scale, from 0 at the lower to 10,000 at the upper end.
    package let basisPoints: Int64

    package init(occurredAt: Instant, basisPoints: Int64) {
        self.occurredAt = occurredAt
        self.basisPoints = basisPoints
    }

    /// Where a score lies on its scale: (score − low) × 10,000 / (high − low) rounded down
    /// (`definitions` of the ground truths); nil on a scale without length.
    package static func basisPoints(_ score: Int64, from low: Int64, to high: Int64) -> Int64? {
        guard high > low else { return nil }
        let scaled = (Int128(score) - Int128(low)) * 10_000
        return Int64(exactly: scaled.floorDivided(by: Int128(high) - Int128(low)))
    }
}

extension AccountTimeline {
    /// The answers before an instant, by time.
    package func answers(asOf: Instant) -> [Answer] {
        var answers: [Answer] = []
        for entry in entries(before: asOf) where entry.kind == .answer {
            answers.append(Answer(occurredAt: entry.occurredAt, basisPoints: entry.number))
        }
        return answers
    }
}
