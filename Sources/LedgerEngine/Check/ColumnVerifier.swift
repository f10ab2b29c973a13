import LMDB
import TransparencyLog

/// Makes the columns anew from the log and compares them with what is stored, a segment a
/// transaction: a writer may seal meanwhile.
struct ColumnVerifier {
    let tables: LedgerTables
    private let tuning: IndexTuning

    init(tables: LedgerTables, tuning: IndexTuning) {
        (self.tables, self.tuning) = (tables, tuning)
    }

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
        guard let segment = segments.first(where: { $0.end > first }) else {
            return (nil, try differenceOfValues(from: first, transaction))
        }
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
        return (segment.end, try differenceOfValues(segment, transaction))
    }

    /// Compares the columns of packs of a segment.
    private func differenceOfValues(
        _ segment: ColumnSegment, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> String? {
        guard let values = tables.values else { return nil }
        let (start, last) = (segment.first, segment.end - 1)
        let difference = "the values of positions \(start) to \(last) differ from the events"
        let registry = try ValueRegistry(transaction, values)
        let kept = try ValueSegment.all(of: segment, transaction, values)
        let (rows, blocks) = try counts(of: segment.first..<segment.end, transaction, values)
        guard rows == kept.count, kept.allSatisfy({ $0.column < registry.columns.count }) else {
            return "the values of positions \(start) to \(last) are of other columns"
        }
        var expectedBlocks = 0
        for index in stride(from: 0, to: kept.count, by: tuning.valueColumns) {
            let own = kept[index..<min(index + tuning.valueColumns, kept.count)]
            let seal = try ValueSeal(
                own.map(\.column)[...], of: segment, registry, byteLimit: tuning.valueBytes,
                transaction, tables)
            guard seal.segments == Array(own) else { return difference }
            for (key, words) in seal.blocks {
                guard let block = try transaction.value(of: key, in: values.blocks),
                    block.equals(words.span.raw)
                else { return difference }
            }
            expectedBlocks += seal.blocks.count
        }
        guard blocks != expectedBlocks else { return nil }
        return "the values of positions \(start) to \(last) have blocks beyond the events"
    }

    /// Looks for columns of packs behind the last segment; those of segments that knew other fields
    /// are left out as these are.
    private func differenceOfValues(
        from first: UInt64, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> String? {
        guard let values = tables.values,
            try transaction.value(of: first, in: tables.columnManifest) == nil
        else { return nil }
        let (rows, blocks) = try counts(of: first..<UInt64.max, transaction, values)
        guard rows + blocks > 0 else { return nil }
        return "there are values from position \(first) on, but no columns"
    }

    /// Rows of the manifest and blocks of a range.
    private func counts(
        of positions: Range<UInt64>, _ transaction: borrowing ReadTransaction,
        _ values: ValueTables
    ) throws(StorageError) -> (rows: Int, blocks: Int) {
        var counts = [0, 0]
        for (index, table) in [values.manifest, values.blocks].enumerated() {
            var cursor = try transaction.cursor(in: table)
            var found = try cursor.seek(UInt128(positions.lowerBound) << 64)
            while found, positions.contains(UInt64(truncatingIfNeeded: try cursor.wideKey >> 64)) {
                counts[index] += 1
                found = try cursor.next()
            }
        }
        return (counts[0], counts[1])
    }
}
