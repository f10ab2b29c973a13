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
