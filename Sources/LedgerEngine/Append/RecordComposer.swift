import JSON
import LedgerModel

/// Writes the canonical JSON of a recorded event: the proposed event's, with the members that the
/// ledger adds at their places.
struct RecordComposer: Sendable {
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

    /// Bytes that recording adds to an event at most.
    static func addedBytes(actor: String) -> Int {
        var json: [UInt8] = []
        JSONWriter.appendQuoted(actor, to: &json)
        return addedBytes + json.count
    }

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

    /// Appends the recorded JSON of an event of a batch.
    func compose(
        _ entry: EventBatch.Entry, in bytes: Span<UInt8>, revision: UInt32, position: UInt64,
        to json: inout [UInt8]
    ) {
        let splices = entry.splices
        json.append(copying: bytes.extracting(entry.start..<splices.revision))
        json.append(copying: Self.revisionName.span)
        JSONWriter.appendInteger(Int64(revision), to: &json)
        json.append(UInt8(ascii: ","))
        var copied = splices.revision
        if splices.actor >= 0 {
            json.append(copying: bytes.extracting(copied..<splices.actor))
            json.append(copying: actorMember.span)
            copied = splices.actor
        }
        json.append(copying: bytes.extracting(copied..<splices.ledgerTime))
        json.append(copying: ledgerTimeMember.span)
        json.append(copying: bytes.extracting(splices.ledgerTime..<splices.sequence))
        json.append(copying: Self.sequenceName.span)
        JSONWriter.appendPadded(Int(position), width: Self.sequenceDigits, to: &json)
        json.append(UInt8(ascii: "\""))
        json.append(UInt8(ascii: ","))
        json.append(copying: bytes.extracting(splices.sequence..<entry.end))
    }
}
