import CEL
import LedgerModel

/// Decides a pack under many points of a grid over one set of facts: folded and ranked once, since
/// no parameter enters a fact.
package struct SweepKernel: Sendable {
    /// The pack's own replay: its instants, accounts and facts are those of every point.
    package let kernel: ReplayKernel
    /// The decision or machine that is looked at.
    package let track: Int
    /// Its levels.
    package let levels: ComparedLevels
    /// By point and epoch.
    private let contexts: [[RuleContext]]
    /// By epoch; nil where columns can't carry the rule, or where not the rule and its hold alone
    /// decide.
    private let columns: [SweptColumns?]
    /// By epoch; nil where columns can't tell points apart, or where the rule and its hold alone
    /// decide.
    private let conditions: [SweptConditions?]
    /// By epoch, whether a swept parameter has a value yet.
    private let isSet: [Bool]
    /// Whether what the rules say is what counts, at every instant.
    package let isPlain: Bool
    /// Whether what holds leave of it is what counts.
    let isHeldOnly: Bool

    /// - Parameter isHeldOnly: whether no ruling counts, and the rules and their holds alone
    ///   decide.
    package init(
        _ kernel: ReplayKernel, track: Int, _ grid: SweepGrid, _ points: [SweepPoint],
        isHeldOnly: Bool
    ) {
        (self.kernel, self.track, self.isHeldOnly) = (kernel, track, isHeldOnly)
        isPlain = isHeldOnly && kernel.plan.pack.decisions[track].hold == Hold()
        let pack = kernel.plan.pack
        levels = ComparedLevels(pack, track: track)
        let names = Set(grid.parameters.map { "params.\(pack.parameters[$0].name)" })
        let contexts = points.map { kernel.contexts(of: pack.holding($0, in: grid.parameters)) }
        self.contexts = contexts
        let epochs = (contexts.first ?? []).indices
        isSet = (contexts.first ?? []).map { context in
            names.contains { context.bindings.variables[$0] != nil }
        }
        let tracks = kernel.plan.tracks
        columns = epochs.map { epoch in
            isHeldOnly ? SweptColumns(track, contexts.map { $0[epoch] }, names: names) : nil
        }
        conditions = epochs.map { epoch in
            isHeldOnly ? nil : SweptConditions(tracks, contexts.map { $0[epoch] }, names: names)
        }
    }

    /// What is kept of each account and point, in bytes.
    package var cellBytes: Int {
        guard isHeldOnly else { return Self.runBytes }
        let held = HeldLevels.bytesPerAccount(kernel.plan.pack.decisions[track].hold)
        return SweptPlaces.cellBytes + (isPlain ? 0 : held)
    }

    /// So much stands of an account that is decided by itself.
    private static let runBytes = 512

    /// How many sets of dated parameters there are.
    var epochCount: Int { columns.count }

    /// Whether the decision or machine is due at an instant.
    package func isDue(at index: Int) -> Bool { kernel.isDue(track, at: index) }

    /// The rules of a point.
    func context(ofPoint point: Int, epoch: Int) -> RuleContext { contexts[point][epoch] }

    /// What the conditions that read swept parameters say; nil where columns can't tell.
    func findings(
        _ points: Range<Int>, _ facts: InstantFacts, of accounts: SweptAccounts, at index: Int
    ) -> SweptConditions.Findings? {
        conditions[kernel.epoch(at: index)]?.findings(points, facts, of: accounts) {
            kernel.isDue($0, at: index)
        }
    }

    /// Calls `body` with what the rule says under each point of some accounts, of those that aren't
    /// known anything.
    func forEachPoint(
        _ points: Range<Int>, _ facts: InstantFacts, of accounts: SweptAccounts, at index: Int,
        _ body: (Int, borrowing OutcomeColumn) -> Void
    ) {
        let epoch = kernel.epoch(at: index)
        if let columns = columns[epoch] {
            return columns.forEachPoint(points, facts, of: accounts, body)
        }
        let known = accounts.slots.enumerated().filter { facts.isKnown($0.element) }
        let values = known.map { (lane: $0.offset, facts: facts.values($0.element)) }
        var outcomes = OutcomeColumn(count: accounts.slots.count)
        for point in points {
            let context = contexts[point][epoch]
            let decision = context.pack.decisions[track]
            // Before the first date of its parameters every point says the same.
            guard point == points.lowerBound || isSet[epoch] else {
                body(point, outcomes)
                continue
            }
            for (lane, facts) in values {
                let inputs = RuleInputs(context, facts, previous: [:])
                outcomes.set(inputs.outcome(of: decision).outcome, lane)
            }
            body(point, outcomes)
        }
    }
}
