import JSON
import LMDB
import LedgerModel
import TransparencyLog

/// Which events are known, annulled or not.
struct KnownRange: Sendable {
    /// Positions from here on are unknown.
    let end: UInt64
    /// Under the source's knowledge, the instant until which an event must be known to it.
    let knownAt: Instant?

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
    }

    private init(end: UInt64, knownAt: Instant?) {
        self.end = end
        self.knownAt = knownAt
    }

    /// The same without the positions from some one on.
    func cut(at position: UInt64) -> KnownRange {
        KnownRange(end: min(end, position), knownAt: knownAt)
    }

    /// Whether an event below `end` is known. `json` is read only under the source's knowledge.
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

    /// The `recordedtime` of an event that has one.
    static func sourceRecordedAt(
        _ position: UInt64, _ json: Span<UInt8>, _ tape: inout JSONTape
    ) throws(StorageError) -> Instant {
        do {
            try tape.parse(json)
            if let instant = tape.instant("recordedtime", in: json) { return instant }
        } catch {}
        throw .damaged(reason: "the event at position \(position) has no recordedtime")
    }
}
