import LMDB
import LedgerModel

/// Reads the log in position order, in transactions of a bounded number of events, so that no
/// reader stops the reuse of pages for long.
struct LogReader: Sendable {
    /// Events of one read transaction.
    static let chunkEvents: UInt64 = 16_384

    /// What to do after an event.
    enum Step: Sendable {
        case next
        case stop
    }

    let tables: LedgerTables

    /// Calls `body` with position, header and canonical JSON of each event; false when stopped.
    @discardableResult
    func forEach(
        _ positions: Range<UInt64>, in environment: Environment,
        _ body: (UInt64, EventHeader, Span<UInt8>) throws(StorageError) -> Step
    ) throws(StorageError) -> Bool {
        var start = positions.lowerBound
        while start < positions.upperBound {
            let end = min(start + Self.chunkEvents, positions.upperBound)
            let isStopped = try environment.read { (transaction) throws(StorageError) in
                try forEach(start..<end, transaction, body)
            }
            if isStopped { return false }
            start = end
        }
        return true
    }

    private func forEach(
        _ positions: Range<UInt64>, _ transaction: borrowing ReadTransaction,
        _ body: (UInt64, EventHeader, Span<UInt8>) throws(StorageError) -> Step
    ) throws(StorageError) -> Bool {
        var cursor = try transaction.cursor(in: tables.events)
        var found = try cursor.seek(positions.lowerBound)
        for position in positions {
            guard found, try cursor.key == position else {
                throw .damaged(reason: "there is no event at position \(position)")
            }
            if try visit(position, cursor.value, body) == .stop { return true }
            found = try cursor.next()
        }
        return false
    }

    private func visit(
        _ position: UInt64, _ row: RawSpan,
        _ body: (UInt64, EventHeader, Span<UInt8>) throws(StorageError) -> Step
    ) throws(StorageError) -> Step {
        let header = try EventHeader(row, at: position)
        return try body(position, header, row.extracting(EventHeader.json(of: row)).elements)
    }

    /// Calls `body` with the events at the given positions, in their order; false when stopped.
    @discardableResult
    func forEach(
        at positions: [UInt64], in environment: Environment,
        _ body: (UInt64, EventHeader, Span<UInt8>) throws(StorageError) -> Step
    ) throws(StorageError) -> Bool {
        for start in stride(from: 0, to: positions.count, by: Int(Self.chunkEvents)) {
            let chunk = positions[start..<min(start + Int(Self.chunkEvents), positions.count)]
            let isStopped = try environment.read { (transaction) throws(StorageError) in
                for position in chunk {
                    guard let row = try transaction.value(of: position, in: tables.events) else {
                        throw .damaged(reason: "there is no event at position \(position)")
                    }
                    if try visit(position, row, body) == .stop { return true }
                }
                return false
            }
            if isStopped { return false }
        }
        return true
    }

    /// The first position below `end` that was recorded after an instant, else `end`. Positions
    /// are in the order of their `ledgertime`, so that a search by halves finds it.
    func firstPosition(
        recordedAfter instant: Instant, below end: UInt64,
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> UInt64 {
        let reader = StoredEventReader(tables: tables)
        var (low, high) = (UInt64(0), end)
        while low < high {
            let middle = low + (high - low) / 2
            let recordedAt = try reader.header(at: middle, transaction).recordedAt
            if recordedAt <= instant { low = middle + 1 } else { high = middle }
        }
        return low
    }
}
