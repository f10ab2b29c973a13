import LMDB
import LedgerModel
import TransparencyLog

/// Makes the recorded bytes and leaf hashes of events whose places are known: no event depends on
/// another any more, so that several cores share the work.
struct Composition: Sendable {
    /// Recorded events that follow each other.
    struct Part: Sendable {
        var headers: [EventHeader] = []
        /// Their JSON, end to end.
        var json: [UInt8] = []
    }

    /// Events of one part: enough to be worth another thread, and few enough to stay in its cache.
    private static let partEvents = 1_024

    let batch: EventBatch
    let places: [EventPlace]
    let ledgerTime: Instant
    let composer: RecordComposer

    /// The recorded events in order, a part at a time.
    func forEachPart(_ body: (Part) throws(StorageError) -> Void) throws(StorageError) {
        for wave in SeveralCores.waves(of: places.indices, partSize: Self.partEvents) {
            for part in SeveralCores.map(wave, partSize: Self.partEvents, part) { try body(part) }
        }
    }

    private func part(of range: Range<Int>) -> Part {
        var part = Part()
        part.headers.reserveCapacity(range.count)
        for place in places[range] {
            let (entry, start) = (batch.entries[place.index], part.json.count)
            composer.compose(
                entry, in: batch.bytes.span, revision: place.revision, position: place.position,
                to: &part.json)
            let leaf = SHA256Hashing.leaf(part.json.span.extracting(start...))
            part.headers.append(
                EventHeader(
                    account: place.account, type: place.type, flags: EventHeader.Flags(entry),
                    occurredAt: entry.occurredAt, recordedAt: ledgerTime,
                    revision: place.revision, byteCount: UInt32(part.json.count - start), leaf: leaf
                )
            )
        }
        return part
    }

    /// What the index holds of the events.
    var accountEntries: [AccountEntry] {
        places.map { place in
            AccountEntry(
                account: place.account, type: place.type,
                occurredAt: batch.entries[place.index].occurredAt.microseconds,
                position: place.position)
        }
    }
}

/// Where an event of a batch is recorded.
struct EventPlace: Sendable {
    /// Its index in the batch.
    let index: Int
    let position: UInt64
    /// The numbers of its account and type in this ledger.
    let account: UInt32
    let revision: UInt32
    let type: UInt16
}

extension EventHeader.Flags {
    fileprivate init(_ entry: EventBatch.Entry) {
        self = []
        if entry.splices.actor >= 0 { insert(.suppliedActor) }
        if !entry.annulledKey.isEmpty { insert(.annulment) }
        if entry.hasSourceRecordedAt { insert(.sourceRecorded) }
        if entry.hasPersonalFields { insert(.personal) }
    }
}
