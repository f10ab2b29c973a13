package import LedgerModel

/// Compares the decisions of two packs as they come in the order of time. What it holds grows with
/// the accounts and with the instants compared, not with the decisions: the present level of each
/// account on both sides, and one matrix for each instant.
///
/// Flips and stays are each pack's own, at the instants at which it decides; matrices and
/// differences are of the instants at which both are compared.
package struct ComparisonFold: Sendable {
    private var base: SideFold
    private var variant: SideFold
    private let from: Instant
    /// Of what stands now.
    private var matrix: TransitionMatrix
    private var moments: [PackComparison.Moment] = []
    private var firstDifferences: [Instant?]
    /// Accounts that came to stand elsewhere since the last instant compared, for the first time.
    private var parting: [Int] = []
    /// By account: before which instant it is looked at.
    private let watched: [Int: Instant]
    private var glimpses: [Int: PackComparison.Glimpse] = [:]

    /// - Parameters:
    ///   - from: the first instant that is compared. Of what was decided through it only what
    ///     stands then counts.
    ///   - watched: accounts of which it is told where they stood before an instant.
    package init(
        base: ComparedLevels, variant: ComparedLevels, accountCount: Int,
        from: Instant = .earliest, watching watched: [Int: Instant] = [:]
    ) {
        self.watched = watched
        self.base = SideFold(base, accountCount: accountCount, from: from)
        self.variant = SideFold(variant, accountCount: accountCount, from: from)
        self.from = from
        matrix = TransitionMatrix(rows: base, columns: variant)
        firstDifferences = Array(repeating: nil, count: accountCount)
    }

    /// Takes what one of the packs decided at one instant; those of one pack come by time.
    package mutating func note(_ rows: ComparedRows, of side: PackComparison.Side) {
        let others = side == .base ? base.codes(of: rows.others) : variant.codes(of: rows.others)
        rows.visit { account, code in
            let code = code < 0 ? others[Int(-1 - code)] : Int32(code)
            let isKnown =
                side == .base ? base.stands(account, code) : variant.stands(account, code)
            guard !isKnown else { return }
            count(account, -1)
            switch side {
            case .base: base.take(account, code, at: rows.instant)
            case .variant: variant.take(account, code, at: rows.instant)
            }
            count(account, 1)
            if firstDifferences[account] == nil, differs(account) { parting.append(account) }
        }
    }

    /// Compares what stands at an instant, once both have given all that was decided by then.
    package mutating func compare(at instant: Instant) {
        precondition(instant >= from, "an instant before those that are asked for")
        for account in parting where firstDifferences[account] == nil && differs(account) {
            firstDifferences[account] = instant
        }
        parting.removeAll(keepingCapacity: true)
        for (account, end) in watched where instant < end && isDecided(account) {
            glimpses[account] = PackComparison.Glimpse(
                instant: instant, base: base.outcome(of: account),
                variant: variant.outcome(of: account))
        }
        moments.append(PackComparison.Moment(instant: instant, matrix: matrix))
    }

    /// The comparison through the last instant that was compared.
    package var comparison: PackComparison {
        let end = moments.last?.instant ?? from
        let accounts = firstDifferences.indices
        return PackComparison(
            span: moments.first.map { $0.instant...end }, base: base.conduct(through: end),
            variant: variant.conduct(through: end), moments: moments,
            firstDifferences: firstDifferences, glimpses: glimpses,
            moves: accounts.compactMap { move($0) },
            baseOutcomes: accounts.map { isDecided($0) ? base.outcome(of: $0) : nil },
            variantOutcomes: accounts.map { isDecided($0) ? variant.outcome(of: $0) : nil })
    }

    private func differs(_ account: Int) -> Bool {
        !base.levels.isSame(
            base.place(of: account), variant.place(of: account), of: variant.levels)
    }

    private func isDecided(_ account: Int) -> Bool {
        base.isDecided(account) || variant.isDecided(account)
    }

    private mutating func count(_ account: Int, _ change: Int) {
        guard isDecided(account) else { return }
        matrix[base.place(of: account), variant.place(of: account)] += change
    }

    private func move(_ account: Int) -> PackComparison.Move? {
        guard differs(account) else { return nil }
        let (own, other) = (base.outcome(of: account), variant.outcome(of: account))
        let direction: PackComparison.Direction =
            switch (own, other) {
            case (.level(let old), .level(let new)) where base.levels == variant.levels:
                new > old ? .up : .down
            case (.none, .level): .gained
            case (.level, .none): .lost
            default: .moved
            }
        return PackComparison.Move(
            account: account, base: own, variant: other, direction: direction)
    }
}
