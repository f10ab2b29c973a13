import LMDB
import LedgerModel
import Policy

extension ReplayReading {
    /// What stands of all shards before the first instant.
    func standings(_ kernel: ReplayKernel) -> [ReplayKernel.Standings] {
        shards.enumerated().map { index, shard in
            ReplayKernel.Standings(
                kernel.plan, accountCount: shard.log.accounts.count,
                firstSlot: kernel.roll.firstSlots[index], rulings: shard.log.others)
        }
    }

    /// The facts of all shards at a block of instants.
    func shardFacts(
        _ kernel: ReplayKernel, _ block: Range<Int>
    ) throws(QueryError) -> [ShardFacts] {
        let made = workers.map(shards.count) { number in
            Result { () throws(StorageError) in
                kernel.shardFacts(of: try shard(number), block)
            }
        }
        var shardFacts: [ShardFacts] = []
        for result in made {
            do throws(StorageError) {
                shardFacts.append(try result.get())
            } catch {
                throw .ledger(LedgerError(error))
            }
        }
        return shardFacts
    }

    /// The facts of all accounts at each of a block of instants.
    func instantFacts(
        _ kernel: ReplayKernel, _ block: Range<Int>
    ) throws(QueryError) -> [InstantFacts] {
        facts(kernel, block, in: block, try shardFacts(kernel, block))
    }

    /// The facts of all accounts at some instants of a block, whose shards are known.
    func facts(
        _ kernel: ReplayKernel, _ piece: Range<Int>, in block: Range<Int>,
        _ shardFacts: [ShardFacts]
    ) -> [InstantFacts] {
        workers.map(piece.count) { number in
            kernel.facts(at: piece.lowerBound + number, in: block, shardFacts)
        }
    }

    /// What has stood of one account and track.
    typealias Taken = (slot: Int, track: Int, standings: [Standing])

    /// Evaluates all accounts at a block of instants, and gives what has stood of what was asked.
    func evaluate(
        _ kernel: ReplayKernel, _ block: Range<Int>, _ facts: [InstantFacts],
        _ standings: inout [ReplayKernel.Standings]
    ) -> [Taken] {
        take(kernel, &standings) { state in
            for (number, index) in block.enumerated() {
                kernel.evaluate(at: index, facts[number], &state)
            }
            state.advance(through: kernel.instants[block.upperBound - 1])
        }
    }

    /// Lets time alone pass through an instant, and gives what has stood of what was asked.
    func wait(
        _ kernel: ReplayKernel, through end: Instant, _ standings: inout [ReplayKernel.Standings]
    ) -> [Taken] {
        take(kernel, &standings) { $0.advance(through: end) }
    }

    private func take(
        _ kernel: ReplayKernel, _ standings: inout [ReplayKernel.Standings],
        _ change: @escaping @Sendable (inout ReplayKernel.Standings) -> Void
    ) -> [Taken] {
        let asked = kernel.plan.asked
        let taken = workers.change(&standings) { state in
            change(&state)
            return state.take().filter { asked.contains($0.track) }
        }
        return taken.flatMap(\.self)
    }
}
