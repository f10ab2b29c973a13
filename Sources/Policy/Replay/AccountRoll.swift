package import LedgerModel

/// The accounts of a replay by slot, shard after shard, and from when on a pack knows each.
package struct AccountRoll: Sendable {
    /// By slot.
    package let accounts: [AccountID]
    /// The slots in the order of the accounts' ids.
    package let slotsByName: [UInt32]
    /// The slot of the first account of each shard.
    package let firstSlots: [Int]
    /// The ids one after the other, by slot, and where each ends.
    private let names: [UInt8]
    private let nameEnds: [Int]
    /// The first event of each slot that lets it in, in microseconds.
    private let knownFrom: [Int64]

    /// - Parameters:
    ///   - shards: the accounts of each, in the order of `admittedFrom`.
    ///   - slotsByName: all slots in the order of the accounts' ids.
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
        knownFrom = shards.flatMap(\.admittedFrom)
        self.slotsByName = slotsByName
        var (names, nameEnds) = ([UInt8](), [Int]())
        nameEnds.reserveCapacity(accounts.count)
        for account in accounts {
            names.append(contentsOf: account.text.utf8)
            nameEnds.append(names.count)
        }
        (self.names, self.nameEnds) = (names, nameEnds)
    }

    /// The UTF-8 of an account's id.
    package func appendName(ofSlot slot: Int, to bytes: inout [UInt8]) {
        bytes.append(contentsOf: names[name(ofSlot: slot)])
    }

    /// The ids of some accounts, each followed by an ending, as often as there are indices of
    /// endings for each of them.
    package func bytes(
        ofSlots slots: [Int], endings: [[UInt8]], _ indices: [UInt32]
    ) -> [UInt8] {
        var (tails, starts) = ([UInt8](), [0])
        for ending in endings {
            tails += ending
            starts.append(tails.count)
        }
        let width = slots.isEmpty ? 0 : indices.count / slots.count
        let longest = endings.map(\.count).max() ?? 0
        var bytes: [UInt8] = []
        let room = slots.reduce(0) { $0 + name(ofSlot: $1).count } * width + indices.count * longest
        let (names, ends, rows) = (names.span, tails.span, indices.span)
        bytes.append(addingCapacity: room) { output in
            for (row, slot) in slots.enumerated() {
                let name = name(ofSlot: slot)
                for place in row * width..<(row + 1) * width {
                    for byte in name { output.append(names[byte]) }
                    let ending = Int(rows[place])
                    for byte in starts[ending]..<starts[ending + 1] { output.append(ends[byte]) }
                }
            }
        }
        return bytes
    }

    private func name(ofSlot slot: Int) -> Range<Int> {
        (slot == 0 ? 0 : nameEnds[slot - 1])..<nameEnds[slot]
    }

    /// The slots of the accounts of a shard.
    package func slots(ofShard shard: Int) -> Range<Int> {
        let end = shard + 1 < firstSlots.count ? firstSlots[shard + 1] : accounts.count
        return firstSlots[shard]..<end
    }

    /// The shard of a slot.
    package func shard(ofSlot slot: Int) -> Int {
        var (low, high) = (0, firstSlots.count)
        while high - low > 1 {
            let middle = (low + high) / 2
            if firstSlots[middle] <= slot { low = middle } else { high = middle }
        }
        return low
    }

    /// Whether the first event of an account came before an instant.
    func isKnown(_ slot: Int, at instant: Instant) -> Bool {
        knownFrom[slot] < instant.microseconds
    }

    /// How many accounts of a shard are known at an instant, those of the first slots: their first
    /// event came before it.
    func knownCount(at instant: Instant, ofShard shard: Int) -> Int {
        let slots = slots(ofShard: shard)
        var (low, high) = (slots.lowerBound, slots.upperBound)
        while low < high {
            let middle = (low + high) / 2
            if isKnown(middle, at: instant) { low = middle + 1 } else { high = middle }
        }
        return low - slots.lowerBound
    }
}
