import JSON
import LMDB
import LedgerModel
import Policy

/// When each event, and its annulment, became known.
struct KnownSpans: Sendable {
    private let knowledge: Knowledge
    /// By position: when the annulment became known.
    private let annulments: [UInt64: Instant]

    /// - Parameter end: annulments from this position on are unknown.
    init(
        _ knowledge: Knowledge, before end: UInt64, _ transaction: borrowing ReadTransaction,
        _ tables: LedgerTables
    ) throws(StorageError) {
        self.knowledge = knowledge
        var annulments: [UInt64: Instant] = [:]
        var tape = JSONTape()
        var cursor = try transaction.cursor(in: tables.annulled)
        while try cursor.next() {
            let target = try cursor.key
            guard cursor.value.byteCount == 8 else {
                throw .damaged(reason: "the annulment of position \(target) is cut")
            }
            let position = cursor.value.uint64(at: 0)
            guard position < end else { continue }
            guard let row = try transaction.value(of: position, in: tables.events) else {
                throw .damaged(reason: "there is no event at position \(position)")
            }
            let header = try EventHeader(row, at: position)
            let json = row.extracting(EventHeader.json(of: row)).elements
            annulments[target] = try Self.knownFrom(
                position, header, json, knowledge, &tape)
        }
        self.annulments = annulments
    }

    /// From when to when an event counted.
    func span(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>, _ tape: inout JSONTape
    ) throws(StorageError) -> KnownSpan {
        KnownSpan(
            from: try Self.knownFrom(position, header, json, knowledge, &tape),
            until: annulments[position])
    }

    /// Under the source's knowledge what it doesn't date is known when it happened; an annulment
    /// when the ledger took it.
    private static func knownFrom(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>, _ knowledge: Knowledge,
        _ tape: inout JSONTape
    ) throws(StorageError) -> Instant {
        guard knowledge == .source else { return header.recordedAt }
        if header.flags.contains(.sourceRecorded) {
            return try KnownRange.sourceRecordedAt(position, json, &tape)
        }
        return header.flags.contains(.annulment) ? header.recordedAt : header.occurredAt
    }
}
