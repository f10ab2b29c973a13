import JSON
import LMDB
import LedgerModel
import TransparencyLog

/// Which events count under a knowledge: those known, less those whose annulment is known too.
struct KnownEvents: Sendable {
    /// Positions from here on are unknown.
    let end: UInt64
    private let knownAt: Instant?
    /// Annulled positions whose annulment is known.
    private let annulled: Set<UInt64>

    /// Resolves a knowledge against the ledger as it stands.
    init(
        _ knownAt: KnownAt, _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        let size = try TreeRows.readEdge(transaction, tables).size
        switch knownAt {
        case .now: (end, self.knownAt) = (size, nil)
        case .position(let last):
            (end, self.knownAt) = (last.value < size ? last.value + 1 : size, nil)
        case .instant(let instant, .ledger):
            let log = LogReader(tables: tables)
            end = try log.firstPosition(recordedAfter: instant, below: size, transaction)
            self.knownAt = nil
        case .instant(let instant, .source): (end, self.knownAt) = (size, instant)
        }
        annulled = try Self.annulled(below: end, self.knownAt, transaction, tables)
    }

    /// Whether an event below `end` counts. `json` is read only under the source's knowledge.
    func counts(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>, _ tape: inout JSONTape
    ) throws(StorageError) -> Bool {
        guard annulled.isEmpty || !annulled.contains(position) else { return false }
        return try isKnown(position, header, json, &tape)
    }

    /// Whether an event below `end` is known, annulled or not.
    func isKnown(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>, _ tape: inout JSONTape
    ) throws(StorageError) -> Bool {
        guard let knownAt else { return true }
        guard header.flags.contains(.sourceRecorded) else {
            let isAnnulment = header.flags.contains(.annulment)
            return (isAnnulment ? header.recordedAt : header.occurredAt) <= knownAt
        }
        return try Self.sourceRecordedAt(position, json, &tape) <= knownAt
    }

    private static func annulled(
        below end: UInt64, _ knownAt: Instant?, _ transaction: borrowing ReadTransaction,
        _ tables: LedgerTables
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
            guard annulling < end else { continue }
            if let knownAt {
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
        return try sourceRecordedAt(position, json, &tape)
    }

    private static func sourceRecordedAt(
        _ position: UInt64, _ json: Span<UInt8>, _ tape: inout JSONTape
    ) throws(StorageError) -> Instant {
        do {
            try tape.parse(json)
            if let value = tape.member("recordedtime", of: tape.root, in: json) {
                let node = tape[value]
                return try Instant(parsing: json.extracting(node.start..<node.end))
            }
        } catch {}
        throw .damaged(reason: "the event at position \(position) has no recordedtime")
    }
}
