package import LedgerModel

/// What people decided about one account in one decision.
struct Rulings: Sendable {
    private let approvals: [AccountReadings.Ruling]
    private let overrides: [AccountReadings.Ruling]
    private let levels: [Level]
    private let needsApproval: Bool
    private let knowledge: HistoryRun.Knowledge

    init(
        _ record: AccountReadings, of decision: DecisionDefinition,
        _ knowledge: HistoryRun.Knowledge
    ) {
        self.knowledge = knowledge
        let own = record.rulings.filter { $0.decision == decision.name }
        approvals = own.filter { $0.kind == .approval }
        overrides = own.filter { $0.kind == .override }
        levels = decision.levels
        needsApproval = decision.needsApproval
    }

    /// The instants at which a ruling begins or ends.
    var instants: [Instant] {
        let begins = (needsApproval ? approvals : []) + overrides
        return begins.map(\.occurredAt) + overrides.compactMap(\.expires)
    }

    /// What counts at an instant of what hold leaves, and what keeps it from counting. A ruling
    /// counts from its time on, that instant included.
    func apply(to held: Outcome, at instant: Instant) -> (effective: Outcome, Set<HoldReason>) {
        apply(to: held, overriddenAsOf: instant, approvedAsOf: instant)
    }

    /// The same with the overrides and the approvals of instants of their own.
    func apply(
        to held: Outcome, overriddenAsOf overridden: Instant, approvedAsOf approved: Instant
    ) -> (effective: Outcome, Set<HoldReason>) {
        if let override = override(at: overridden), let level = index(of: override) {
            return (.level(level), .level(level) == held ? [] : [.override])
        }
        guard needsApproval else { return (held, []) }
        guard let approval = approvals.last(where: { counts($0, at: approved) }),
            let level = index(of: approval)
        else {
            guard case .level(let proposal) = held else { return (held, []) }
            return (.unapproved(proposal: proposal), [.approval])
        }
        return (.level(level), .level(level) == held ? [] : [.approval])
    }

    /// The ruling that counts at an instant, if any does.
    func inForce(at instant: Instant) -> AccountReadings.Ruling? {
        if let override = override(at: instant) { return override }
        return needsApproval ? approvals.last { counts($0, at: instant) } : nil
    }

    /// Of the overrides that have begun and not ended the last.
    func override(at instant: Instant) -> AccountReadings.Ruling? {
        overrides.last { ruling in
            counts(ruling, at: instant) && ruling.expires.map { $0 > instant } ?? true
        }
    }

    /// Whether a ruling has begun at an instant, and was known where that counts.
    private func counts(_ ruling: AccountReadings.Ruling, at instant: Instant) -> Bool {
        ruling.occurredAt <= instant && (knowledge == .fixed || ruling.known.holds(at: instant))
    }

    private func index(of ruling: AccountReadings.Ruling) -> Int? {
        levels.firstIndex { $0.name == ruling.level }
    }
}

extension Pack {
    /// The last instant at which a ruling on some tracks begins or ends; nil where there is none.
    package func lastRuling(onTracks tracks: Set<Int>, in records: [AccountReadings]) -> Instant? {
        let asked = tracks.filter { $0 < decisions.count }.map { decisions[$0] }
        let instants = records.lazy.filter { !$0.rulings.isEmpty }.flatMap { record in
            asked.compactMap { Rulings(record, of: $0, .fixed).instants.max() }
        }
        return instants.max()
    }
}
