import LedgerModel
import Policy

/// What the rules said of all accounts at one instant, in the order of their ids: outcomes by
/// their index, so that what is made of one is made once.
struct CodedRows {
    /// The accounts.
    private let slots: [Int]
    /// What was said of anyone, by decision.
    private let outcomes: [(decision: Int, outcome: Outcome)]
    /// The indices of `outcomes`, those of one account side by side.
    private let indices: [UInt32]

    init(_ columns: ReplayRows.Columns, _ legend: ReplayLegend) {
        var slots: [Int] = []
        slots.reserveCapacity(columns.facts.count)
        columns.facts.forEachSlotByName { slots.append($0) }
        self.slots = slots
        var outcomes: [(decision: Int, outcome: Outcome)] = []
        let width = columns.outcomes.count
        var indices = [UInt32](repeating: 0, count: slots.count * width)
        for (place, (decision, own)) in columns.outcomes.enumerated() {
            let levelCount = legend.pack.levels(ofTrack: decision).count
            own.putIndices(
                of: slots, levelCount: levelCount, after: UInt32(outcomes.count),
                into: &indices, place, every: width)
            outcomes += own.outcomes(levelCount: levelCount).map { (decision, $0) }
        }
        (self.outcomes, self.indices) = (outcomes, indices)
    }

    /// The id of each account and what is made of what was said of it.
    func bytes(
        _ roll: AccountRoll, _ ending: (_ decision: Int, Outcome) -> [UInt8]
    ) -> [UInt8] {
        roll.bytes(ofSlots: slots, endings: outcomes.map { ending($0, $1) }, indices)
    }

    /// How often each was said.
    var counts: [(decision: Int, outcome: Outcome, count: Int)] {
        var counts = Array(repeating: 0, count: outcomes.count)
        for index in indices { counts[Int(index)] += 1 }
        return zip(outcomes, counts).map { ($0.decision, $0.outcome, $1) }
    }
}
