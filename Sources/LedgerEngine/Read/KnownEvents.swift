import JSON
import LMDB
import LedgerModel

/// Which events count under a knowledge: those known, less those whose annulment is known too.
struct KnownEvents: Sendable {
    let range: KnownRange
    /// Annulled positions whose annulment is known.
    private let annulled: Set<UInt64>

    /// Positions from here on are unknown.
    var end: UInt64 { range.end }

    /// The annulled positions whose annulment is known, rising.
    var annulledPositions: [UInt64] { annulled.sorted() }

    /// Reads the annulments of a range.
    init(
        _ range: KnownRange, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        self.range = range
        annulled = try Self.annulled(range, transaction, tables)
    }

    /// Whether an event below `end` counts. `json` is read only under the source's knowledge.
    func counts(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>, _ tape: inout JSONTape
    ) throws(StorageError) -> Bool {
        guard annulled.isEmpty || !annulled.contains(position) else { return false }
        return try range.isKnown(position, header, json, &tape)
    }

    private static func annulled(
        _ range: KnownRange, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> Set<UInt64> {
        var annulled: Set<UInt64> = []
        var tape = JSONTape()
        var cursor = try transaction.cursor(in: tables.annulled)
        while try cursor.next() {
            let target = try cursor.key
            guard cursor.value.byteCount == 8 else {
                throw .damaged(reason: "the annulment of position \(target) is cut")
            }
            let annulling = cursor.value.uint64(at: 0)
            guard annulling < range.end else { continue }
            if let knownAt = range.knownAt {
                let at = try annulmentKnownAt(annulling, transaction, tables, &tape)
                guard at <= knownAt else { continue }
            }
            annulled.insert(target)
        }
        return annulled
    }

    /// Under the source's knowledge an annulment is known at its `recordedtime`, else when the
    /// ledger took it.
    private static func annulmentKnownAt(
        _ position: UInt64, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables,
        _ tape: inout JSONTape
    ) throws(StorageError) -> Instant {
        guard let row = try transaction.value(of: position, in: tables.events) else {
            throw .damaged(reason: "there is no event at position \(position)")
        }
        let header = try EventHeader(row, at: position)
        guard header.flags.contains(.sourceRecorded) else { return header.recordedAt }
        let json = row.extracting(EventHeader.json(of: row)).elements
        return try KnownRange.sourceRecordedAt(position, json, &tape)
    }
}
