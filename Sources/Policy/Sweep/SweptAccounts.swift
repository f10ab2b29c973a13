/// Accounts that a sweep looks at together: those of some shards, which stand side by side, so that
/// conditions work on whole blocks of them also where a shard has few.
package struct SweptAccounts: Sendable {
    /// The shards.
    package let shards: Range<Int>
    /// The slots of their accounts.
    package let slots: Range<Int>

    /// So many accounts are looked at together, where a shard has fewer.
    private static let count = 1_024

    /// The accounts of all shards, in groups.
    package static func all(_ roll: AccountRoll) -> [SweptAccounts] {
        var (groups, first) = ([SweptAccounts](), 0)
        for shard in roll.firstSlots.indices {
            let slots = roll.firstSlots[first]..<roll.slots(ofShard: shard).upperBound
            let isLast = shard == roll.firstSlots.count - 1
            guard slots.count >= count || isLast else { continue }
            if !slots.isEmpty {
                groups.append(SweptAccounts(shards: first..<shard + 1, slots: slots))
            }
            first = shard + 1
        }
        return groups
    }
}
