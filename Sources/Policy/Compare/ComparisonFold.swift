package import LedgerModel

/// Compares the decisions of two packs about some accounts as they come in the order of time. What
/// it holds grows with the accounts and with the instants compared, not with the decisions: the
/// present level of each account on both sides, and one matrix for each instant. Each account
/// stands for itself, so that several threads may fold accounts each of its own.
///
/// Flips and stays are each pack's own, at the instants at which it decides; matrices and
/// differences are of the instants at which both are compared.
package struct ComparisonFold: Sendable {
    private var base: SideFold
    private var variant: SideFold
    private let from: Instant
    private let accounts: Range<Int>
    /// Of what stands now.
    private var matrix: TransitionMatrix
    private var moments: [PackComparison.Moment] = []
    /// By account, from the first of them.
    private var firstDifferences: [Instant?]
    /// Accounts that came to stand elsewhere since the last instant compared, for the first time.
    private var parting: [Int] = []
    /// By account: before which instant it is looked at.
    private let watched: [Int: Instant]
    private var glimpses: [Int: PackComparison.Glimpse] = [:]

    /// - Parameters:
    ///   - accounts: those that are folded, of all that are compared.
    ///   - from: the first instant that is compared. Of what was decided through it only what
    ///     stands then counts.
    ///   - watched: accounts of which it is told where they stood before an instant.
    package init(
        base: ComparedLevels, variant: ComparedLevels, accounts: Range<Int>,
        from: Instant = .earliest, watching watched: [Int: Instant] = [:]
    ) {
        self.watched = watched.filter { accounts.contains($0.key) }
        self.base = SideFold(base, accounts, from: from)
        self.variant = SideFold(variant, accounts, from: from)
        (self.from, self.accounts) = (from, accounts)
        matrix = TransitionMatrix(rows: base, columns: variant)
        firstDifferences = Array(repeating: nil, count: accounts.count)
    }

    /// Takes what one of the packs decided at one instant; those of one pack come by time.
    package mutating func note(_ rows: ComparedRows, of side: PackComparison.Side) {
        let others = side == .base ? base.codes(of: rows.others) : variant.codes(of: rows.others)
        let changes = side == .base ? base.changes(rows, others) : variant.changes(rows, others)
        for (account, code) in changes { take(account, code, of: side, at: rows.instant) }
        rows.forEachRow(of: accounts) { account, code in
            let code = code < 0 ? others[Int(-1 - code)] : Int32(code)
            let isKnown =
                side == .base ? base.stands(account, code) : variant.stands(account, code)
            if !isKnown { take(account, code, of: side, at: rows.instant) }
        }
    }

    private mutating func take(
        _ account: Int, _ code: Int32, of side: PackComparison.Side, at instant: Instant
    ) {
        var (own, other) = (base.place(of: account), variant.place(of: account))
        if isDecided(account) { matrix[own, other] -= 1 }
        switch side {
        case .base: own = base.take(account, code, from: own, at: instant)
        case .variant: other = variant.take(account, code, from: other, at: instant)
        }
        matrix[own, other] += 1
        if firstDifference(of: account) == nil, !isSame(own, other) { parting.append(account) }
    }

    /// Compares what stands at an instant, once both have given all that was decided by then.
    package mutating func compare(at instant: Instant) {
        precondition(instant >= from, "an instant before those that are asked for")
        for account in parting where firstDifference(of: account) == nil && differs(account) {
            firstDifferences[account - accounts.lowerBound] = instant
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
    ///
    /// - Parameter folds: of all accounts, in their order; each has compared the same instants.
    package static func comparison(of folds: [ComparisonFold]) -> PackComparison {
        guard let first = folds.first else { preconditionFailure("a comparison of nothing") }
        let end = first.moments.last?.instant ?? first.from
        var moments = first.moments
        for fold in folds.dropFirst() {
            for index in moments.indices { moments[index].matrix.add(fold.moments[index].matrix) }
        }
        return PackComparison(
            span: moments.first.map { $0.instant...end },
            base: SideFold.conduct(of: folds.map(\.base), through: end),
            variant: SideFold.conduct(of: folds.map(\.variant), through: end), moments: moments,
            firstDifferences: folds.flatMap(\.firstDifferences),
            glimpses: folds.reduce(into: [:]) { all, fold in
                all.merge(fold.glimpses, uniquingKeysWith: { own, _ in own })
            }, moves: folds.flatMap { fold in fold.accounts.compactMap { fold.move($0) } },
            baseOutcomes: folds.flatMap { $0.outcomes(of: $0.base) },
            variantOutcomes: folds.flatMap { $0.outcomes(of: $0.variant) })
    }

    /// Where accounts stand, those about which neither has decided anything left out.
    private func outcomes(of side: SideFold) -> [Outcome?] {
        accounts.map { isDecided($0) ? side.outcome(of: $0) : nil }
    }

    private func firstDifference(of account: Int) -> Instant? {
        firstDifferences[account - accounts.lowerBound]
    }

    private func differs(_ account: Int) -> Bool {
        !isSame(base.place(of: account), variant.place(of: account))
    }

    private func isSame(_ own: Int, _ other: Int) -> Bool {
        base.levels.isSame(own, other, of: variant.levels)
    }

    private func isDecided(_ account: Int) -> Bool {
        base.isDecided(account) || variant.isDecided(account)
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
