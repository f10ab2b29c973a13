import LMDB
import LedgerModel
import TransparencyLog

/// The column of one expression over the events of a segment of columns. It exists as its row in
/// the table `value_manifest`, which is written in one transaction with its blocks.
struct ValueSegment: Sendable, Equatable {
    static let version: UInt32 = 1

    /// The number of the column.
    let column: UInt16
    /// Where the segment of columns begins and ends.
    let first: UInt64
    let end: UInt64
    /// The first eight bytes of the digest of that segment, whose blocks tell what an event is.
    let columns: UInt64
    /// Whether there are blocks; there are none where they would be too large together.
    let isKept: Bool
    let blockCount: UInt32
    /// The hash of the blocks' checksums.
    let digest: TreeHash

    init(column: UInt16, of segment: ColumnSegment, checksums: [UInt64]?) {
        self.column = column
        (first, end) = (segment.first, segment.end)
        columns = segment.digest.words.0
        isKept = checksums != nil
        blockCount = UInt32(checksums?.count ?? 0)
        digest = SegmentWriter.digest(of: checksums ?? [])
    }

    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(Self.version)
        bytes.appendLittleEndian(blockCount)
        bytes.appendLittleEndian(end)
        bytes.appendLittleEndian(columns)
        bytes.appendLittleEndian(UInt64(isKept ? 1 : 0))
        digest.append(to: &bytes)
        return bytes
    }

    /// Reads a manifest row.
    init(_ key: UInt128, decoding bytes: RawSpan) throws(StorageError) {
        first = UInt64(truncatingIfNeeded: key >> 64)
        guard let column = UInt16(exactly: UInt64(truncatingIfNeeded: key)),
            bytes.byteCount == 64, bytes.uint32(at: 0) == Self.version,
            let digest = TreeHash(bytes.elements, at: 32), bytes.uint64(at: 24) <= 1
        else {
            throw .damaged(reason: "the manifest of the values from \(first) can't be read")
        }
        self.column = column
        end = bytes.uint64(at: 8)
        columns = bytes.uint64(at: 16)
        isKept = bytes.uint64(at: 24) == 1
        blockCount = bytes.uint32(at: 4)
        self.digest = digest
    }

    /// Whether it is of a segment of columns as that stands.
    func belongs(to segment: ColumnSegment) -> Bool {
        first == segment.first && end == segment.end && columns == segment.digest.words.0
    }

    /// The key of its row.
    var key: UInt128 { UInt128(first) << 64 | UInt128(column) }

    /// The key of the block that belongs to a block of columns: the column stands in the place of
    /// the type, and the type before the number of the block.
    static func key(of block: UInt128, column: UInt16) -> UInt128 {
        let shard = (block >> 48) << 48
        let type = (block >> 32) & 0xFFFF
        return shard | UInt128(column) << 32 | type << 16 | block & 0xFFFF
    }

    /// The rows of a segment of columns that belong to it as it stands.
    static func all(
        of segment: ColumnSegment, _ transaction: borrowing ReadTransaction, _ tables: ValueTables
    ) throws(StorageError) -> [ValueSegment] {
        var found: [ValueSegment] = []
        var cursor = try transaction.cursor(in: tables.manifest)
        var isThere = try cursor.seek(UInt128(segment.first) << 64)
        while isThere, UInt64(truncatingIfNeeded: try cursor.wideKey >> 64) == segment.first {
            let own = try ValueSegment(try cursor.wideKey, decoding: cursor.value)
            if own.belongs(to: segment) { found.append(own) }
            isThere = try cursor.next()
        }
        return found
    }
}
