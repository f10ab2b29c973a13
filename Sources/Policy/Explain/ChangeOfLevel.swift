import LedgerModel

/// The last change of what counts in a history.
struct ChangeOfLevel {
    /// The standing before, and the one that the change led to.
    let before: Standing
    let after: Standing
    /// The evaluations between which the rule's own outcome changed to what led here; nil where it
    /// didn't.
    let raw: (before: Standing, after: Standing)?

    /// Nil where nothing has changed since the first standing.
    init?(_ standings: [Standing]) {
        let index = standings.indices.dropFirst().last {
            standings[$0].effective != standings[$0 - 1].effective
        }
        guard let index else { return nil }
        (before, after) = (standings[index - 1], standings[index])
        let evaluations = standings[...index].filter { $0.occasion == .evaluation }
        let turn = evaluations.indices.dropFirst().last {
            evaluations[$0].raw != evaluations[$0 - 1].raw
        }
        raw = turn.map { (evaluations[$0 - 1], evaluations[$0]) }
    }

    /// The cause, where somebody's ruling began or ended with the change, and what hold leaves has
    /// not changed with it.
    func ruling(_ own: [AccountReadings.Ruling]) -> Cause? {
        let isOutcome = after.held == after.effective && before.held == before.effective
        guard before.held == after.held || !isOutcome else { return nil }
        let span = before.instant..<after.instant
        func isNew(_ instant: Instant) -> Bool {
            instant > span.lowerBound && instant <= span.upperBound
        }
        if own.contains(where: { ruling in
            ruling.kind == .override
                && (isNew(ruling.occurredAt) || ruling.expires.map { isNew($0) } ?? false)
        }) {
            return .override
        }
        return own.contains { $0.kind == .approval && isNew($0.occurredAt) } ? .approval : nil
    }
}
