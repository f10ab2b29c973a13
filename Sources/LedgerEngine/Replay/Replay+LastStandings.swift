import LedgerModel
import Policy

extension Replay {
    /// Tells where each account stood last at some instants; nothing where decisions follow events
    /// or what was known then.
    ///
    /// - Parameters:
    ///   - asked: decisions or machines of the replay, each with an instant.
    ///   - isWanted: whether an account is asked about, by its slot.
    ///   - note: takes the account, by its slot, the index of what was asked, and where the account
    ///     stood.
    func lastStandings(
        _ asked: [(track: Int, instant: Instant)], of isWanted: (Int) -> Bool,
        _ note: (Int, Int, Standing) -> Void
    ) throws(QueryError) {
        guard let (kernel, reading) = columns else { return }
        if kernel.isPlain(options, hasRulings: reading.hasRulings) {
            try plainStandings(kernel, reading, asked, of: isWanted, note)
        } else {
            try heldStandings(kernel, reading, asked, of: isWanted, note)
        }
    }

    /// Where the rules alone decide: only the instants count at which each was due last.
    private func plainStandings(
        _ all: ReplayKernel, _ reading: ReplayReading, _ asked: [(track: Int, instant: Instant)],
        of isWanted: (Int) -> Bool, _ note: (Int, Int, Standing) -> Void
    ) throws(QueryError) {
        let due = asked.map { all.lastDue($0.track, through: $0.instant) }
        let wanted = Set(due.compactMap(\.self)).sorted()
        let kernel = all.keeping(wanted)
        for block in kernel.blocks(of: 0..<wanted.count, options) {
            let facts = try reading.instantFacts(kernel, block)
            for (number, index) in block.enumerated() {
                let outcomes = kernel.outcomes(at: index, facts[number])
                for (place, own) in asked.enumerated() where due[place] == wanted[index] {
                    guard let column = outcomes.first(where: { $0.decision == own.track }) else {
                        continue
                    }
                    let instant = kernel.instants[index]
                    facts[number].forEachSlot { slot in
                        guard isWanted(slot) else { return }
                        note(slot, place, .evaluated(column.outcomes[slot], at: instant))
                    }
                }
            }
        }
    }

    /// Where holds, machines and people decide too: all instants, one after the other.
    private func heldStandings(
        _ kernel: ReplayKernel, _ reading: ReplayReading,
        _ asked: [(track: Int, instant: Instant)], of isWanted: (Int) -> Bool,
        _ note: (Int, Int, Standing) -> Void
    ) throws(QueryError) {
        guard let end = asked.map(\.instant).max() else { return }
        var states = reading.standings(kernel)
        var last: [Int: [Standing?]] = [:]
        func keep(_ taken: [ReplayReading.Taken]) {
            for (slot, track, standings) in taken where isWanted(slot) {
                for (place, question) in asked.enumerated() where question.track == track {
                    guard let found = standings.last(where: { $0.instant <= question.instant })
                    else { continue }
                    last[slot, default: Array(repeating: nil, count: asked.count)][place] = found
                }
            }
        }
        let options = options.keepingStandings
        for block in kernel.blocks(of: kernel.instants.indices, options) {
            let shardFacts = try reading.shardFacts(kernel, block)
            var left = block
            while !left.isEmpty {
                let piece = left.prefix(kernel.pieceLength(options, reading.workers))
                let facts = reading.facts(kernel, piece, in: block, shardFacts)
                keep(reading.evaluate(kernel, piece, facts, &states))
                left = piece.upperBound..<block.upperBound
            }
        }
        keep(reading.wait(kernel, through: end, &states))
        for (slot, standings) in last {
            for (place, standing) in standings.enumerated() {
                if let standing { note(slot, place, standing) }
            }
        }
    }
}
