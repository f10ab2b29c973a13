package import LedgerModel

/// What one pack decided about accounts at one instant, in six bytes for each.
package struct ComparedRows: Sendable {
    /// When it was decided.
    package let instant: Instant
    private var accounts: [UInt32] = []
    /// A level, or below 0 the outcome `others[-1 - code]`.
    private var codes: [Int16] = []
    /// The same of all accounts by index, `nothing` where nothing was decided; empty where
    /// `accounts` says of whom.
    private var column: [Int16] = []
    private static let nothing = Int16.max
    /// Outcomes that are no level.
    private(set) var others: [Outcome] = []

    /// No decision yet.
    package init(at instant: Instant, capacity: Int = 0) {
        self.instant = instant
        accounts.reserveCapacity(capacity)
        codes.reserveCapacity(capacity)
    }

    /// What a decision said of all accounts that were known.
    ///
    /// - Parameters:
    ///   - indices: of each slot's account among those that are compared.
    ///   - accountCount: how many accounts are compared.
    package init(
        _ outcomes: OutcomeColumn, _ facts: InstantFacts, indices: [UInt32], accountCount: Int
    ) {
        instant = facts.instant
        others = outcomes.otherOutcomes
        column = Array(repeating: Self.nothing, count: accountCount)
        let indices = indices.span
        var column = column.mutableSpan
        for shard in facts.roll.firstSlots.indices {
            outcomes.forEachCode(in: facts.slots(ofShard: shard)) { slot, code in
                column[Int(indices[slot])] = code
            }
        }
    }

    /// Adds what counts of an account from the instant on.
    ///
    /// - Parameter account: its index among those that are compared.
    package mutating func append(_ account: Int, _ outcome: Outcome) {
        accounts.append(UInt32(account))
        if case .level(let level) = outcome {
            codes.append(Int16(level))
            return
        }
        codes.append(-1 - Int16(others.index(of: outcome)))
    }

    /// Calls `body` with those of some accounts that are in the column, each once, and the code of
    /// its outcome.
    @inline(__always)
    func forEachInColumn(of accounts: Range<Int>, _ body: (Int, Int16) -> Void) {
        let column = column.span
        guard !column.isEmpty else { return }
        for account in accounts where column[account] != Self.nothing {
            body(account, column[account])
        }
    }

    /// Calls `body` with those of some accounts that are in the rows, where one may be twice, and
    /// the code of the outcome.
    func forEachRow(of some: Range<Int>, _ body: (Int, Int16) -> Void) {
        for index in accounts.indices where some.contains(Int(accounts[index])) {
            body(Int(accounts[index]), codes[index])
        }
    }
}
