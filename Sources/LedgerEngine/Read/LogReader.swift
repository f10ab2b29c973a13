import JSON
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

    /// What is to become of an event.
    enum Choice: Sendable {
        case take
        case pass
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

    /// Calls `body` with position and canonical JSON of each event that `choose` takes; false when
    /// stopped. No transaction is open then, so that `body` may wait for whoever reads its output.
    func forEach(
        _ positions: Range<UInt64>, in environment: Environment,
        choosing choose: (UInt64, EventHeader, Span<UInt8>) throws(StorageError) -> Choice,
        _ body: (UInt64, Span<UInt8>) -> Step
    ) throws(StorageError) -> Bool {
        var (copies, next) = (CopiedEvents(), positions.lowerBound)
        while next < positions.upperBound {
            copies.removeAll()
            let end = min(next + Self.chunkEvents, positions.upperBound)
            let isStopped = try environment.read { (transaction) throws(StorageError) in
                try forEach(next..<end, transaction) {
                    (position, header, json) throws(StorageError) in
                    let choice = try choose(position, header, json)
                    guard choice != .stop else { return .stop }
                    if choice == .take { copies.append(position, json) }
                    next = position + 1
                    return copies.isFull ? .stop : .next
                }
            }
            for (index, position) in copies.positions.enumerated() {
                let json = copies.bytes.span.extracting(copies.json(index))
                if body(position, json) == .stop { return false }
            }
            if isStopped, !copies.isFull { return false }
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

    /// Calls `body` with the events at the given positions, in their order; false when stopped. No
    /// transaction is open then.
    /// Events of one account lie on pages of their own, so that several cores look them up.
    @discardableResult
    func forEach(
        at positions: [UInt64], in environment: Environment,
        _ body: (UInt64, EventHeader, Span<UInt8>) throws(StorageError) -> Step
    ) throws(StorageError) -> Bool {
        for wave in SeveralCores.waves(of: positions.indices, partSize: ScatteredRows.rowLimit) {
            let read = SeveralCores.map(wave, partSize: ScatteredRows.rowLimit) { range in
                Result { () throws(StorageError) in
                    try ScatteredRows(positions[range], tables, environment)
                }
            }
            for rows in read {
                var rows = try rows.get()
                while true {
                    for (index, position) in rows.copied.enumerated() {
                        let row = rows.bytes.span.extracting(rows.range(of: index)).raw
                        if try visit(position, row, body) == .stop { return false }
                    }
                    guard !rows.rest.isEmpty else { break }
                    rows = try ScatteredRows(rows.rest, tables, environment)
                }
            }
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

/// Copies of events that lie apart, end to end: as many as fit a bounded memory.
private struct ScatteredRows: Sendable {
    /// Events copied at a time, and bytes after which the rest is left for another time.
    static let rowLimit = 512
    private static let byteLimit = 2 << 20

    /// The positions that were copied, and those that were not.
    let copied: ArraySlice<UInt64>
    let rest: ArraySlice<UInt64>
    let bytes: [UInt8]
    private let ends: [Int]

    init(
        _ positions: ArraySlice<UInt64>, _ tables: LedgerTables, _ environment: Environment
    ) throws(StorageError) {
        var (bytes, ends) = ([UInt8](), [Int]())
        try environment.read { (transaction) throws(StorageError) in
            for position in positions where bytes.count < Self.byteLimit {
                guard let row = try transaction.value(of: position, in: tables.events) else {
                    throw .damaged(reason: "there is no event at position \(position)")
                }
                // A damaged row may claim any length, beyond the end of the file too.
                _ = try EventHeader(row, at: position)
                bytes.append(copying: row.elements)
                ends.append(bytes.count)
            }
        }
        copied = positions.prefix(ends.count)
        rest = positions.dropFirst(ends.count)
        (self.bytes, self.ends) = (bytes, ends)
    }

    /// Where the row of an index lies in `bytes`.
    func range(of index: Int) -> Range<Int> { (index == 0 ? 0 : ends[index - 1])..<ends[index] }
}
