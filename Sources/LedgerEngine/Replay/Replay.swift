package import LedgerModel
package import Policy

/// A pack over the whole history of a ledger, as it stood at one position: ready to decide.
package struct Replay: Sendable {
    /// The pack that decides, in the currency of the ledger.
    package let pack: Pack
    /// Accounts and what they are called.
    package let roll: AccountRoll
    /// The position that the replay rests on: events from here on are not in it.
    package let end: UInt64
    /// From the first to the last event that the pack reads; nil where it reads none.
    let span: ClosedRange<Instant>?
    private var source: Source
    /// The first instant of each schedule after the last event, the latest of them, or where a
    /// later one is that at which a ruling begins or ends: through which is decided unless another
    /// end is asked for. Nil where there is neither.
    let ownEnd: Instant?
    private(set) var options: ReplayOptions
    let workers: Workers

    /// What is decided by.
    private enum Source: Sendable {
        /// Columns of all accounts at once.
        case columns(ReplayKernel, ReplayReading)
        /// The history of each account: where decisions follow single events, or what was known
        /// then.
        case histories(HistoryRun, tracks: [Int])
    }

    init(
        _ kernel: ReplayKernel, _ reading: ReplayReading, span: ClosedRange<Instant>?,
        _ options: ReplayOptions
    ) {
        self.span = span
        source = .columns(kernel, reading)
        (pack, roll) = (kernel.plan.pack, kernel.roll)
        let asked = kernel.plan.asked
        ownEnd = pack.ownEnd(
            ofTracks: asked, lastEventAt: span?.upperBound,
            lastRulingAt: pack.lastRuling(
                onTracks: asked, in: reading.shards.flatMap(\.log.others)))
        (end, workers) = (reading.end, reading.workers)
        self.options = options
        self.options.to = options.to ?? [ownEnd, kernel.instants.last].compactMap(\.self).max()
    }

    init(
        _ run: HistoryRun, tracks: [Int], end: UInt64, _ options: ReplayOptions, _ workers: Workers
    ) {
        source = .histories(run, tracks: tracks)
        (pack, span) = (run.pack, run.span)
        ownEnd = run.pack.ownEnd(
            ofTracks: Set(tracks), lastEventAt: span?.upperBound,
            lastRulingAt: run.lastRuling(onTracks: Set(tracks)))
        let slots = run.accounts.indices
        roll = AccountRoll(
            [(run.accounts, slots.map { _ in .min })], slotsByName: slots.map { UInt32($0) })
        self.end = end
        self.options = options
        self.workers = workers
    }

    /// The histories that decide; nil where columns do.
    var histories: HistoryRun? {
        if case .histories(let run, _) = source { run } else { nil }
    }

    /// Whether what the rules say is what counts, at every instant.
    var isPlain: Bool {
        columns.map { $0.kernel.isPlain(options, hasRulings: $0.reading.hasRulings) } ?? false
    }

    /// What another pack with the same facts makes of the same events, read once; nil where
    /// decisions follow events, or what was known then.
    ///
    /// - Parameter tracks: the decisions and machines wanted; `ReplayOptions.facts` of this replay
    ///   had those that they read.
    func deciding(
        by other: Pack, tracks: [Int], _ options: ReplayOptions
    ) -> Replay? {
        guard case .columns(let kernel, let reading) = source else { return nil }
        let pack = options.approvals == .assume ? other.assumingApproval : other
        let plan = ReplayPlan(pack, tracks: tracks)
        guard plan.isOnCalendar else { return nil }
        return Replay(
            kernel.deciding(by: plan, through: options.to ?? .latest), reading, span: span, options)
    }

    /// How many instants there are on the calendar; nil where decisions follow events.
    package var instantCount: Int? {
        if case .columns(let kernel, _) = source { kernel.instants.count } else { nil }
    }

    /// Leaves out what is decided after an instant.
    mutating func end(at last: Instant) {
        options.to = last
        guard case .columns(let kernel, let reading) = source else { return }
        let kept = kernel.instants.indices.filter { kernel.instants[$0] <= last }
        source = .columns(kernel.keeping(kept), reading)
    }

    /// Leaves out what is decided before the last instant at which a track is due by some other
    /// one, where every instant stands for itself.
    mutating func forgetBeforeLast(of track: Int, at instant: Instant) {
        guard case .columns(let kernel, let reading) = source,
            kernel.isPlain(options, hasRulings: reading.hasRulings),
            let last = kernel.lastDue(track, through: instant)
        else { return }
        options.from = kernel.instants[last]
    }

    /// Leaves out what is decided through an instant; as the protocol says.
    package mutating func leaveOut(through instant: Instant) {
        options.leaveOut(through: instant)
    }

    /// What decides over columns; nil where the histories of accounts do.
    var columns: (kernel: ReplayKernel, reading: ReplayReading)? {
        if case .columns(let kernel, let reading) = source { (kernel, reading) } else { nil }
    }

    /// Decides block by block, and hands what was decided over in the order of time.
    ///
    /// - Parameters:
    ///   - make: what is to be made of the decisions of an instant; called on several threads.
    ///   - take: takes what was made, in order.
    package func forEachInstant<Made: Sendable>(
        make: @escaping @Sendable (ReplayRows) -> Made, take: (Made) throws -> Void
    ) throws {
        switch source {
        case .columns(let kernel, let reading):
            var pass = ReplayPass(kernel, reading, options)
            while let block = try pass.next(make) {
                for made in block { try take(made) }
            }
        case .histories(let run, let tracks):
            let rows = historyRows(run, tracks)
            for made in workers.map(rows.count, { make(rows[$0]) }) { try take(made) }
        }
    }

    /// What the histories of all accounts say.
    private func historyRows(_ run: HistoryRun, _ tracks: [Int]) -> [ReplayRows] {
        guard let end = options.to ?? ownEnd else { return [] }
        let standings = run.standings(tracks: tracks, through: end)
        var changes = ChangeFilter(run.pack, roll)
        var taken: [(slot: Int, track: Int, standings: [Standing])] = []
        for (slot, own) in standings.enumerated() {
            for track in tracks.sorted() { taken.append((slot, track, own[track])) }
        }
        guard options.takesAllFacts else {
            return changes.rows(taken, [:], from: options.from, workers)
        }
        var facts: [Instant: ReplayRows.Facts] = [:]
        for (instant, slots) in taken.evaluated(from: options.from) {
            facts[instant] = .values(run.facts(of: slots, at: instant))
        }
        return changes.rows(taken, facts, from: options.from, workers)
    }
}

extension [(slot: Int, track: Int, standings: [Standing])] {
    /// The accounts that were evaluated at each instant.
    fileprivate func evaluated(from first: Instant) -> [Instant: [Int]] {
        var evaluated: [Instant: [Int]] = [:]
        for (slot, _, standings) in self {
            for standing in standings
            where standing.occasion == .evaluation && standing.instant >= first {
                evaluated[standing.instant, default: []].append(slot)
            }
        }
        return evaluated
    }
}

extension Pack {
    /// Through which some tracks are decided where no other end is asked for: the first instant of
    /// each schedule after the last event, or the last ruling; nil where there is neither.
    fileprivate func ownEnd(
        ofTracks tracks: Set<Int>, lastEventAt: Instant?, lastRulingAt: Instant?
    ) -> Instant? {
        let ends = lastEventAt.map { last in
            tracks.map { track in
                schedule(ofTrack: track).next(after: last, in: zone)
                    ?? Instant(microseconds: last.microseconds + 1)
            }
        }
        return ((ends ?? []) + [lastRulingAt].compactMap(\.self)).max()
    }
}
