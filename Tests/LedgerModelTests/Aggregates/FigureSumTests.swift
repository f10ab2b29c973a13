import LedgerModel
import Testing

struct FigureSumTests {
    private static let most: Int64 = 9_007_199_254_740_991

    private func check(
        _ summands: [Int64], _ expected: Figure, sourceLocation: SourceLocation = #_sourceLocation
    ) {
        var sum = FigureSum()
        for summand in summands { sum.add(summand) }
        #expect(sum.figure == expected, sourceLocation: sourceLocation)
    }

    @Test func `a sum within what JSON carries is a value and one past it is missing`() {
        check([], .value(0))
        check([Self.most], .value(Self.most))
        check([Self.most, 1], .missing(.outOfRange))
        check([-Self.most, -1], .missing(.outOfRange))
    }

    @Test func `only the sum decides, not the way to it`() {
        let large = Array(repeating: Int64.max, count: 1_000)
        check(large + large.map { -$0 } + [7], .value(7))
    }

    @Test func `one missing summand makes the sum missing, with the first reason`() {
        let first = MissingReason.noCurrency(at: Instant(microseconds: 1))
        var sum = FigureSum()
        sum.add(.value(5))
        sum.add(.missing(first))
        sum.add(.missing(.outOfRange))
        #expect(sum.figure == .missing(first))
        var difference = FigureSum()
        difference.subtract(sum)
        #expect(difference.figure == .missing(first))
    }
}
