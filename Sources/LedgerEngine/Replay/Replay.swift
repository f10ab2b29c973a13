import LMDB
import LedgerModel
package import Policy

/// A pack over the whole history of a ledger, as it stood at one position: ready to decide.
package struct Replay: Sendable {
    /// The pack that decides, in the currency of the ledger.
    package let pack: Pack
    /// Accounts and what they are called.
    package let roll: AccountRoll
    /// The position that the replay rests on: events from here on are not in it.
    package let end: UInt64
    private let source: Source
    private let options: ReplayOptions
    private let workers: Workers

    /// What is decided by.
    private enum Source: Sendable {
        /// Columns of all accounts at once.
        case columns(ReplayKernel, ReplayReading)
        /// The history of each account: where decisions follow single events, or what was known
        /// then.
        case histories(HistoryRun, tracks: [Int])
    }

    init(_ kernel: ReplayKernel, _ reading: ReplayReading, _ options: ReplayOptions) {
        source = .columns(kernel, reading)
        (pack, roll) = (kernel.plan.pack, kernel.roll)
        (end, workers) = (reading.end, reading.workers)
        self.options = options
    }

    init(
        _ run: HistoryRun, tracks: [Int], end: UInt64, _ options: ReplayOptions, _ workers: Workers
    ) {
        source = .histories(run, tracks: tracks)
        pack = run.pack
        let slots = run.accounts.indices
        roll = AccountRoll(
            [(run.accounts, slots.map { _ in .min })], slotsByName: slots.map { UInt32($0) })
        self.end = end
        self.options = options
        self.workers = workers
    }

    /// How many instants there are on the calendar; nil where decisions follow events.
    package var instantCount: Int? {
        if case .columns(let kernel, _) = source { kernel.instants.count } else { nil }
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
        case .columns(let kernel, let reading) where kernel.isPlain(options):
            let plain = PlainReplay(kernel: kernel, reading: reading, options: options)
            try plain.forEachInstant(make, take)
        case .columns(let kernel, let reading):
            let held = HeldReplay(kernel: kernel, reading: reading, options: options)
            try held.forEachBlock { rows in
                for made in workers.map(rows.count, { make(rows[$0]) }) { try take(made) }
            }
        case .histories(let run, let tracks):
            let rows = historyRows(run, tracks)
            for made in workers.map(rows.count, { make(rows[$0]) }) { try take(made) }
        }
    }

    /// What the histories of all accounts say.
    private func historyRows(_ run: HistoryRun, _ tracks: [Int]) -> [ReplayRows] {
        guard let span = run.span else { return [] }
        let end = options.to ?? run.pack.end(ofTracks: tracks, after: span.upperBound)
        let standings = run.standings(tracks: tracks, through: end)
        var changes = ChangeFilter(run.pack, roll)
        var taken: [(slot: Int, track: Int, standings: [Standing])] = []
        for (slot, own) in standings.enumerated() {
            for track in tracks { taken.append((slot, track, own[track])) }
        }
        guard options.takesAllFacts else { return changes.rows(taken, [:], from: options.from) }
        var facts: [Instant: ReplayRows.Facts] = [:]
        for (instant, slots) in taken.evaluated(from: options.from) {
            facts[instant] = .values(run.facts(of: slots, at: instant))
        }
        return changes.rows(taken, facts, from: options.from)
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
    /// The last instant that is decided at by itself, after the last event.
    fileprivate func end(ofTracks tracks: [Int], after last: Instant) -> Instant {
        let ends = tracks.map { track in
            schedule(ofTrack: track).next(after: last, in: zone)
                ?? Instant(microseconds: last.microseconds + 1)
        }
        return ends.max() ?? last
    }
}

/// A replay of decisions that are what their rules say, instant by instant.
private struct PlainReplay {
    let kernel: ReplayKernel
    let reading: ReplayReading
    let options: ReplayOptions

    func forEachInstant<Made: Sendable>(
        _ make: @escaping @Sendable (ReplayRows) -> Made, _ take: (Made) throws -> Void
    ) throws {
        for block in kernel.blocks(options) {
            let wanted = block.filter { kernel.instants[$0] >= options.from }
            guard !wanted.isEmpty else { continue }
            let shardFacts = try reading.shardFacts(kernel, block)
            let made = reading.workers.map(wanted.count) { [kernel] number in
                let facts = kernel.facts(at: wanted[number], in: block, shardFacts)
                let outcomes = kernel.outcomes(at: wanted[number], facts)
                return make(
                    ReplayRows(content: .columns(.init(facts: facts, outcomes: outcomes))))
            }
            for made in made { try take(made) }
        }
    }
}

/// A replay of decisions and machines that depend on what stood before, account by account.
private struct HeldReplay {
    let kernel: ReplayKernel
    let reading: ReplayReading
    let options: ReplayOptions

    func forEachBlock(_ take: ([ReplayRows]) throws -> Void) throws {
        var states = reading.shards.enumerated().map { index, shard in
            ReplayKernel.Standings(
                kernel.plan, accountCount: shard.log.accounts.count,
                firstSlot: kernel.roll.firstSlots[index], rulings: shard.log.others)
        }
        var changes = ChangeFilter(kernel.plan.pack, kernel.roll)
        for block in kernel.blocks(options) {
            let shardFacts = try reading.shardFacts(kernel, block)
            let facts = reading.workers.map(block.count) { [kernel] number in
                kernel.facts(at: block.lowerBound + number, in: block, shardFacts)
            }
            let (evaluated, taken) = evaluate(states, block, facts)
            states = evaluated
            let byInstant = Dictionary(
                uniqueKeysWithValues: facts.map { ($0.instant, ReplayRows.Facts.columns($0)) })
            try take(changes.rows(taken, byInstant, from: options.from))
        }
        guard let end = options.to else { return }
        var taken: [(slot: Int, track: Int, standings: [Standing])] = []
        for index in states.indices {
            states[index].advance(through: end)
            taken += states[index].take()
        }
        try take(changes.rows(taken, [:], from: options.from))
    }

    private func evaluate(
        _ states: [ReplayKernel.Standings], _ block: Range<Int>, _ facts: [InstantFacts]
    ) -> ([ReplayKernel.Standings], [(slot: Int, track: Int, standings: [Standing])]) {
        let evaluated = reading.workers.map(states.count) { [kernel] shard in
            var state = states[shard]
            for (number, index) in block.enumerated() {
                kernel.evaluate(at: index, facts[number], &state)
            }
            state.advance(through: kernel.instants[block.upperBound - 1])
            return (taken: state.take(), state: state)
        }
        return (evaluated.map(\.state), evaluated.flatMap(\.taken))
    }
}

extension ReplayReading {
    /// The facts of all shards at a block of instants.
    fileprivate func shardFacts(
        _ kernel: ReplayKernel, _ block: Range<Int>
    ) throws(QueryError) -> [ShardFacts] {
        let made = workers.map(shards.count) { number in
            Result { () throws(StorageError) in
                kernel.shardFacts(of: try self.shard(number), block)
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
}

extension ReplayKernel {
    /// The instants in blocks, so that the cells of a fact are bounded.
    fileprivate func blocks(_ options: ReplayOptions) -> [Range<Int>] {
        let length = max(1, options.blockCells / max(1, roll.accounts.count))
        return stride(from: 0, to: instants.count, by: length).map {
            $0..<min($0 + length, instants.count)
        }
    }

    /// Whether what the rules say is what counts, at every instant.
    fileprivate func isPlain(_ options: ReplayOptions) -> Bool {
        guard plan.isPlain, options.overrides == .ignore else { return false }
        return options.approvals == .assume || !plan.needsApproval
    }
}
