import LMDB
import LedgerModel
import TransparencyLog

/// What a segment knows of one event, besides its key.
struct AccountEntry: Sendable {
    var account: UInt32
    var type: UInt16
    var occurredAt: Int64
    var position: UInt64

    /// Which of the account shards it belongs to.
    static func shard(of account: UInt32) -> Int { Int(account) & (LedgerFormat.shardCount - 1) }

    /// Its place among the accounts of its shard, which stand in the order of their numbers.
    static func local(of account: UInt32) -> Int { Int(account) / LedgerFormat.shardCount }

    /// The account at a place of a shard.
    static func account(_ local: Int, ofShard shard: Int) -> UInt32 {
        UInt32(local * LedgerFormat.shardCount + shard)
    }
}

/// A block of at most 4,096 events of one account shard, in position order, as columns.
///
///     0 u64 checksum   8 u32 kind and version   12 u32 count   16 u64 first position of the
/// segment     24 u64 0         32 i64 occurredAt × n    then u32 account × n, u32 position − first
/// × n,     u16 type × n, each padded to eight bytes
enum AccountBlock {
    static let capacity = 4_096
    static let kind: UInt32 = 0x0001_0001

    /// Collects the entries of one block.
    struct Builder: Sendable {
        private(set) var entries: [AccountEntry] = []

        var isFull: Bool { entries.count == AccountBlock.capacity }
        var isEmpty: Bool { entries.isEmpty }

        mutating func append(_ entry: AccountEntry) { entries.append(entry) }

        /// The block as words; the builder is empty again.
        mutating func take(first: UInt64) -> [UInt64] {
            var words = BlockChecksum.header(kind: kind, count: entries.count, first: first)
            for entry in entries { words.append(UInt64(bitPattern: entry.occurredAt)) }
            words.appendHalves(entries.count) { entries[$0].account }
            words.appendHalves(entries.count) { UInt32(entries[$0].position - first) }
            words.appendQuarters(entries.count) { entries[$0].type }
            entries.removeAll(keepingCapacity: true)
            BlockChecksum.seal(&words)
            return words
        }
    }

    /// Calls `body` with each entry of a block whose account is the one asked for, or with all.
    static func forEach(
        in block: RawSpan, account wanted: UInt32? = nil, _ body: (AccountEntry) -> Void
    ) throws(StorageError) {
        let count = try BlockChecksum.count(of: block, kind: kind)
        let first = block.uint64(at: 16)
        let accounts = 32 + 8 * count
        let deltas = accounts + 8 * ((count + 1) / 2)
        let types = deltas + 8 * ((count + 1) / 2)
        guard block.byteCount == types + 8 * ((count + 3) / 4) else {
            throw .damaged(reason: "an account block of a segment is cut")
        }
        for index in 0..<count {
            let account = block.uint32(at: accounts + 4 * index)
            if let wanted, wanted != account { continue }
            body(
                AccountEntry(
                    account: account, type: block.uint16(at: types + 2 * index),
                    occurredAt: block.int64(at: 32 + 8 * index),
                    position: first + UInt64(block.uint32(at: deltas + 4 * index))))
        }
    }
}

/// The header that both kinds of block share.
enum BlockChecksum {
    static let headerWords = 4

    static func header(kind: UInt32, count: Int, first: UInt64, extra: UInt64 = 0) -> [UInt64] {
        [0, UInt64(kind) | UInt64(count) << 32, first, extra]
    }

    /// Fills in the checksum: the first eight bytes of SHA-256 over the rest.
    static func seal(_ words: inout [UInt64]) {
        words[0] = checksum(words.span.raw)
    }

    static func checksum(_ block: RawSpan) -> UInt64 {
        SHA256Hashing.hash(block.extracting(8..<block.byteCount).elements).words.0
    }

    static func count(of block: RawSpan, kind: UInt32) throws(StorageError) -> Int {
        guard block.byteCount >= 8 * headerWords, block.uint32(at: 8) == kind else {
            throw .damaged(reason: "a block of a segment has another kind or version")
        }
        return Int(block.uint32(at: 12))
    }
}

extension [UInt64] {
    /// Appends `count` numbers of four bytes, two a word, padded to a whole word.
    mutating func appendHalves(_ count: Int, _ value: (Int) -> UInt32) {
        for index in stride(from: 0, to: count, by: 2) {
            let high = index + 1 < count ? UInt64(value(index + 1)) : 0
            append(UInt64(value(index)) | high << 32)
        }
    }

    /// Appends `count` numbers of two bytes, four a word, padded to a whole word.
    mutating func appendQuarters(_ count: Int, _ value: (Int) -> UInt16) {
        for index in stride(from: 0, to: count, by: 4) {
            var word: UInt64 = 0
            for part in 0..<Swift.min(4, count - index) {
                word |= UInt64(value(index + part)) << UInt64(16 * part)
            }
            append(word)
        }
    }
}
