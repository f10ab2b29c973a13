import LMDB
public import LedgerModel
public import TransparencyLog

/// One open ledger: the data file with all that is read from it. Appending goes through the one
/// `LedgerWriter` made from it.
public final class Ledger: Sendable {
    /// What opening a ledger is for.
    public enum Purpose: Sendable {
        case reading
        case writing
    }

    let environment: Environment
    let tables: LedgerTables
    let identity: LedgerIdentity

    /// Opens the ledger at `path`; throws what is wrong with the file, which is looked at before
    /// it is mapped.
    public convenience init(_ path: String, for purpose: Purpose) throws(LedgerError) {
        try self.init(path, for: purpose, mapBytes: LedgerFormat.mapBytes)
    }

    /// - Parameter mapBytes: address space for the data file, for tools that can't map a terabyte.
    package init(
        _ path: String, for purpose: Purpose, mapBytes: Int
    ) throws(LedgerError) {
        let options = LedgerFormat.options(mapBytes: mapBytes)
        let access: Environment.Access = purpose == .reading ? .reading : .writing
        do throws(StorageError) {
            environment = try Environment(path, access: access, options: options)
            var identity: LedgerIdentity?
            var tables = try environment.read { (transaction) throws(StorageError) in
                guard let meta = try transaction.table("meta") else {
                    throw .foreign(reason: "it isn't a ledger")
                }
                let row = try transaction.value(of: LedgerIdentity.row, in: meta)
                identity = try LedgerIdentity(decoding: row)
                return try LedgerTables(opening: transaction)
            }
            guard let identity else { throw .foreign(reason: "it isn't a ledger") }
            self.identity = identity
            if access == .writing, tables.values == nil {
                tables.values = try environment.write { (transaction) throws(StorageError) in
                    try ValueTables(creating: transaction)
                }
            }
            self.tables = tables
            if access == .writing { try environment.clearDeadReaders() }
        } catch {
            throw LedgerError(error)
        }
    }

    /// Makes an empty ledger at `path`, where no file may be.
    ///
    /// - Parameters:
    ///   - id: sixteen random bytes that name the ledger for ever.
    ///   - createdAt: when it is made.
    public static func create(
        _ path: String, id: UInt128, createdAt: Instant
    ) throws(LedgerError) {
        try translating { () throws(StorageError) in
            let options = LedgerFormat.options(mapBytes: LedgerFormat.mapBytes)
            let environment = try Environment(path, access: .creating, options: options)
            try environment.write { (transaction) throws(StorageError) in
                let tables = try LedgerTables(creating: transaction)
                let identity = LedgerIdentity(
                    id: id, createdMicroseconds: createdAt.microseconds)
                try transaction.put(
                    identity.encoded().span.raw, at: LedgerIdentity.row, in: tables.meta)
                try transaction.put(
                    TreeRows.encode(TreeEdge()).span.raw, at: TreeRows.edge, in: tables.tree)
            }
        }
    }

    /// The size and the root of the tree over all events.
    public func treeHead() throws(LedgerError) -> TreeHead {
        try translating { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                let edge = try TreeRows.readEdge(transaction, tables)
                return TreeHead(size: edge.size, root: edge.root)
            }
        }
    }
}
