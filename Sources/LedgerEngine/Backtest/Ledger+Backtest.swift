import LMDB
import LedgerModel
import Policy

extension Ledger {
    /// Scores decisions of packs against what came in the horizon after each. A decision is taken
    /// with what was known at its own instant, and stands until the next one; what came is judged
    /// by what is known at the end. All packs rest on one position: what a writer appends meanwhile
    /// is in none.
    ///
    /// - Returns: nil where no account has an event that counts.
    package func backtest(
        _ packs: [ScoredPack], _ options: BacktestOptions
    ) async throws -> LedgerBacktest? {
        guard let reading = try await aftermath(options) else { return nil }
        let last = min(reading.until, options.to ?? .latest)
        guard options.knowledge == .source || last >= reading.firstRecordedAt else {
            throw QueryError.knownBeforeFirstEvent(first: reading.firstRecordedAt)
        }
        let scored = try packs.map { try score($0, reading, options) }
        return LedgerBacktest(
            scored: scored, end: reading.end, until: reading.until, options: options)
    }

    private func score(
        _ own: ScoredPack, _ reading: AftermathReading, _ options: BacktestOptions
    ) throws -> LedgerBacktest.Scored {
        let schedule = options.schedule ?? own.pack.schedule(ofTrack: own.track)
        guard schedule != .onEvent else {
            throw BacktestError.followsEvents(
                pack: own.pack.name, decision: own.pack.names[own.track])
        }
        let replay = try replay(own.pack, tracks: [own.track], options.replay(reading))
        let instants = schedule.instants(
            of: replay, through: min(reading.until, options.to ?? .latest)
        ).filter { $0 >= options.from }
        let levels = own.levels
        var fold = BacktestFold(
            levels, signals: own.signals ?? (0..<levels.count).map { [$0] },
            courses: replay.roll.accounts.map { reading.course(of: $0) },
            horizonDays: options.horizonDays, from: reading.from, until: reading.until)
        func judge(_ instant: Instant) throws {
            fold.judge(at: instant)
            guard fold.score.decisions <= BacktestLimits.decisions else {
                throw BacktestError.tooManyDecisions(pack: own.pack.name)
            }
        }
        var waiting = instants[...]
        let slots = replay.roll.accounts.indices.map { UInt32($0) }
        try replay.forEachInstant(
            make: { [track = own.track] rows in
                rows.compared(track, slots, accountCount: slots.count)
            },
            take: { rows in
                guard let rows else { return }
                while let next = waiting.first, next < rows.instant {
                    try judge(next)
                    waiting.removeFirst()
                }
                fold.note(rows)
            })
        for instant in waiting { try judge(instant) }
        return LedgerBacktest.Scored(
            pack: replay.pack, track: own.track, levels: levels,
            score: fold.score.telling(own.signals == nil ? levels.names.count : .max))
    }
}

extension BacktestOptions {
    /// How the decisions are taken: as known then. Where all was known when it happened, what is
    /// known now says the same, and columns say it sooner.
    fileprivate func replay(_ reading: AftermathReading) -> ReplayOptions {
        var options = ReplayOptions()
        options.knowledge = reading.isPrompt ? .at(.now) : .then(knowledge)
        options.to = min(reading.until, to ?? .latest)
        options.end = reading.end
        return options
    }
}

extension Schedule {
    /// The instants of the calendar between the first and the last event that a pack reads, and the
    /// first one behind it.
    fileprivate func instants(of replay: Replay, through end: Instant) -> [Instant] {
        guard let span = replay.span, let last = next(after: span.upperBound, in: replay.pack.zone)
        else { return [] }
        return instants(
            after: span.lowerBound, through: min(last, end), in: replay.pack.zone)
    }
}
