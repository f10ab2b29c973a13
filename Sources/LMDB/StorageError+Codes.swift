import CLMDB
import Glibc

extension StorageError {
    /// The error of the system call that just failed.
    static func system(_ operation: String) -> StorageError {
        of(errno, operation)
    }

    /// Translates a return code of LMDB or of the operating system.
    static func of(_ code: Int32, _ operation: String) -> StorageError {
        let reason = unsafe String(cString: mdb_strerror(code))
        switch code {
        case MDB_MAP_FULL:
            return .full(reason: "the memory map has no room left; open with a larger map size")
        case ENOSPC, EDQUOT, EFBIG:
            return .full(reason: reason)
        case MDB_CORRUPTED, MDB_PAGE_NOTFOUND, MDB_INVALID, MDB_PANIC:
            return .damaged(reason: reason)
        case MDB_VERSION_MISMATCH:
            return .foreign(reason: reason)
        case EACCES, EROFS, EPERM:
            return .unsuitable(reason: "\(reason); on a read-only medium copy the file first")
        default:
            return .failed(operation: operation, code: code, reason: reason)
        }
    }
}

/// Throws what a return code of LMDB means.
func require(_ code: Int32, _ operation: String) throws(StorageError) {
    guard code == MDB_SUCCESS else { throw .of(code, operation) }
}
