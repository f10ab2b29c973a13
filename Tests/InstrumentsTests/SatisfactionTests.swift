import Instruments
import LedgerModel
import Testing

struct SatisfactionTests {
    /// One answer on a scale, as basis points.
    private func check(
        _ score: Int64, _ scale: ClosedRange<Int64>, _ expected: Int64?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let table =
            "A 2024-01-01 satisfaction.surveyed \"survey_id\":\"s\",\"score\":\(score),"
            + "\"scale_min\":\(scale.lowerBound),\"scale_max\":\(scale.upperBound)"
        let card = try FoldedEvents(table: table).card(of: "A", asOf: try Instant("2025-01-01"))
        let found = card?.satisfaction.last?.basisPoints
        #expect(found == expected, sourceLocation: sourceLocation)
    }

    @Test func `each answer is put on its own scale and rounded down`() throws {
        try check(0, 0...1, 0)
        try check(1, 0...1, 10_000)
        try check(1, 1...5, 0)
        try check(4, 1...5, 7_500)
        try check(92, 0...100, 9_200)
        try check(2, 1...10, 1_111)
        try check(-1, 0...3, -3_334)
    }

    @Test func `a scale without length is no answer and an extreme one does not overflow`() throws {
        try check(3, 3...3, nil)
        let most: Int64 = 9_007_199_254_740_991
        try check(most, -most...most, 10_000)
        try check(0, -most...most, 5_000)
    }

    private func check(
        _ answers: [Int64], mean: Int64?, trend: Int64?,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let history = SatisfactionHistory(
            answers.enumerated().map {
                Answer(occurredAt: Instant(microseconds: Int64($0)), basisPoints: $1)
            })
        #expect(history.mean?.value == mean, sourceLocation: sourceLocation)
        #expect(history.trend?.value == trend, sourceLocation: sourceLocation)
    }

    @Test func `the trend compares the last three answers with the three before`() {
        check([9_999, 100, 200, 300, 400, 500, 601], mean: 1_728, trend: 300)
        check([100, 200, 300, 50, 50, 50], mean: 125, trend: -150)
        check([0, 0, 1, 0, 0, 0], mean: 0, trend: -1)
    }

    @Test func `fewer answers are compared in halves, and one alone has no trend`() {
        check([], mean: nil, trend: nil)
        check([5_000], mean: 5_000, trend: nil)
        check([5_000, 7_000], mean: 6_000, trend: 2_000)
        check([9_000, 1_000, 2_000], mean: 4_000, trend: 1_000)
        check([0, 1_000, 2_000, 3_000, 4_000], mean: 2_000, trend: 2_000)
    }
}
