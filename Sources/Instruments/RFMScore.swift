import LedgerModel

/// Recency, frequency and monetary value of an account's orders, each scored from 1 to 5.
package struct RFMScore: Hashable, Sendable {
    /// From 1 for the account whose last order is the longest ago to 5.
    package let recency: UInt8
    /// From 1 for the fewest orders to 5.
    package let frequency: UInt8
    /// From 1 for the least net revenue to 5.
    package let monetary: UInt8

    /// The three digits, such as 555 for the best.
    package var digits: Int { Int(recency) * 100 + Int(frequency) * 10 + Int(monetary) }

    /// The three digits as text.
    package var text: String { String(digits) }
}

/// What an account is scored by.
package struct RFMValues: Equatable, Sendable {
    /// Whole days from the last order to the instant of the answer.
    package let recencyDays: Int64
    /// Different order ids among the orders placed.
    package let frequency: Int64
    /// Net revenue in minor units.
    package let monetary: Int64

    package init(recencyDays: Int64, frequency: Int64, monetary: Int64) {
        self.recencyDays = recencyDays
        self.frequency = frequency
        self.monetary = monetary
    }
}

extension RFMScore {
    /// Scores accounts that are in the order of their ids, as `definitions` of the ground truths
    /// say: sorted ascending (recency: the longest ago first), equals by account id, rank 0 … n −
    /// 1, score = 1 + rank × 5 / n rounded down.
    /// - Returns: one for each account, nil for one without values.
    package static func scores(of values: [RFMValues?]) -> [RFMScore?] {
        let scored = values.indices.filter { values[$0] != nil }.map { UInt32($0) }
        let present = values.compactMap { $0 }
        let recency = quintiles(of: present.map { -$0.recencyDays })
        let frequency = quintiles(of: present.map(\.frequency))
        let monetary = quintiles(of: present.map(\.monetary))
        var scores: [RFMScore?] = Array(repeating: nil, count: values.count)
        for (offset, index) in scored.enumerated() {
            scores[Int(index)] = RFMScore(
                recency: recency[offset], frequency: frequency[offset], monetary: monetary[offset])
        }
        return scores
    }

    private static func quintiles(of values: [Int64]) -> [UInt8] {
        var order = values.enumerated().map {
            ABCPlace.Candidate(value: $0.element, index: UInt32($0.offset))
        }
        order.sort { $0.value == $1.value ? $0.index < $1.index : $0.value < $1.value }
        var scores: [UInt8] = Array(repeating: 0, count: values.count)
        for (rank, candidate) in order.enumerated() {
            scores[Int(candidate.index)] = UInt8(1 + rank * 5 / values.count)
        }
        return scores
    }
}
