import CLMDB

/// Owns `MDB_env`. LMDB's calls on it are thread-safe; `close` runs once, from `deinit` of the
/// environment, when no transaction can be alive, since each borrows the environment.
@safe final class EnvironmentHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    init(
        _ path: String, access: Environment.Access, options: Environment.Options
    ) throws(StorageError) {
        var created: OpaquePointer?
        try require(unsafe mdb_env_create(&created), "mdb_env_create")
        guard let environment = unsafe created else {
            throw .failed(operation: "mdb_env_create", code: 0, reason: "no environment")
        }
        unsafe pointer = environment
        do throws(StorageError) {
            let flags = UInt32(MDB_NOTLS | MDB_NOSUBDIR | (access == .reading ? MDB_RDONLY : 0))
            try require(unsafe mdb_env_set_mapsize(environment, options.mapBytes), "map size")
            try require(
                unsafe mdb_env_set_maxdbs(environment, UInt32(options.tableCount)), "tables")
            try require(unsafe mdb_env_set_maxreaders(environment, 510), "readers")
            try require(
                unsafe mdb_env_open(environment, path, flags, 0o644),
                "open \(path) with \(path)-lock")
        } catch {
            unsafe mdb_env_close(environment)
            throw error
        }
    }

    func close() { unsafe mdb_env_close(pointer) }

    func begin(_ flags: UInt32) throws(StorageError) -> OpaquePointer {
        var begun: OpaquePointer?
        try require(unsafe mdb_txn_begin(pointer, nil, flags, &begun), "begin a transaction")
        guard let transaction = unsafe begun else {
            throw .failed(operation: "mdb_txn_begin", code: 0, reason: "no transaction")
        }
        return unsafe transaction
    }

    func usedPages() -> Int {
        var information = unsafe MDB_envinfo()
        _ = unsafe mdb_env_info(pointer, &information)
        return unsafe information.me_last_pgno + 1
    }
}
