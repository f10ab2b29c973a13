/// Validated events that wait to be recorded, in the order in which they were proposed. Their
/// canonical JSON lies end to end in one array, so that an event costs no allocation.
package struct EventBatch: Sendable {
    /// One validated event.
    package struct Entry: Sendable {
        /// Where its canonical JSON, less what the ledger adds, lies in `bytes`.
        package internal(set) var start: Int
        package internal(set) var end: Int
        /// Where in `bytes` the members that the ledger adds go.
        package internal(set) var splices = Splices()
        /// Where its key lies in `names`: source and id, each after its length as four bytes,
        /// little-endian.
        package internal(set) var key: Range<Int> = 0..<0
        /// Where its account id lies in `names`.
        package internal(set) var subject: Range<Int> = 0..<0
        /// Where its type lies in `names`.
        package internal(set) var type: Range<Int> = 0..<0
        /// Index in `Catalogue.definitions`; -1 for a type of the user's own.
        package internal(set) var definition = -1
        package internal(set) var occurredAt = Instant(microseconds: 0)
        /// Whether the source says when it recorded the event.
        package internal(set) var hasSourceRecordedAt = false
        /// Whether a known personal field is present, which a ledger with person keys encrypts
        /// between validation and recording.
        package internal(set) var hasPersonalFields = false
        /// Where the key of the event that it annuls lies in `names`; empty for other events.
        package internal(set) var annulledKey: Range<Int> = 0..<0
        /// The line of the input, counted from 1.
        package internal(set) var line: Int
    }

    /// Places in an event's canonical JSON, from the front to the back.
    package struct Splices: BitwiseCopyable, Sendable {
        package internal(set) var revision = 0
        /// Equal to -1 where the client named the actor itself.
        package internal(set) var actor = -1
        package internal(set) var ledgerTime = 0
        package internal(set) var sequence = 0
    }

    package internal(set) var bytes: [UInt8] = []
    package internal(set) var names: [UInt8] = []
    package internal(set) var entries: [Entry] = []

    package init() {}

    /// Forgets the events and keeps the memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        names.removeAll(keepingCapacity: true)
        entries.removeAll(keepingCapacity: true)
    }

    /// Whether no event waits.
    package var isEmpty: Bool { entries.isEmpty }

    /// The account id of an event.
    package func subject(of entry: Entry) -> String {
        String(decoding: names[entry.subject], as: UTF8.self)
    }

    /// The type of an event.
    package func type(of entry: Entry) -> String {
        String(decoding: names[entry.type], as: UTF8.self)
    }

    /// The canonical JSON of an event, without what the ledger adds.
    package func text(of index: Int) -> String {
        String(decoding: bytes[entries[index].start..<entries[index].end], as: UTF8.self)
    }

    /// Whether two events have the same content.
    package func hasSameContent(_ index: Int, _ other: Int) -> Bool {
        let (left, right) = (entries[index], entries[other])
        return bytes[left.start..<left.end] == bytes[right.start..<right.end]
    }
}
