import LedgerModel

/// What differs between the decisions of two positions.
struct DecisionMerge {
    private let old: DecidedRows
    private let new: DecidedRows
    private let ledger: UInt128
    private let end: UInt64
    /// The place of each account among those of both, by id.
    private let oldRanks: [Int]
    private let newRanks: [Int]

    /// - Parameters:
    ///   - ledger: the id of the ledger.
    ///   - end: events from this position on are not in the new rows.
    init(_ old: DecidedRows, _ new: DecidedRows, ledger: UInt128, end: UInt64) {
        (self.old, self.new, self.ledger, self.end) = (old, new, ledger, end)
        let accounts = Set(old.accounts.values).union(new.accounts.values).sorted()
        let ranks = Dictionary(
            uniqueKeysWithValues: accounts.enumerated().map { ($0.element, $0.offset) })
        oldRanks = old.accounts.values.map { ranks[$0] ?? 0 }
        newRanks = new.accounts.values.map { ranks[$0] ?? 0 }
    }

    /// Calls `body` with every change but the first ones, in the order of decision, time and
    /// account.
    ///
    /// - Parameters:
    ///   - first: how many changes are passed over.
    ///   - body: gives false to stop before the change that it was given.
    /// - Returns: whether it was not stopped.
    func forEachChange(
        from first: UInt64, _ body: (DecisionChange) throws -> Bool
    ) rethrows -> Bool {
        var passed: UInt64 = 0
        for name in Set(old.rows.keys).union(new.rows.keys).sorted() {
            let (left, right) = (old.rows[name] ?? [], new.rows[name] ?? [])
            var (i, j) = (0, 0)
            while i < left.count || j < right.count {
                let order = order(i < left.count ? left[i] : nil, j < right.count ? right[j] : nil)
                let change: DecisionChange?
                switch order {
                case .retracted: change = made(name, left[i], old, .retracted)
                case .made: change = made(name, right[j], new, .made)
                case .both:
                    change =
                        isSame(left[i], right[j])
                        ? nil
                        : made(
                            name, right[j], new,
                            .supersedes(decision(name, left[i], old)))
                }
                if order != .made { i += 1 }
                if order != .retracted { j += 1 }
                guard let change else { continue }
                passed += 1
                guard passed > first else { continue }
                guard try body(change) else { return false }
            }
        }
        return true
    }

    /// Where the next row is.
    private enum Order {
        case retracted
        case made
        case both
    }

    private func order(_ left: DecidedRows.Row?, _ right: DecidedRows.Row?) -> Order {
        guard let left else { return .made }
        guard let right else { return .retracted }
        let own = (old.instants[Int(left.instant)], oldRanks[Int(left.account)])
        let other = (new.instants[Int(right.instant)], newRanks[Int(right.account)])
        return own == other ? .both : own < other ? .retracted : .made
    }

    private func isSame(_ left: DecidedRows.Row, _ right: DecidedRows.Row) -> Bool {
        old.levels.values[Int(left.level)] == new.levels.values[Int(right.level)]
            && old.packs.values[Int(left.pack)] == new.packs.values[Int(right.pack)]
    }

    private func made(
        _ name: String, _ row: DecidedRows.Row, _ rows: DecidedRows, _ kind: DecisionChange.Kind
    ) -> DecisionChange {
        DecisionChange(decision: decision(name, row, rows), kind: kind, end: end)
    }

    private func decision(
        _ name: String, _ row: DecidedRows.Row, _ rows: DecidedRows
    ) -> DecisionChange.Decision {
        DecisionChange.Decision(
            rows.accounts.values[Int(row.account)], name, rows.instants[Int(row.instant)],
            rows.levels.values[Int(row.level)], rows.packs.values[Int(row.pack)], ledger: ledger)
    }
}
