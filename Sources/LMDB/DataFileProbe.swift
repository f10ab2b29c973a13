import CLMDB
import Glibc

/// A look at a data file before LMDB maps it: LMDB 0.9.24 trusts what it finds, so that a truncated
/// file would be a SIGBUS and a foreign one undefined behaviour.
enum DataFileProbe {
    static let pageSize = 4096
    private static let metaMagic: UInt32 = 0xBEEF_C0DE
    private static let metaVersion: UInt32 = 1
    private static let metaPageFlag: UInt16 = 0x08

    /// Refuses what is not a whole data file with sound meta pages.
    static func inspect(_ path: String) throws(StorageError) {
        let file = try FileDescriptorBox(openingForReading: path)
        let size = try file.size()
        guard size > 0 else { throw .foreign(reason: "the file is empty") }
        guard size >= 2 * pageSize else {
            throw .foreign(reason: "the file has \(size) bytes, less than two pages")
        }
        let needed = try committedPages(file)
        guard needed <= size / pageSize else {
            throw .damaged(
                reason: "the file is truncated: it has \(size / pageSize) pages of 4096 bytes "
                    + "and its last commit needs \(needed)")
        }
    }

    /// How many pages the last commit needs.
    static func committedPages(_ file: FileDescriptorBox) throws(StorageError) -> Int {
        let pages = try file.firstBytes(2 * pageSize)
        let first = try Meta(page: pages[..<pageSize])
        let second = try Meta(page: pages[pageSize...])
        let newest = first.transaction > second.transaction ? first : second
        guard newest.lastPage < 1 << 51 else {
            throw .damaged(reason: "a meta page counts \(newest.lastPage) pages")
        }
        return Int(newest.lastPage) + 1
    }

    /// One of the two meta pages (`MDB_meta` of lmdb 0.9, 64-bit layout).
    private struct Meta {
        let lastPage: UInt64
        let transaction: UInt64

        init(page: ArraySlice<UInt8>) throws(StorageError) {
            func integer<T: FixedWidthInteger>(_ offset: Int, _: T.Type) -> T {
                var value: T = 0
                for byte in 0..<MemoryLayout<T>.size {
                    value |= T(truncatingIfNeeded: page[page.startIndex + offset + byte])
                        << T(8 * byte)
                }
                return value
            }
            guard integer(10, UInt16.self) & DataFileProbe.metaPageFlag != 0,
                integer(16, UInt32.self) == DataFileProbe.metaMagic
            else { throw .foreign(reason: "it isn't a data file of LMDB") }
            let version = integer(20, UInt32.self)
            guard version == DataFileProbe.metaVersion else {
                throw .foreign(reason: "it has LMDB's data format \(version), this build reads 1")
            }
            let size = integer(40, UInt32.self)
            guard size == UInt32(DataFileProbe.pageSize) else {
                throw .foreign(reason: "its pages have \(size) bytes, this build reads 4096")
            }
            lastPage = integer(136, UInt64.self)
            transaction = integer(144, UInt64.self)
            for root in [integer(80, UInt64.self), integer(128, UInt64.self)] {
                guard root == UInt64.max || root <= lastPage else {
                    throw .damaged(reason: "a meta page points at page \(root) of \(lastPage)")
                }
            }
        }
    }
}

/// An open file that closes itself.
final class FileDescriptorBox: Sendable {
    let number: Int32

    init(number: Int32) { self.number = number }

    convenience init(openingForReading path: String) throws(StorageError) {
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else {
            if errno == ENOENT { throw .absent(path: path) }
            throw .system("open \(path)")
        }
        self.init(number: number)
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw .system("fstat \(path)") }
        guard status.st_mode & S_IFMT == S_IFREG else {
            throw .foreign(
                reason: status.st_mode & S_IFMT == S_IFDIR
                    ? "it is a directory" : "it isn't a regular file")
        }
    }

    deinit { close(number) }

    func size() throws(StorageError) -> Int {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw .system("fstat") }
        return Int(status.st_size)
    }

    /// Device and inode, which name a file whatever its path.
    func identity() throws(StorageError) -> FileIdentity {
        var status = stat()
        guard unsafe fstat(number, &status) == 0 else { throw .system("fstat") }
        return FileIdentity(device: UInt64(status.st_dev), inode: UInt64(status.st_ino))
    }

    func firstBytes(_ count: Int) throws(StorageError) -> [UInt8] {
        var read = 0
        let bytes = unsafe [UInt8](unsafeUninitializedCapacity: count) { buffer, initialized in
            while read < count {
                let step = unsafe pread(
                    number, buffer.baseAddress! + read, count - read, off_t(read))
                guard step > 0 else { break }
                read += step
            }
            initialized = read
        }
        guard bytes.count == count else { throw .system("read") }
        return bytes
    }
}

struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
}

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
