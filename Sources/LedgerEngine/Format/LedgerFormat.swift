import LMDB

/// The names and numbers of the data file. The article "Data file" draws them byte by byte; a
/// change of any of them is a new format version.
enum LedgerFormat {
    static let version: UInt32 = 2
    /// The first bytes of the row `format` in the table `meta`.
    static let magic: [UInt8] = Array("rapport\n".utf8)

    static let mapBytes = 1 << 40
    static let headroomBytes = 256 << 20
    static let shardCount = 128

    static func options(mapBytes: Int) -> Environment.Options {
        Environment.Options(mapBytes: mapBytes, tableCount: 32, headroomBytes: headroomBytes)
    }
}

/// The tables of a ledger.
struct LedgerTables: Sendable {
    let meta: Table
    let events: Table
    let types: Table
    let accounts: Table
    let accountIDs: Table
    let annulled: Table
    let tree: Table
    let tailKeys: Table
    let tailAccounts: Table
    let segments: Table
    let manifest: Table
    let packs: Table
    let columns: Table
    let columnManifest: Table
    /// Nil in a file of before there were such columns, until a writer opens it.
    var values: ValueTables?

    /// Makes the tables of a new ledger.
    init(creating transaction: borrowing WriteTransaction) throws(StorageError) {
        meta = try transaction.table("meta")
        events = try transaction.table("events")
        types = try transaction.table("types")
        accounts = try transaction.table("accounts")
        accountIDs = try transaction.table("account_ids")
        annulled = try transaction.table("annulled")
        tree = try transaction.table("tree")
        tailKeys = try transaction.table("tail_keys")
        tailAccounts = try transaction.table("tail_accounts")
        segments = try transaction.table("segments")
        manifest = try transaction.table("manifest")
        packs = try transaction.table("packs")
        columns = try transaction.table("columns")
        columnManifest = try transaction.table("column_manifest")
        values = try ValueTables(creating: transaction)
    }

    /// Finds the tables of a ledger; one that is missing means that the file isn't a ledger.
    init(opening transaction: borrowing ReadTransaction) throws(StorageError) {
        func table(_ name: String) throws(StorageError) -> Table {
            guard let table = try transaction.table(name) else {
                throw .foreign(reason: "it has no table \"\(name)\"")
            }
            return table
        }
        meta = try table("meta")
        events = try table("events")
        types = try table("types")
        accounts = try table("accounts")
        accountIDs = try table("account_ids")
        annulled = try table("annulled")
        tree = try table("tree")
        tailKeys = try table("tail_keys")
        tailAccounts = try table("tail_accounts")
        segments = try table("segments")
        manifest = try table("manifest")
        packs = try table("packs")
        columns = try table("columns")
        columnManifest = try table("column_manifest")
        values = try ValueTables(opening: transaction)
    }
}

/// The tables of the columns that are kept because packs read them.
struct ValueTables: Sendable {
    let registry: Table
    let manifest: Table
    let blocks: Table

    /// Makes those tables that the file doesn't have.
    init(creating transaction: borrowing WriteTransaction) throws(StorageError) {
        registry = try transaction.table("value_columns")
        manifest = try transaction.table("value_manifest")
        blocks = try transaction.table("values")
    }

    /// Finds the tables; nil where the file doesn't have them all.
    init?(opening transaction: borrowing ReadTransaction) throws(StorageError) {
        guard let registry = try transaction.table("value_columns"),
            let manifest = try transaction.table("value_manifest"),
            let blocks = try transaction.table("values")
        else { return nil }
        (self.registry, self.manifest, self.blocks) = (registry, manifest, blocks)
    }
}

/// The one row of `meta`: which format a file has, and which ledger it is.
struct LedgerIdentity: Equatable, Sendable {
    static let row: [UInt8] = Array("format".utf8)

    /// Sixteen random bytes, drawn when the ledger was made.
    let id: UInt128
    let createdMicroseconds: Int64

    func encoded() -> [UInt8] {
        var bytes = LedgerFormat.magic
        bytes.appendLittleEndian(LedgerFormat.version)
        bytes.appendLittleEndian(UInt32(0))
        bytes.appendLittleEndian(UInt64(truncatingIfNeeded: id))
        bytes.appendLittleEndian(UInt64(truncatingIfNeeded: id >> 64))
        bytes.appendLittleEndian(UInt64(bitPattern: createdMicroseconds))
        return bytes
    }

    init(id: UInt128, createdMicroseconds: Int64) {
        self.id = id
        self.createdMicroseconds = createdMicroseconds
    }

    init(decoding bytes: RawSpan?) throws(StorageError) {
        guard let bytes, bytes.byteCount >= 16,
            bytes.extracting(0..<8).equals(LedgerFormat.magic.span.raw)
        else { throw .foreign(reason: "it isn't a ledger") }
        let version = bytes.uint32(at: 8)
        guard version == LedgerFormat.version else {
            throw .foreign(
                reason: "it has ledger format \(version), this build reads \(LedgerFormat.version)")
        }
        let features = bytes.uint32(at: 12)
        guard features == 0 else {
            throw .foreign(reason: "it uses features (\(features)) that this build doesn't know")
        }
        guard bytes.byteCount == 40 else { throw .damaged(reason: "its format row is cut") }
        id = UInt128(bytes.uint64(at: 24)) << 64 | UInt128(bytes.uint64(at: 16))
        createdMicroseconds = bytes.int64(at: 32)
    }
}

extension [UInt8] {
    mutating func appendLittleEndian<T: FixedWidthInteger>(_ value: T) {
        for shift in stride(from: 0, to: T.bitWidth, by: 8) {
            append(UInt8(truncatingIfNeeded: value >> T(shift)))
        }
    }
}
