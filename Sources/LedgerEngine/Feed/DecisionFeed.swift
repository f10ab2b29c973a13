import LedgerModel
package import Policy
import TransparencyLog

/// The decisions under the packs in force as they become known: first all that the ledger decides
/// at its present position, then, where events came, what these change. What it says depends only
/// on the position at which a reader has everything and on the one that it reads through, so that
/// it can go on from any cursor; nothing is stored for it.
package struct DecisionFeed {
    /// How far a reading came.
    package struct Page: Equatable, Sendable {
        /// Where to go on.
        package let cursor: String
        /// Whether nothing more was there.
        package let isCaughtUp: Bool
    }

    private let ledger: Ledger
    private let filter: DecisionFilter
    private let starter: StoredPack
    private let read: (String) throws(PackRefusal) -> Pack
    private var cursor: DecisionCursor
    /// What the reader has at the cursor's base; nil where it was not yet made.
    private var base: DecidedRows?

    /// - Parameters:
    ///   - text: the cursor to go on behind; nil for the start.
    ///   - starter: the pack that decides where no other does.
    ///   - read: makes a pack of its document.
    package init(
        _ ledger: Ledger, _ filter: DecisionFilter, after text: String?, starter: StoredPack,
        _ read: @escaping (String) throws(PackRefusal) -> Pack
    ) throws(QueryError) {
        (self.ledger, self.filter, self.starter, self.read) = (ledger, filter, starter, read)
        let digest = filter.digest(starter)
        guard let text else {
            cursor = DecisionCursor(ledger: ledger.identity.id, filter: digest)
            return
        }
        guard let cursor = DecisionCursor(text) else {
            throw .foreignCursor(reason: "it isn't one of decisions")
        }
        guard cursor.ledger == ledger.identity.id else {
            throw .foreignCursor(reason: "it was given by another ledger")
        }
        guard cursor.filter == digest else {
            throw .foreignCursor(reason: "it is of another filter, or of another starter pack")
        }
        let size = try Self.size(of: ledger)
        guard cursor.base <= cursor.target, cursor.target <= size else {
            throw .foreignCursor(
                reason: "it is ahead of the ledger, which has \(size) events; the ledger may be an "
                    + "older copy")
        }
        self.cursor = cursor
    }

    /// Whether events have come since all was told.
    package var hasNews: Bool {
        get throws(QueryError) {
            guard cursor.taken == 0 else { return true }
            return cursor.base < (try Self.size(of: ledger))
        }
    }

    /// Tells what has changed, in the order of decision, time and account.
    ///
    /// - Parameters:
    ///   - limit: how many changes are told at most.
    ///   - body: called with a change, and a function that makes the cursor behind it.
    package mutating func tell(
        limit: Int = .max, _ body: (DecisionChange, _ cursor: () -> String) throws -> Void
    ) throws -> Page {
        var rest = limit
        while rest > 0, try hasNews {
            if cursor.taken == 0 { cursor.target = try Self.size(of: ledger) }
            let old = try base ?? rows(before: cursor.base)
            base = old
            let new = try rows(before: cursor.target)
            let merge = DecisionMerge(old, new, ledger: ledger.identity.id, end: cursor.target)
            let isWhole = try merge.forEachChange(from: cursor.taken) { change in
                guard rest > 0 else { return false }
                rest -= 1
                cursor.taken += 1
                try body(change) { [cursor] in cursor.text }
                return true
            }
            guard isWhole else { break }
            base = new
            (cursor.base, cursor.taken) = (cursor.target, 0)
        }
        return Page(cursor: cursor.text, isCaughtUp: try !hasNews)
    }

    private static func size(of ledger: Ledger) throws(QueryError) -> UInt64 {
        do throws(LedgerError) {
            return try ledger.treeHead().size
        } catch {
            throw .ledger(error)
        }
    }

    /// All that is decided with the events before a position.
    private func rows(before end: UInt64) throws -> DecidedRows {
        var rows = DecidedRows()
        guard end > 0 else { return rows }
        let packs = try ledger.packsInForce(.at(.now), before: end, starter: starter, read)
        var options = ReplayOptions()
        options.end = end
        for decision in packs.decisionNames where filter.wants(decision) {
            try rows.add(
                try ledger.replay(inForce: packs, decision, options), of: filter.account)
        }
        return rows
    }
}

extension PacksInForce {
    /// The decisions and machines of all packs, sorted.
    package var decisionNames: [String] {
        Set(([starter] + activations.map(\.pack)).flatMap(\.names)).sorted()
    }
}
