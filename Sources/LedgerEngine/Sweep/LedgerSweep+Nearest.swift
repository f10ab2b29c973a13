import Policy

extension LedgerSweep {
    /// The smallest changes that put the account asked for at another place: of one parameter the
    /// nearest value below the pack's own and the nearest above it, of two the nearest pairs. Only
    /// points of the grid are looked at.
    package var accountMoves: [Outcome] {
        let own = own
        func isMoved(_ outcome: Outcome) -> Bool { outcome.place != own.place }
        guard grid.ranges.count == 1 else { return nearest(isMoved) }
        let number = own.point.numbers[0]
        return nearest { isMoved($0) && $0.point.numbers[0] <= number }
            + nearest { isMoved($0) && $0.point.numbers[0] > number }
    }

    /// The points under which so many accounts stand at a place, or else nearly so many, and of
    /// those the ones nearest to the pack's own values.
    package func nearest(toSize size: Int, ofPlace place: Int) -> [Outcome] {
        func gap(_ outcome: Outcome) -> Int { abs(outcome.sizes[place] - size) }
        let least = outcomes.map(gap).min()
        return nearest { gap($0) == least }
    }

    /// Of some points those nearest to the pack's own values.
    private func nearest(_ isMeant: (Outcome) -> Bool) -> [Outcome] {
        let own = own.point
        let meant = outcomes.filter(isMeant)
        let least = meant.map { grid.distance($0.point, own) }.min()
        return meant.filter { grid.distance($0.point, own) == least }
    }
}
