package import LedgerModel

/// What one pack decided about accounts at one instant, in six bytes for each.
package struct ComparedRows: Sendable {
    /// When it was decided.
    package let instant: Instant
    private var accounts: [UInt32] = []
    /// A level, or below 0 the outcome `others[-1 - code]`.
    private var codes: [Int16] = []
    /// Outcomes that are no level.
    private(set) var others: [Outcome] = []

    /// No decision yet.
    package init(at instant: Instant, capacity: Int = 0) {
        self.instant = instant
        accounts.reserveCapacity(capacity)
        codes.reserveCapacity(capacity)
    }

    /// Whether nothing was decided.
    package var isEmpty: Bool { accounts.isEmpty }

    /// Adds what counts of an account from the instant on.
    ///
    /// - Parameter account: its index among those that are compared.
    package mutating func append(_ account: Int, _ outcome: Outcome) {
        accounts.append(UInt32(account))
        if case .level(let level) = outcome {
            codes.append(Int16(level))
            return
        }
        let index = others.firstIndex(of: outcome) ?? others.count
        if index == others.count { others.append(outcome) }
        codes.append(-1 - Int16(index))
    }

    /// Calls `body` with each account and the code of its outcome.
    func visit(_ body: (Int, Int16) -> Void) {
        for index in accounts.indices { body(Int(accounts[index]), codes[index]) }
    }
}
