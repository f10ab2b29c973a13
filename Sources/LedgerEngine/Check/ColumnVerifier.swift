import LMDB
import TransparencyLog

/// Makes the columns anew from the log and compares them with what is stored, a segment a
/// transaction: a writer may seal meanwhile.
struct ColumnVerifier {
    let tables: LedgerTables

    /// What differs; nil where nothing does.
    func difference(in environment: Environment) throws(StorageError) -> String? {
        var next: UInt64? = 0
        while let first = next {
            let (end, difference) = try environment.read { (transaction) throws(StorageError) in
                try check(segmentAt: first, transaction)
            }
            if let difference { return difference }
            next = end
        }
        return nil
    }

    /// Checks the segment that begins at a position; gives where the next one does, nil at the end.
    private func check(
        segmentAt first: UInt64, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> (end: UInt64?, difference: String?) {
        let size = try TreeRows.readEdge(transaction, tables).size
        let segments = try ColumnSegment.all(transaction, tables)
        guard let segment = segments.first(where: { $0.end > first }) else { return (nil, nil) }
        let (start, last) = (segment.first, segment.end - 1)
        guard segment.end <= size else {
            return (nil, "the columns of positions \(start) to \(last) go beyond the log")
        }
        let difference = "the columns of positions \(start) to \(last) differ from the events"
        let seal = try ColumnSeal(segment.first..<segment.end, transaction, tables)
        guard seal.segment == segment else { return (nil, difference) }
        var cursor = try transaction.cursor(in: tables.columns)
        var found = try cursor.seek(UInt128(segment.first) << 64)
        for (key, words) in seal.blocks {
            guard found, try cursor.wideKey == key, cursor.value.equals(words.span.raw) else {
                return (nil, difference)
            }
            found = try cursor.next()
        }
        if found, UInt64(truncatingIfNeeded: try cursor.wideKey >> 64) < segment.end {
            return (
                nil, "the columns of positions \(start) to \(last) have blocks beyond the events"
            )
        }
        return (segment.end, nil)
    }
}
