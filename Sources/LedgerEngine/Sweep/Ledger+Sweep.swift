import LMDB
import LedgerModel
package import Policy

extension Ledger {
    /// Decides the whole history under every point of a grid: facts are read, folded and ranked
    /// once for all of them. All rests on one position; what a writer appends meanwhile is not in
    /// it.
    ///
    /// - Returns: nil where nothing is decided, and where decisions follow events instead of the
    ///   calendar.
    package func sweep(
        _ pack: ComparedPack, over grid: SweepGrid, _ options: SweepOptions
    ) throws(QueryError) -> LedgerSweep? {
        var replayOptions = options.replay
        replayOptions.from = .earliest
        let replay = try replay(pack.pack, tracks: [pack.track], replayOptions)
        guard let (kernel, reading) = replay.columns,
            let due = kernel.due(pack.track, from: options.replay.from)
        else { return nil }
        let slot = try options.account.map { (account) throws(QueryError) in
            guard let slot = replay.roll.accounts.firstIndex(of: account) else {
                throw .unknownAccount(account)
            }
            return slot
        }
        let end = kernel.instants[due.upperBound]
        let year = try querying { () throws(StorageError) in
            try YearFigures(reading, before: end)
        }
        let points = grid.points(at: end)
        let order = points.indices.sorted { points[$0].isOwn && !points[$1].isOwn }
        let sweep = SweepKernel(
            kernel, track: pack.track, grid, order.map { points[$0] },
            isHeldOnly: kernel.isHeldOnly(options.replay, hasRulings: reading.hasRulings))
        let pass = SweepPass(sweep, reading, options, due: due)
        let figures = reading.accountsBySlot.map { year.revenue(of: $0) }
        var tally = SweepTally(sweep.levels, figures, watching: slot)
        for points in pass.parties(of: points.count) { tally.add(try pass.party(of: points)) }
        let found = zip(order, tally.found).sorted { $0.0 < $1.0 }
        return LedgerSweep(
            pack: replay.pack, track: pack.track, levels: sweep.levels, grid: grid,
            outcomes: found.map { LedgerSweep.Outcome(points[$0], $1) },
            span: kernel.instants[due.lowerBound]...end,
            instantCount: due.count { kernel.isDue(pack.track, at: $0) },
            accountDays: tally.accountDays(through: end), revenue: tally.revenue,
            currency: year.currency, end: replay.end)
    }
}

extension ReplayKernel {
    /// The indices of the first and the last instant at which something is due; nil where there is
    /// none.
    fileprivate func due(_ track: Int, from start: Instant) -> ClosedRange<Int>? {
        let due = instants.indices.filter { instants[$0] >= start && isDue(track, at: $0) }
        guard let first = due.first, let last = due.last else { return nil }
        return first...last
    }
}

extension LedgerSweep.Outcome {
    fileprivate init(_ point: SweepPoint, _ found: SweepTally.Found) {
        self.init(
            point: point, sizes: found.sizes, revenue: found.revenue.map(\.figure),
            flips: found.flips, moved: found.moved, place: found.place)
    }
}
