import CivilCalendar
package import LedgerModel

/// Sums of answers about satisfaction, in basis points.
package struct AnswerTally: Sendable {
    /// The answers of one calendar year (UTC).
    package struct Year: Sendable {
        package internal(set) var count = 0
        package internal(set) var sum = FigureSum()

        mutating func add(_ answer: Answer) {
            count += 1
            sum.add(answer.basisPoints)
        }
    }

    package private(set) var count = 0
    package private(set) var sum = FigureSum()
    package private(set) var byYear = ByYear<Year>()

    mutating func add(_ answers: [Answer]) {
        for answer in answers {
            count += 1
            sum.add(answer.basisPoints)
            byYear[answer.occurredAt.date.year, Year()].add(answer)
        }
    }

    mutating func merge(_ other: AnswerTally) {
        count += other.count
        sum.add(other.sum)
        byYear.merge(other.byYear, startingWith: Year()) {
            $0.count += $1.count
            $0.sum.add($1.sum)
        }
    }
}
