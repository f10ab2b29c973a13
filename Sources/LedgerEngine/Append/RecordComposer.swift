import JSON
import LedgerModel

/// Writes the canonical JSON of a recorded event: the proposed event's, with the members that the
/// ledger adds at their places.
struct RecordComposer: Sendable {
    /// The JSON of the event composed last.
    private(set) var json: [UInt8] = []
    private var actorMember: [UInt8] = []
    private var ledgerTimeMember: [UInt8] = []

    private static let revisionName = Array("\"accountrevision\":".utf8)
    private static let actorName = Array("\"authid\":".utf8)
    private static let ledgerTimeName = Array("\"ledgertime\":\"".utf8)
    private static let sequenceName = Array("\"sequence\":\"".utf8)
    /// Digits of `sequence`: enough for 2^53 − 1, so that text order is position order.
    static let sequenceDigits = 16
    /// Bytes that recording adds at most, besides the actor.
    static let addedBytes = 160

    /// Sets the actor that events without one get.
    mutating func setActor(_ actor: String) {
        setActor(
            json: {
                var bytes: [UInt8] = []
                JSONWriter.appendQuoted(actor, to: &bytes)
                return bytes
            }())
    }

    /// Sets the actor by its JSON string, quotes included.
    mutating func setActor(json: [UInt8]) {
        actorMember = Self.actorName + json + [UInt8(ascii: ",")]
    }

    mutating func setLedgerTime(_ instant: Instant) {
        ledgerTimeMember = Self.ledgerTimeName
        instant.append(to: &ledgerTimeMember)
        ledgerTimeMember.append(UInt8(ascii: "\""))
        ledgerTimeMember.append(UInt8(ascii: ","))
    }

    /// Composes `json` for an event of a batch.
    mutating func compose(
        _ entry: EventBatch.Entry, in bytes: [UInt8], revision: UInt32, position: UInt64
    ) {
        let splices = entry.splices
        json.removeAll(keepingCapacity: true)
        json.append(contentsOf: bytes[entry.start..<splices.revision])
        json.append(contentsOf: Self.revisionName)
        JSONWriter.appendInteger(Int64(revision), to: &json)
        json.append(UInt8(ascii: ","))
        var copied = splices.revision
        if splices.actor >= 0 {
            json.append(contentsOf: bytes[copied..<splices.actor])
            json.append(contentsOf: actorMember)
            copied = splices.actor
        }
        json.append(contentsOf: bytes[copied..<splices.ledgerTime])
        json.append(contentsOf: ledgerTimeMember)
        json.append(contentsOf: bytes[splices.ledgerTime..<splices.sequence])
        json.append(contentsOf: Self.sequenceName)
        JSONWriter.appendPadded(Int(position), width: Self.sequenceDigits, to: &json)
        json.append(UInt8(ascii: "\""))
        json.append(UInt8(ascii: ","))
        json.append(contentsOf: bytes[splices.sequence..<entry.end])
    }
}
