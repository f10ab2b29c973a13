import Instruments
import Testing

struct RFMTests {
    /// One account a column: days since the last order, orders, net; the scores expected.
    private func check(
        _ days: [Int64], _ orders: [Int64], _ nets: [Int64], _ expected: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let values = zip(days, zip(orders, nets)).map {
            RFMValues(recencyDays: $0, frequency: $1.0, monetary: $1.1)
        }
        let found = RFMScore.scores(of: values).map { $0?.text ?? "-" }
        #expect(found.joined(separator: " ") == expected, sourceLocation: sourceLocation)
    }

    @Test func `five accounts take one score each, the most recent and largest the best`() {
        check([1, 2, 3, 4, 5], [5, 4, 3, 2, 1], [50, 40, 30, 20, 10], "555 444 333 222 111")
        check([5, 4, 3, 2, 1], [1, 2, 3, 4, 5], [-1, 0, 1, 2, 3], "111 222 333 444 555")
    }

    @Test func `equal values are scored in the order of accounts`() {
        check([7, 7, 7, 7, 7], [1, 1, 1, 1, 1], [0, 0, 0, 0, 0], "111 222 333 444 555")
    }

    @Test func `few accounts spread over the scores by rank times five over their number`() {
        check([3], [1], [9], "111")
        check([3, 2], [1, 2], [9, 10], "111 333")
        check([3, 2, 1], [1, 2, 3], [9, 10, 11], "111 222 444")
    }

    @Test func `an account without values has no score and moves nobody`() {
        let values = [nil, RFMValues(recencyDays: 1, frequency: 1, monetary: 1)]
        #expect(RFMScore.scores(of: values).map { $0?.text } == [nil, "111"])
    }
}
