package import LedgerModel

/// The accounts of a replay by slot, shard after shard, and from when on a pack knows each.
package struct AccountRoll: Sendable {
    /// By slot.
    package let accounts: [AccountID]
    /// The slots in the order of the accounts' ids.
    package let slotsByName: [UInt32]
    /// The slot of the first account of each shard.
    package let firstSlots: [Int]
    private let admittedFrom: [[Int64]]
    private let latest: [Int64]

    /// - Parameter slotsByName: all slots in the order of the accounts' ids.
    package init(
        _ shards: [(accounts: [AccountID], admittedFrom: [Int64])], slotsByName: [UInt32]
    ) {
        var (accounts, firstSlots) = ([AccountID](), [Int]())
        for shard in shards {
            firstSlots.append(accounts.count)
            accounts += shard.accounts
        }
        self.accounts = accounts
        self.firstSlots = firstSlots
        admittedFrom = shards.map(\.admittedFrom)
        latest = admittedFrom.map { $0.max() ?? .min }
        self.slotsByName = slotsByName
    }

    /// Which accounts of a shard are known.
    enum Known {
        case all
        case some([Int])
    }

    /// The accounts of a shard whose first event came before an instant.
    func known(at instant: Instant, inShard shard: Int) -> Known {
        let own = admittedFrom[shard]
        guard latest[shard] >= instant.microseconds else { return .all }
        return .some(own.indices.filter { own[$0] < instant.microseconds })
    }
}
