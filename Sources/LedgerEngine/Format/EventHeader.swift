import LMDB
import LedgerModel
import TransparencyLog

/// The 64 bytes before the canonical JSON of an event: what folds and filters need without reading
/// JSON, and the leaf hash.
///
///     0  u32 account number      4  u16 type number     6  u16 flags
///     8  i64 occurredAt         16  i64 recordedAt     24  u32 revision   28  u32 bytes of JSON
///    32  32 bytes leaf hash: SHA-256(0x00 ‖ JSON)
struct EventHeader: Sendable {
    static let byteCount = 64

    struct Flags: OptionSet, Sendable {
        let rawValue: UInt16
        /// The ledger named the actor, the client had not.
        static let suppliedActor = Flags(rawValue: 1)
        /// The event annuls another.
        static let annulment = Flags(rawValue: 2)
        /// The source said when it recorded the event.
        static let sourceRecorded = Flags(rawValue: 4)
        /// `data` has a known personal field.
        static let personal = Flags(rawValue: 8)

        /// The bits that mean something.
        static let known: UInt16 = 15
    }

    var account: UInt32
    var type: UInt16
    var flags: Flags
    var occurredAt: Instant
    var recordedAt: Instant
    var revision: UInt32
    var byteCount: UInt32
    var leaf: TreeHash

    /// The header as eight words, little-endian.
    var words: InlineArray<8, UInt64> {
        [
            (UInt64(account) | UInt64(type) << 32 | UInt64(flags.rawValue) << 48).littleEndian,
            UInt64(bitPattern: occurredAt.microseconds).littleEndian,
            UInt64(bitPattern: recordedAt.microseconds).littleEndian,
            (UInt64(revision) | UInt64(byteCount) << 32).littleEndian,
            leaf.words.0.bigEndian, leaf.words.1.bigEndian, leaf.words.2.bigEndian,
            leaf.words.3.bigEndian,
        ]
    }
}

extension EventHeader {
    /// Reads the header of a row; throws where the row can't be an event.
    init(_ row: RawSpan, at position: UInt64) throws(StorageError) {
        guard row.byteCount > Self.byteCount,
            row.byteCount == Self.byteCount + Int(row.uint32(at: 28)),
            row.byteCount <= Self.byteCount + Limits.eventBytes
        else { throw .damaged(reason: "the event at position \(position) is cut or too long") }
        guard Self.isInstant(row.int64(at: 8)), Self.isInstant(row.int64(at: 16)),
            row.uint16(at: 6) & ~Flags.known == 0
        else { throw .damaged(reason: "the event at position \(position) has no such header") }
        account = row.uint32(at: 0)
        type = row.uint16(at: 4)
        flags = Flags(rawValue: row.uint16(at: 6))
        occurredAt = Instant(microseconds: row.int64(at: 8))
        recordedAt = Instant(microseconds: row.int64(at: 16))
        revision = row.uint32(at: 24)
        byteCount = row.uint32(at: 28)
        leaf = TreeHash(
            words: (
                row.uint64(at: 32).byteSwapped, row.uint64(at: 40).byteSwapped,
                row.uint64(at: 48).byteSwapped, row.uint64(at: 56).byteSwapped
            ))
    }

    /// Whether so many microseconds are an instant: what is computed of one counts on its bounds.
    private static func isInstant(_ microseconds: Int64) -> Bool {
        microseconds >= earliest && microseconds <= latest
    }

    private static let earliest = Instant.earliest.microseconds
    private static let latest = Instant.latest.microseconds

    /// The canonical JSON of a row.
    @inline(__always)
    static func json(of row: RawSpan) -> Range<Int> { byteCount..<row.byteCount }
}
