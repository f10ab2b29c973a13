import LMDB
import LedgerModel
import Policy

/// The points of a sweep over the same events, in parties whose accounts fit into memory together.
struct SweepPass {
    /// What some points make of all accounts.
    struct Party {
        let points: Range<Int>
        let groups: [SweptPlaces]
    }

    private static let bytes = 1 << 29

    private let sweep: SweepKernel
    private let reading: ReplayReading
    private let options: SweepOptions
    /// The indices of the first and the last instant that count.
    private let due: ClosedRange<Int>

    init(
        _ sweep: SweepKernel, _ reading: ReplayReading, _ options: SweepOptions,
        due: ClosedRange<Int>
    ) {
        (self.sweep, self.reading, self.options, self.due) = (sweep, reading, options, due)
    }

    /// The points in parties.
    func parties(of count: Int) -> [Range<Int>] {
        let cells = options.keptCells ?? Self.bytes / sweep.cellBytes
        let length = max(1, cells / max(1, sweep.kernel.roll.accounts.count))
        return stride(from: 0, to: count, by: length).map { $0..<min($0 + length, count) }
    }

    /// Decides all instants for some points, block by block.
    func party(of points: Range<Int>) throws(QueryError) -> Party {
        let (kernel, sweep) = (sweep.kernel, sweep)
        var groups = SweptAccounts.all(kernel.roll).map { accounts in
            SweptPlaces(
                sweep, of: accounts, points, from: kernel.instants[due.lowerBound],
                rulings: reading.shards[accounts.shards].map(\.log.others))
        }
        let first = sweep.isPlain ? due.lowerBound : 0
        for block in kernel.blocks(of: first..<due.upperBound + 1, options.replay) {
            let facts = try reading.instantFacts(kernel, block)
            _ = reading.workers.change(&groups) { $0.decide(block, facts) }
        }
        for index in groups.indices { groups[index].finish() }
        return Party(points: points, groups: groups)
    }
}
