import JSON
import LMDB
public import LedgerModel
import TransparencyLog

/// How far a reading of events came.
public struct EventPage: Equatable, Sendable {
    /// Where to go on: opaque, good for this ledger and filter only.
    public let cursor: String
    /// Whether nothing more was there.
    public let isCaughtUp: Bool
}

extension Ledger {
    /// Gives the events that pass a filter in position order: the feed, which never skips and
    /// never reorders.
    ///
    /// - Parameters:
    ///   - cursor: where an earlier reading ended; nil for the start.
    ///   - knownAt: events unknown then are left out; annulled ones are given, for they happened.
    ///   - limit: how many events are given at most.
    ///   - body: called with the position, the canonical JSON (the bytes that are hashed), and a
    ///     function that makes the cursor behind this event; throw to stop. It may take its time:
    ///     no transaction is open meanwhile.
    public func events(
        _ filter: EventFilter = EventFilter(), after cursor: String? = nil,
        knownAt: KnownAt = .now, limit: Int = .max,
        _ body: (Position, Span<UInt8>, _ cursor: () -> String) throws -> Void
    ) throws -> EventPage {
        let start = try startPosition(filter, knownAt, cursor)
        let digest = filter.digest(knownAt)
        let known = try knownRange(knownAt)
        try requireEvent(knownAt, known)
        var (next, taken, tape) = (start, 0, JSONTape())
        var failure: (any Error)?
        let types = try typeNumbers(filter.types)
        func choose(
            _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>
        ) throws(StorageError) -> LogReader.Choice {
            guard taken < limit else { return .stop }
            next = position + 1
            guard types?.contains(header.type) ?? true,
                header.occurredAt >= filter.from ?? .earliest,
                filter.to.map({ header.occurredAt < $0 }) ?? true,
                try known.isKnown(position, header, json, &tape)
            else { return .pass }
            taken += 1
            return .take
        }
        func give(_ position: UInt64, _ json: Span<UInt8>) -> LogReader.Step {
            do {
                try body(Position(position), json) {
                    CursorToken(ledger: identity.id, next: position + 1, filter: digest).text
                }
            } catch {
                failure = error
                return .stop
            }
            return .next
        }
        let isAtEnd = try translating { () throws(StorageError) in
            let log = LogReader(tables: tables)
            guard let account = filter.account else {
                return try log.forEach(
                    start..<max(start, known.end), in: environment, choosing: choose, give)
            }
            let positions = try positions(of: account).filter { $0 >= start && $0 < known.end }
            return try log.forEach(at: positions, in: environment) {
                (position, header, json) throws(StorageError) in
                switch try choose(position, header, json) {
                case .take: give(position, json)
                case .pass: .next
                case .stop: .stop
                }
            }
        }
        if let failure { throw failure }
        if isAtEnd { next = max(start, known.end) }
        let token = CursorToken(ledger: identity.id, next: next, filter: digest)
        return EventPage(cursor: token.text, isCaughtUp: isAtEnd)
    }

    /// Calls `body` with the canonical JSON of the event at a position; false where there is none.
    public func event(
        at position: Position, _ body: (Span<UInt8>) -> Void
    ) throws(LedgerError) -> Bool {
        try translating { () throws(StorageError) in
            let size = try environment.read { (transaction) throws(StorageError) in
                try TreeRows.readEdge(transaction, tables).size
            }
            guard position.value < size else { return false }
            try LogReader(tables: tables).forEach(at: [position.value], in: environment) {
                body($2)
                return .stop
            }
            return true
        }
    }

    /// The positions of an account's events, in order; empty where it has none. What the index
    /// doesn't reach, as while it is rebuilt, is looked for in the log.
    func positions(of account: AccountID) throws(StorageError) -> [UInt64] {
        var (positions, number, rest) = ([UInt64](), UInt32?.none, UInt64(0)..<0)
        try environment.read { (transaction) throws(StorageError) in
            number = try accountNumber(of: account, transaction)
            guard let number else { return }
            let manifests = try SegmentManifest.all(transaction, tables)
            let lookup = IndexLookup(manifests: manifests, tables: tables)
            positions = try lookup.entries(of: number, transaction).map(\.position)
            let tail = try transaction.statistics(of: tables.tailAccounts).entries
            let end = try TreeRows.readEdge(transaction, tables).size
            rest = min(lookup.sealedEnd + UInt64(tail), end)..<end
        }
        try LogReader(tables: tables).forEach(rest, in: environment) { position, header, _ in
            if header.account == number { positions.append(position) }
            return .next
        }
        return positions
    }

    /// The number of an account; nil where it has no event.
    func accountNumber(
        of account: AccountID, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> UInt32? {
        let id = Array(account.text.utf8)
        guard (1...Limits.subjectBytes).contains(id.count),
            let row = try transaction.value(of: id, in: tables.accountIDs)
        else { return nil }
        guard row.byteCount == 4 else { throw .damaged(reason: "an account id row is cut") }
        return row.uint32(at: 0)
    }

    /// What is known, without the annulments, which a feed gives like other events.
    private func knownRange(_ knownAt: KnownAt) throws(QueryError) -> KnownRange {
        let range = try querying { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                try KnownRange(knownAt, transaction, tables)
            }
        }
        if case .position(let position) = knownAt, position.value >= range.end {
            throw .positionNotReached(position, size: range.end)
        }
        return range
    }

    /// What is known; an instant before the first event is refused.
    ///
    /// - Parameter end: positions from here on are unknown as well; nil for none.
    func known(
        _ knownAt: KnownAt, before end: UInt64? = nil
    ) throws(QueryError) -> KnownEvents {
        let all = try knownRange(knownAt)
        let range = end.map { all.cut(at: $0) } ?? all
        try requireEvent(knownAt, range)
        return try querying { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                try KnownEvents(range, transaction, tables)
            }
        }
    }

    private func requireEvent(_ knownAt: KnownAt, _ range: KnownRange) throws(QueryError) {
        guard case .instant(_, .ledger) = knownAt, range.end == 0 else { return }
        let first = try querying { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                let size = try TreeRows.readEdge(transaction, tables).size
                guard size > 0 else { return Instant?.none }
                return try StoredEventReader(tables: tables).header(at: 0, transaction).recordedAt
            }
        }
        throw .knownBeforeFirstEvent(first: first)
    }

    private func startPosition(
        _ filter: EventFilter, _ knownAt: KnownAt, _ cursor: String?
    ) throws(QueryError) -> UInt64 {
        guard let cursor else { return 0 }
        guard let token = CursorToken(cursor) else {
            throw .foreignCursor(reason: "it isn't one, or a letter of it was lost")
        }
        guard token.ledger == identity.id else {
            throw .foreignCursor(reason: "it was given by another ledger")
        }
        guard token.filter == filter.digest(knownAt) else {
            throw .foreignCursor(reason: "it was given for another filter")
        }
        let size = try querying { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                try TreeRows.readEdge(transaction, tables).size
            }
        }
        guard token.next <= size else {
            throw .foreignCursor(
                reason: "it is ahead of the ledger, which has \(size) events; "
                    + "the ledger may be an older copy")
        }
        return token.next
    }

    private func typeNumbers(_ names: [String]) throws(QueryError) -> Set<UInt16>? {
        guard !names.isEmpty else { return nil }
        return try querying { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                let types = try TypeDirectory(transaction, tables)
                return Set(names.compactMap { types.number(of: $0) })
            }
        }
    }
}

/// Runs storage work and translates its error for a question.
func querying<Result>(
    _ work: () throws(StorageError) -> Result
) throws(QueryError) -> Result {
    do throws(StorageError) {
        return try work()
    } catch {
        throw .ledger(LedgerError(error))
    }
}
