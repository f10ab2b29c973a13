import LedgerModel
import Policy

extension RandomWorld {
    /// Its accounts in some shards.
    func shards(_ count: Int, _ plan: ReplayPlan) -> [ReplayShard] {
        let names = readings.accounts.keys.sorted()
        return (0..<count).map { shard in
            ReplayShard(
                names.enumerated().filter { $0.offset % count == shard }.map(\.element), self,
                plan)
        }
    }
}

extension AccountRoll {
    init(of shards: [ReplayShard]) {
        let accounts = shards.flatMap(\.accounts)
        self.init(
            shards.map { ($0.accounts, $0.admittedFrom) },
            slotsByName: accounts.indices.sorted { accounts[$0] < accounts[$1] }.map { UInt32($0) })
    }
}

extension ReplayShard {
    /// What a pack reads of some accounts of a world.
    fileprivate init(_ names: [String], _ world: RandomWorld, _ plan: ReplayPlan) {
        self.init(names.map { AccountID($0) }, sourceCount: plan.sources.count)
        for (account, name) in names.enumerated() {
            guard var record = world.readings.accounts[name] else { continue }
            admittedFrom[account] = record.admittedFrom?.microseconds ?? .max
            var taken: Set<Int> = []
            for (reading, source) in plan.sourceOfReading.enumerated() {
                if taken.insert(source).inserted {
                    for entry in record.entries[reading] {
                        let event = EventIntake.Event(
                            type: "", occurredAt: entry.occurredAt, position: entry.position)
                        add(
                            entry.value, entry.currency, event, of: UInt32(account), to: source,
                            plan.sources[source])
                    }
                }
                record.entries[reading] = []
            }
            others.append(record)
        }
        _ = settle()
    }
}
