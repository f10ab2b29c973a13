import LedgerModel
import Testing

@testable import Policy

/// Shards that are swept together.
struct SweptAccountsTests {
    private func check(
        _ counts: [Int], _ groups: [Range<Int>], _ location: SourceLocation = #_sourceLocation
    ) {
        let shards = counts.enumerated().map { shard, count in
            (
                accounts: (0..<count).map { AccountID("a\(shard)-\($0)") },
                admittedFrom: [Int64](repeating: 0, count: count)
            )
        }
        let count = counts.reduce(0, +)
        let roll = AccountRoll(shards, slotsByName: (0..<count).map { UInt32($0) })
        let found = SweptAccounts.all(roll)
        #expect(found.map(\.shards) == groups, sourceLocation: location)
        var next = 0
        for accounts in found {
            #expect(accounts.slots.lowerBound == next, sourceLocation: location)
            let own = accounts.shards.reduce(0) { $0 + counts[$1] }
            #expect(accounts.slots.count == own, sourceLocation: location)
            next = accounts.slots.upperBound
        }
        #expect(next == count, "every account is in one group", sourceLocation: location)
    }

    @Test func `shards with few accounts go together, those with many alone`() {
        check([3, 0, 5], [0..<3])
        check([1_023, 1, 1_024, 1_025, 7], [0..<2, 2..<3, 3..<4, 4..<5])
        check([0, 0, 2_000, 0], [0..<3])
        check([0, 0], [])
    }
}
