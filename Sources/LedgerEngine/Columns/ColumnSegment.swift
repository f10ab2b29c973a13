import LMDB
import LedgerModel
import TransparencyLog

/// The columns of a range of positions. It exists as its row in the table `column_manifest`, which
/// is written in one transaction with its blocks.
struct ColumnSegment: Sendable, Equatable {
    static let version: UInt32 = 1

    let first: UInt64
    let end: UInt64
    let blockCount: UInt32
    /// The hash of the blocks' checksums.
    let digest: TreeHash
    /// Which fields had columns when it was sealed.
    let fingerprint: UInt64

    var eventCount: UInt64 { end - first }

    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(Self.version)
        bytes.appendLittleEndian(blockCount)
        bytes.appendLittleEndian(end)
        bytes.appendLittleEndian(fingerprint)
        digest.append(to: &bytes)
        return bytes
    }

    /// Reads a manifest row.
    init(first: UInt64, decoding bytes: RawSpan) throws(StorageError) {
        guard bytes.byteCount == 56, bytes.uint32(at: 0) == Self.version,
            let digest = TreeHash(bytes.elements, at: 24), bytes.uint64(at: 8) > first,
            bytes.uint64(at: 8) - first <= 1 << 32
        else {
            throw .damaged(reason: "the manifest of the columns from \(first) can't be read")
        }
        self.init(
            first: first, end: bytes.uint64(at: 8), blockCount: bytes.uint32(at: 4),
            digest: digest, fingerprint: bytes.uint64(at: 16))
    }

    init(
        first: UInt64, end: UInt64, blockCount: UInt32, digest: TreeHash, fingerprint: UInt64
    ) {
        self.first = first
        self.end = end
        self.blockCount = blockCount
        self.digest = digest
        self.fingerprint = fingerprint
    }

    /// All segments of columns by position, without a gap from 0; those from the first one on that
    /// knew other fields are left out, as if they were not there.
    static func all(
        _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> [ColumnSegment] {
        var segments: [ColumnSegment] = []
        var cursor = try transaction.cursor(in: tables.columnManifest)
        while try cursor.next() {
            let segment = try ColumnSegment(first: try cursor.key, decoding: cursor.value)
            guard segment.first == segments.last?.end ?? 0 else {
                throw .damaged(reason: "the columns have a gap at position \(segment.first)")
            }
            guard segment.fingerprint == Self.currentFingerprint else { break }
            segments.append(segment)
        }
        return segments
    }

    /// The key of a block in the table `columns`.
    static func key(first: UInt64, shard: Int, type: UInt16, block: Int) -> UInt128 {
        UInt128(first) << 64 | UInt128(shard) << 48 | UInt128(type) << 32 | UInt128(block)
    }

    /// The first eight bytes of the SHA-256 of the fields that have columns.
    static let currentFingerprint: UInt64 = {
        let fields = zip(Catalogue.definitions, Catalogue.columns).flatMap { definition, columns in
            columns.map { "\(definition.name) \($0.name) \($0.content)\n" }
        }
        return SHA256Hashing.hash(Array(fields.joined().utf8).span).words.0
    }()
}
