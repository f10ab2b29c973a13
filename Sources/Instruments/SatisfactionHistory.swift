import CivilCalendar
package import LedgerModel

/// What an account answered about satisfaction, in basis points of each answer's scale.
package struct SatisfactionHistory: Sendable {
    /// By time.
    package let answers: [Answer]

    package init(_ answers: [Answer]) { self.answers = answers }

    /// All answers together, in basis points.
    package var sum: FigureSum {
        var sum = FigureSum()
        for answer in answers { sum.add(answer.basisPoints) }
        return sum
    }

    /// The mean rounded down; nil without an answer.
    package var mean: Figure? { answers.isEmpty ? nil : divide(sum, by: answers.count) }

    /// The last answer; nil without one.
    package var last: Answer? { answers.last }

    /// How the mean changed: that of the last k answers less that of the k before them, rounded
    /// down, where k is three, or with fewer than six answers as many as there are pairs. Nil with
    /// fewer than two answers.
    package var trend: Figure? {
        let size = min(3, answers.count / 2)
        guard size > 0 else { return nil }
        var difference = FigureSum()
        for answer in answers.suffix(size) { difference.add(answer.basisPoints) }
        var before = FigureSum()
        for answer in answers.dropLast(size).suffix(size) { before.add(answer.basisPoints) }
        difference.subtract(before)
        return divide(difference, by: size)
    }

    private func divide(_ sum: FigureSum, by count: Int) -> Figure {
        guard let value = sum.figure.value else { return sum.figure }
        return .value(value.floorDivided(by: Int64(count)))
    }
}
