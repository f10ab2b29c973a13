import LedgerEngine
import Policy

/// How the tier of today compares with that of one calendar year before.
enum TierChange: String {
    /// There was none a year before.
    case new
    case up
    case down
    case same
    /// There is none any more.
    case lost
    /// The pack of today has no such level.
    case other

    /// Levels are compared by their names under the pack of today. Nil where there is no level now,
    /// and was none.
    init?(
        from before: DecisionHistory.Step?, to now: DecisionHistory.Step?, _ packs: PacksInForce
    ) {
        let (old, new) = (packs.level(of: before), packs.level(of: now))
        guard let now, let new else {
            guard old != nil else { return nil }
            self = .lost
            return
        }
        guard let old else {
            self = .new
            return
        }
        let pack = packs.pack(now.activation)
        let names = pack.trackIndex(of: "tier").map { pack.levels(ofTrack: $0).map(\.name) } ?? []
        guard let low = names.firstIndex(of: old), let high = names.firstIndex(of: new) else {
            self = .other
            return
        }
        self = low == high ? .same : low < high ? .up : .down
    }
}

extension PacksInForce {
    /// The name of the tier that counts; nil where there is none, or it is only proposed.
    fileprivate func level(of step: DecisionHistory.Step?) -> String? {
        guard let step, case .level = step.standing.effective else { return nil }
        return name(of: step.standing.effective, "tier", step.activation)
    }
}
