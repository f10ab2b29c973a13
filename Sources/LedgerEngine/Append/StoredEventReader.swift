import JSON
import LMDB
import LedgerModel

/// Reads stored events to compare them with proposed ones.
struct StoredEventReader: Sendable {
    enum Comparison: Equatable, Sendable {
        case otherKey
        case sameContent
        case otherContent
    }

    let tables: LedgerTables
    private var tape = JSONTape()
    private var composer = RecordComposer()
    private var recorded: [UInt8] = []

    init(tables: LedgerTables) { self.tables = tables }

    func header(
        at position: UInt64, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> EventHeader {
        guard let row = try transaction.value(of: position, in: tables.events) else {
            throw .damaged(reason: "there is no event at position \(position)")
        }
        return try EventHeader(row, at: position)
    }

    /// Whether the event at a position has that key.
    mutating func hasKey(
        _ key: ArraySlice<UInt8>, at position: UInt64, _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> Bool {
        guard let row = try transaction.value(of: position, in: tables.events) else {
            throw .damaged(reason: "there is no event at position \(position)")
        }
        _ = try EventHeader(row, at: position)
        let json = row.extracting(EventHeader.json(of: row)).elements
        try parse(json, position)
        return try self.key(of: json, position) == key
    }

    /// Compares the content of a proposed event with a stored one: the proposed event recorded as
    /// the stored one was must give the stored bytes.
    mutating func compare(
        _ batch: EventBatch, _ index: Int, with position: UInt64,
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> Comparison {
        guard let row = try transaction.value(of: position, in: tables.events) else {
            throw .damaged(reason: "there is no event at position \(position)")
        }
        let header = try EventHeader(row, at: position)
        let json = row.extracting(EventHeader.json(of: row)).elements
        try parse(json, position)
        let entry = batch.entries[index]
        guard try key(of: json, position) == batch.names[entry.key] else { return .otherKey }
        let suppliedActor = header.flags.contains(.suppliedActor)
        guard suppliedActor == (entry.splices.actor >= 0) else { return .otherContent }
        if suppliedActor {
            guard let actor = tape.member("authid", of: tape.root, in: json) else {
                throw .damaged(reason: "the event at position \(position) has no actor")
            }
            var quoted: [UInt8] = []
            JSONWriter.appendQuoted(tape.string(actor, in: json), to: &quoted)
            composer.setActor(json: quoted)
        }
        composer.setLedgerTime(header.recordedAt)
        recorded.removeAll(keepingCapacity: true)
        composer.compose(
            entry, in: batch.bytes.span, revision: header.revision, position: position,
            to: &recorded)
        return recorded.span.raw.equals(json.raw) ? .sameContent : .otherContent
    }

    private mutating func parse(
        _ json: Span<UInt8>, _ position: UInt64
    ) throws(StorageError) {
        do throws(JSONError) {
            try tape.parse(json)
        } catch {
            throw .damaged(reason: "the event at position \(position) is not JSON")
        }
    }

    private func key(
        of json: Span<UInt8>, _ position: UInt64
    ) throws(StorageError) -> ArraySlice<UInt8> {
        guard let key = tape.eventKey(in: json) else {
            throw .damaged(reason: "the event at position \(position) has no source or id")
        }
        return key[...]
    }
}
