import LMDB
import LedgerModel
package import Policy

/// A pack over the whole history of a ledger, as it stood at one position: ready to decide.
package struct Replay: Sendable {
    package let kernel: ReplayKernel
    private let reading: ReplayReading
    private let options: ReplayOptions

    init(_ kernel: ReplayKernel, _ reading: ReplayReading, _ options: ReplayOptions) {
        self.kernel = kernel
        self.reading = reading
        self.options = options
    }

    /// The position that the replay rests on: events from here on are not in it.
    package var end: UInt64 { reading.end }

    private var workers: Workers { reading.workers }

    /// Accounts and what they are called.
    package var roll: AccountRoll { kernel.roll }

    /// Decides block by block, and hands what was decided over in the order of time.
    ///
    /// - Parameters:
    ///   - make: what is to be made of the decisions of an instant; called on several threads.
    ///   - take: takes what was made, in order.
    package func forEachInstant<Made: Sendable>(
        make: @escaping @Sendable (ReplayRows) -> Made, take: (Made) throws -> Void
    ) throws {
        if kernel.isPlain(options) {
            try forEachPlainInstant(make, take)
        } else {
            try forEachHeldInstant(make, take)
        }
    }

    private var blocks: [Range<Int>] {
        let length = max(1, options.blockCells / max(1, roll.accounts.count))
        return stride(from: 0, to: kernel.instants.count, by: length).map {
            $0..<min($0 + length, kernel.instants.count)
        }
    }

    private func chunks(_ block: Range<Int>) throws -> [FactChunk] {
        let made = workers.map(reading.shards.count) { [kernel, reading] number in
            Result { () throws(StorageError) in
                kernel.chunk(of: try reading.shard(number), block)
            }
        }
        return try made.map { try $0.get() }
    }

    private func isWanted(_ instant: Instant) -> Bool { instant >= options.from }

    private func forEachPlainInstant<Made: Sendable>(
        _ make: @escaping @Sendable (ReplayRows) -> Made, _ take: (Made) throws -> Void
    ) throws {
        for block in blocks {
            let wanted = block.filter { isWanted(kernel.instants[$0]) }
            guard !wanted.isEmpty else { continue }
            let chunks = try chunks(block)
            let made = workers.map(wanted.count) { [kernel] number in
                let facts = kernel.facts(at: wanted[number], in: block, chunks)
                let outcomes = kernel.outcomes(at: wanted[number], facts)
                return make(
                    ReplayRows(content: .columns(.init(facts: facts, outcomes: outcomes))))
            }
            for made in made { try take(made) }
        }
    }

    private func forEachHeldInstant<Made: Sendable>(
        _ make: @escaping @Sendable (ReplayRows) -> Made, _ take: (Made) throws -> Void
    ) throws {
        var states = kernel.standings(reading.shards, options)
        var changes = ChangeFilter(kernel.plan.pack, roll)
        for block in blocks {
            let chunks = try chunks(block)
            let facts = workers.map(block.count) { [kernel] number in
                kernel.facts(at: block.lowerBound + number, in: block, chunks)
            }
            let before = states
            let evaluated = workers.map(states.count) { [kernel] shard in
                var state = before[shard]
                for (number, index) in block.enumerated() {
                    kernel.evaluate(at: index, facts[number], &state)
                }
                state.advance(through: kernel.instants[block.upperBound - 1])
                return (taken: state.take(), state: state)
            }
            states = evaluated.map(\.state)
            let rows = changes.rows(evaluated.flatMap(\.taken), facts, from: options.from)
            for made in workers.map(rows.count, { make(rows[$0]) }) { try take(made) }
        }
    }
}

extension ReplayKernel {
    /// Whether what the rules say is what counts.
    fileprivate func isPlain(_ options: ReplayOptions) -> Bool {
        guard plan.isPlain, options.overrides == .ignore else { return false }
        return options.approvals == .assume || !plan.needsApproval
    }

    fileprivate func standings(
        _ shards: [ScoutedShard], _ options: ReplayOptions
    ) -> [Standings] {
        shards.enumerated().map { index, shard in
            Standings(
                plan, accountCount: shard.log.accounts.count, firstSlot: roll.firstSlots[index],
                rulings: shard.log.others)
        }
    }
}
