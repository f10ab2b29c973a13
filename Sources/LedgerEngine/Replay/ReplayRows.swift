package import LedgerModel
package import Policy

/// What was decided at one instant, or between two.
package struct ReplayRows: Sendable {
    /// One decision of one account.
    package struct Row: Sendable {
        /// When it was decided.
        package let instant: Instant
        /// The account, by its slot.
        package let slot: Int
        /// The decision or machine, by `Pack.trackIndex(of:)`.
        package let track: Int
        /// The level that counts, 0 the lowest; nil where there is none.
        package let level: Int?
        /// What counts where it is no level.
        private let other: Outcome?
        /// Whether it was decided by the facts of its instant, not by time alone.
        package let isByFacts: Bool

        /// What counts.
        package var effective: Outcome { other ?? .level(level ?? 0) }

        init(
            _ instant: Instant, slot: Int, track: Int, _ outcomes: OutcomeColumn
        ) {
            (self.instant, self.slot, self.track, isByFacts) = (instant, slot, track, true)
            level = outcomes.level(ofSlot: slot)
            other = level == nil ? outcomes[slot] : nil
        }

        init(_ standing: Standing, slot: Int, track: Int) {
            self.init(
                standing.instant, slot: slot, track: track, standing.effective,
                isByFacts: standing.occasion == .evaluation)
        }

        init(
            _ instant: Instant, slot: Int, track: Int, _ outcome: Outcome, isByFacts: Bool
        ) {
            (self.instant, self.slot, self.track) = (instant, slot, track)
            self.isByFacts = isByFacts
            if case .level(let level) = outcome {
                (self.level, other) = (level, nil)
            } else {
                (level, other) = (nil, outcome)
            }
        }
    }

    /// What the rules said of all accounts at one instant.
    package struct Columns: Sendable {
        /// The facts of all accounts.
        package let facts: InstantFacts
        /// What each decision that was due says.
        package let outcomes: [(decision: Int, outcomes: OutcomeColumn)]
    }

    /// What was decided, in one of two forms.
    package enum Content: Sendable {
        case columns(Columns)
        /// In the order of time, account and track.
        case rows([Row], facts: Facts?)
    }

    /// The facts that accounts were decided by.
    package enum Facts: Sendable {
        case columns(InstantFacts)
        /// By slot; those of accounts that were not decided are absent.
        case values([Int: [FactValue]])

        /// The numbers that a fact has by slot; nil where they have to be asked for one by one.
        package func numbers(of fact: Int) -> [Int64?]? {
            if case .columns(let facts) = self { facts.numbers(of: fact) } else { nil }
        }

        /// A fact of an account.
        package func value(of fact: Int, _ slot: Int) -> FactValue {
            switch self {
            case .columns(let facts): facts.value(of: fact, slot)
            case .values(let values): values[slot]?[fact] ?? .missing(.noEvent)
            }
        }
    }

    /// What was decided.
    package let content: Content

    /// When it was decided.
    package var instant: Instant {
        switch content {
        case .columns(let columns): columns.facts.instant
        case .rows(let rows, _): rows.first?.instant ?? .earliest
        }
    }

    /// How many decisions there are.
    package var count: Int {
        switch content {
        case .columns(let columns): columns.facts.count * columns.outcomes.count
        case .rows(let rows, _): rows.count
        }
    }

    /// Calls `body` with every row, in the order of time, account and track.
    package func forEachRow(_ body: (Row) -> Void) {
        switch content {
        case .rows(let rows, _):
            for row in rows { body(row) }
        case .columns(let columns):
            columns.facts.forEachSlotByName { slot in
                for (decision, outcomes) in columns.outcomes {
                    body(
                        Row(columns.facts.instant, slot: slot, track: decision, outcomes))
                }
            }
        }
    }

    /// The facts that the rows were decided by; nil where no row was.
    package var facts: Facts? {
        switch content {
        case .columns(let columns): .columns(columns.facts)
        case .rows(_, let facts): facts
        }
    }
}

extension ReplayRows {
    /// What was decided of one decision; nil for nothing.
    ///
    /// - Parameters:
    ///   - indices: of each slot's account among those that are compared.
    ///   - accountCount: how many accounts are compared.
    func compared(_ track: Int, _ indices: [UInt32], accountCount: Int) -> ComparedRows? {
        switch content {
        case .columns(let columns):
            return columns.compared(track, indices, accountCount: accountCount)
        case .rows(let all, _):
            var rows: ComparedRows?
            for row in all where row.track == track {
                if rows == nil { rows = ComparedRows(at: row.instant, capacity: count) }
                rows?.append(Int(indices[row.slot]), row.effective)
            }
            return rows
        }
    }
}

extension ReplayRows.Columns {
    /// What was decided of one decision; nil where it wasn't due.
    func compared(_ track: Int, _ indices: [UInt32], accountCount: Int) -> ComparedRows? {
        outcomes.first { $0.decision == track }.map {
            ComparedRows($0.outcomes, facts, indices: indices, accountCount: accountCount)
        }
    }
}
