import LMDB
import TransparencyLog

/// The row that makes a segment exist: which events it covers and how its blocks are numbered.
/// Level 0 are the sorted runs of the tail; sealing merges them into level 1; small segments merge
/// into higher levels.
///
///     0 u32 version   4 u32 level   8 u64 first position   16 u64 end position
///     24 u32 key bucket bits   28 u32 blocks   32 32 bytes digest
struct SegmentManifest: Sendable, Equatable {
    static let version: UInt32 = 1
    /// The highest level: segments of it are not merged. Far more than any ledger comes to, whose
    /// levels grow with the logarithm of its events.
    static let levelLimit: UInt32 = 32

    let id: UInt64
    let level: UInt32
    /// The first position that it covers.
    let first: UInt64
    /// The position after the last that it covers.
    let end: UInt64
    let keyBits: Int
    let blockCount: UInt32
    /// SHA-256 over the checksums of its blocks in key order.
    let digest: TreeHash

    var eventCount: UInt64 { end - first }

    func encoded() -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.appendLittleEndian(Self.version)
        bytes.appendLittleEndian(level)
        bytes.appendLittleEndian(first)
        bytes.appendLittleEndian(end)
        bytes.appendLittleEndian(UInt32(keyBits))
        bytes.appendLittleEndian(blockCount)
        digest.append(to: &bytes)
        return bytes
    }

    /// All segments of a ledger, in position order; throws where they leave a gap or overlap.
    static func all(
        _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) -> [SegmentManifest] {
        var manifests: [SegmentManifest] = []
        var cursor = try transaction.cursor(in: tables.manifest)
        while try cursor.next() {
            manifests.append(try SegmentManifest(id: try cursor.key, decoding: cursor.value))
        }
        manifests.sort { $0.first < $1.first }
        var reached: UInt64 = 0
        for manifest in manifests {
            guard manifest.first == reached, manifest.end > manifest.first else {
                throw .damaged(reason: "the segments have a gap at position \(reached)")
            }
            reached = manifest.end
        }
        return manifests
    }
}

extension SegmentManifest {
    init(id: UInt64, decoding bytes: RawSpan) throws(StorageError) {
        guard bytes.byteCount == 64, bytes.uint32(at: 0) == Self.version,
            let digest = TreeHash(bytes.elements, at: 32)
        else { throw .damaged(reason: "the manifest of segment \(id) can't be read") }
        guard bytes.uint64(at: 16) <= 1 << 53, bytes.uint32(at: 24) <= 32,
            bytes.uint32(at: 4) <= Self.levelLimit
        else {
            throw .damaged(reason: "the manifest of segment \(id) is beyond all bounds")
        }
        self.init(
            id: id, level: bytes.uint32(at: 4), first: bytes.uint64(at: 8),
            end: bytes.uint64(at: 16), keyBits: Int(bytes.uint32(at: 24)),
            blockCount: bytes.uint32(at: 28), digest: digest)
    }
}

/// The keys of the blocks of segments: segment id, then part, then number.
enum SegmentKey {
    /// The n-th block of an account shard.
    static func account(_ segment: UInt64, shard: Int, block: Int) -> UInt128 {
        UInt128(segment) << 64 | 1 << 56 | UInt128(shard) << 32 | UInt128(block)
    }

    /// The key block of a range of hashes.
    static func keys(_ segment: UInt64, bucket: Int) -> UInt128 {
        UInt128(segment) << 64 | 2 << 56 | UInt128(bucket)
    }

    /// Before the first block of a segment.
    static func start(of segment: UInt64) -> UInt128 { UInt128(segment) << 64 }

    static func segment(of key: UInt128) -> UInt64 { UInt64(truncatingIfNeeded: key >> 64) }
}
