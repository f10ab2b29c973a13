import LedgerModel

/// What stands of the accounts of some shards under many points, for packs with holds, machines,
/// rulings, or rules that read the level before. Points share what stands of an account for as long
/// as they have said the same of it.
struct SweptStandings: Sendable {
    /// What stands of an account under some points.
    private struct Strand: Sendable {
        /// The first of its points.
        var point: Int
        var run: AccountRun
        var place: Int16 = SweptPlaces.undecided
        var flips = 0
    }

    /// The rules of one point.
    private struct Programs {
        var tracks: CompiledTracks
        var open: OpenRows

        init(_ context: RuleContext) {
            (tracks, open) = (CompiledTracks(context), OpenRows(context))
        }
    }

    private let points: Range<Int>
    private let accounts: SweptAccounts
    /// By account, what differs.
    private var strands: [[Strand]]
    /// By account and point, the strand; empty while there is only one.
    private var strandOfPoint: [[UInt16]]

    init(
        _ kernel: ReplayKernel, _ points: Range<Int>, _ accounts: SweptAccounts,
        rulings: [[AccountReadings]]
    ) {
        (self.points, self.accounts) = (points, accounts)
        let pack = kernel.plan.pack
        let (none, rules) = (AccountReadings(pack), RunRules(pack))
        strands = zip(accounts.shards, rulings).flatMap { shard, rulings in
            kernel.roll.slots(ofShard: shard).enumerated().map { account, _ in
                let own = rulings.isEmpty ? none : rulings[account]
                return [
                    Strand(point: points.lowerBound, run: AccountRun(rules, own, .fixed))
                ]
            }
        }
        strandOfPoint = Array(repeating: [], count: accounts.slots.count)
    }

    /// Takes what is due at the instants of a block.
    mutating func decide(
        _ block: Range<Int>, _ facts: [InstantFacts], _ sweep: SweepKernel
    ) {
        // By epoch and point: programs are made once a block, where they are asked for.
        var compiled = [Programs?](repeating: nil, count: sweep.epochCount * points.count)
        for (index, facts) in zip(block, facts) {
            let (slot, epoch) = (sweep.kernel.slot(at: index), sweep.kernel.epoch(at: index))
            let known = facts.known(ofShards: accounts.shards)
            part(facts, known, at: index, sweep)
            for account in known.indices where known[account] {
                let values = facts.values(accounts.slots.lowerBound + account)
                for strand in strands[account].indices {
                    let point = strands[account][strand].point
                    let context = sweep.context(ofPoint: point, epoch: epoch)
                    let place = epoch * points.count + point - points.lowerBound
                    var programs = compiled[place].take() ?? Programs(context)
                    programs.tracks.load(values)
                    strands[account][strand].run.advance(to: slot.instant, inclusive: false)
                    strands[account][strand].run.evaluate(
                        at: slot, in: context, &programs.tracks, &programs.open)
                    compiled[place] = programs
                }
            }
        }
    }

    /// Gives points their own strands of the accounts of which they say something else.
    private mutating func part(
        _ facts: InstantFacts, _ known: [Bool], at index: Int, _ sweep: SweepKernel
    ) {
        let findings = sweep.findings(points, facts, of: accounts, at: index)
        for account in known.indices where known[account] {
            if let findings {
                guard findings.parts[account] else { continue }
                part(account) { findings.codes[$0][account] }
            } else if strands[account].count < points.count {
                part(account) { UInt64($0) }
            }
        }
    }

    private mutating func part(_ account: Int, _ code: (Int) -> UInt64) {
        var own = strandOfPoint[account]
        if own.isEmpty { own = Array(repeating: 0, count: points.count) }
        var found: [(old: UInt16, code: UInt64, new: UInt16)] = []
        for point in own.indices {
            let (old, code) = (own[point], code(point))
            if let known = found.last(where: { $0.old == old && $0.code == code }) {
                own[point] = known.new
                continue
            }
            if found.contains(where: { $0.old == old }) {
                own[point] = UInt16(strands[account].count)
                var strand = strands[account][Int(old)]
                strand.point = points.lowerBound + point
                strands[account].append(strand)
            }
            found.append((old, code, own[point]))
        }
        strandOfPoint[account] = own
    }

    /// Ends the waits that end by an instant, and counts what changed since this was last called.
    ///
    /// - Parameter from: changes through this instant are none.
    mutating func settle(
        _ track: Int, _ levels: ComparedLevels, through end: Instant, from: Instant
    ) {
        for account in strands.indices {
            for index in strands[account].indices {
                strands[account][index].run.advance(to: end, inclusive: true)
                for standing in strands[account][index].run.takeStandings()[track] {
                    let place = Int16(levels.place(of: standing.effective))
                    let before = strands[account][index].place
                    if before != SweptPlaces.undecided, before != place, standing.instant > from {
                        strands[account][index].flips += 1
                    }
                    strands[account][index].place = place
                }
            }
        }
    }

    /// Where an account stands under a point, and how often that changed.
    func stand(_ account: Int, _ point: Int) -> (place: Int16, flips: Int) {
        let own = strandOfPoint[account]
        let strand = strands[account][own.isEmpty ? 0 : Int(own[point - points.lowerBound])]
        return (strand.place, strand.flips)
    }
}
