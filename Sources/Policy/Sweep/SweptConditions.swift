import CEL
import LedgerModel

/// The conditions that read swept parameters, as long as no dated parameter changes: points under
/// which they all say the same of an account do the same with it.
struct SweptConditions: Sendable {
    private struct Condition: Sendable {
        let track: Int
        /// By point.
        let programs: [ColumnProgram]
    }

    /// What the conditions say of the accounts of some shards, of those that aren't known anything.
    struct Findings {
        /// By point and account: equal where all conditions say the same.
        fileprivate(set) var codes: [[UInt64]]
        /// By account: whether the points are told apart.
        fileprivate(set) var parts: [Bool]

        fileprivate mutating func add(_ truths: [UInt8], toPoint point: Int) {
            var own: [UInt64] = []
            swap(&own, &codes[point])
            for account in own.indices {
                own[account] = own[account] << 2 | UInt64(truths[account])
            }
            swap(&own, &codes[point])
        }
    }

    private let conditions: [Condition]
    private let texts: TextCodes
    private let read: Set<Int>

    /// Nil where columns can't tell points apart: each is then decided by itself.
    ///
    /// - Parameters:
    ///   - tracks: the decisions and machines that are replayed.
    ///   - contexts: the rules by point.
    ///   - names: the swept parameters, as expressions name them.
    init?(_ tracks: Set<Int>, _ contexts: [RuleContext], names: Set<String>) {
        guard let pack = contexts.first?.pack else { return nil }
        var (texts, conditions) = (TextCodes(), [Condition]())
        for track in tracks.sorted() where !names.isDisjoint(with: pack.names(ofTrack: track)) {
            guard let formulas = pack.plainConditions(ofTrack: track) else { return nil }
            for formula in formulas where !formula.expression.names.isDisjoint(with: names) {
                let programs = ColumnProgram.programs(formula, contexts, &texts)
                guard let programs else { return nil }
                conditions.append(Condition(track: track, programs: programs))
            }
        }
        guard conditions.count <= SweepLimits.conditions else { return nil }
        read = conditions.reduce(into: []) { $0.formUnion($1.programs.flatMap(\.readSlots)) }
        (self.texts, self.conditions) = (texts, conditions)
    }

    /// What the conditions that are asked at an instant say.
    ///
    /// - Parameter isDue: whether a decision or machine is asked.
    func findings(
        _ points: Range<Int>, _ facts: InstantFacts, of accounts: SweptAccounts,
        isDue: (Int) -> Bool
    ) -> Findings {
        let count = accounts.slots.count
        let columns = facts.columns(read, ofShards: accounts.shards, texts)
        var findings = Findings(
            codes: Array(repeating: Array(repeating: 0, count: count), count: points.count),
            parts: Array(repeating: false, count: count))
        for condition in conditions where isDue(condition.track) {
            var run = ColumnRun(condition.programs[points.lowerBound])
            for (index, point) in points.enumerated() {
                run.load(condition.programs[point], count: count)
                findings.add(run.truths(columns, count: count), toPoint: index)
            }
        }
        for codes in findings.codes.dropFirst() {
            for account in codes.indices where codes[account] != findings.codes[0][account] {
                findings.parts[account] = true
            }
        }
        return findings
    }
}

extension Pack {
    /// The conditions of a decision or machine, where they alone tell what it says; nil for rules
    /// of another form, and where places in the cohort are tried beside the account's own.
    fileprivate func plainConditions(ofTrack track: Int) -> [Formula]? {
        guard track >= decisions.count else {
            guard decisions[track].hold.band == nil else { return nil }
            return decisions[track].plainChoices?.compactMap(\.condition)
        }
        let machine = machines[track - decisions.count]
        return (machine.up + machine.keep).compactMap { $0?.condition }
    }
}
