import CLMDB
import Glibc
import Synchronization

/// One open data file: where transactions begin. A process opens a file at most once; transactions
/// run in synchronous closures, so that none lives across an `await`.
package final class Environment: Sendable {
    /// How a file is opened.
    package enum Access: Sendable {
        /// Read transactions only; the file must exist.
        case reading
        /// Read and write transactions under the exclusive writer lock; the file must exist.
        case writing
        /// Like `writing`, for a file that must not exist yet.
        case creating
    }

    /// What every opening states.
    package struct Options: Sendable {
        /// Bytes of address space for the map; fixed while the file is open.
        package var mapBytes: Int
        /// How many named tables the file may have.
        package var tableCount: Int
        /// Bytes by which the file is kept longer than its last commit while a writer has it open.
        package var headroomBytes: Int

        /// - Parameters:
        ///   - mapBytes: bytes of address space for the map.
        ///   - tableCount: how many named tables the file may have.
        ///   - headroomBytes: twice the largest commit or more, so that no power cut can leave the
        ///     file shorter than its last commit.
        package init(mapBytes: Int, tableCount: Int, headroomBytes: Int) {
            self.mapBytes = mapBytes
            self.tableCount = tableCount
            self.headroomBytes = headroomBytes
        }
    }

    /// Where the file lies, as it was given.
    package let path: String
    /// What the file was opened for.
    package let access: Access
    private let handle: EnvironmentHandle
    private let claim: FileClaim
    private let lock: WriterLock?
    private let headroom: Mutex<FileHeadroom>

    /// Opens the file at `path`.
    ///
    /// Reading copes with a writer in another process. Writing takes the writer lock or throws
    /// `busy` at once. A creation that fails leaves no file.
    package convenience init(
        _ path: String, access: Access, options: Options
    ) throws(StorageError) {
        guard access == .creating else {
            try DataFileProbe.inspect(path)
            try self.init(inspected: path, access, options)
            return
        }
        try Self.create(path)
        do throws(StorageError) {
            try self.init(inspected: path, access, options)
            try commitCreation()
        } catch {
            for name in [path, path + "-lock"] { unsafe unlink(name) }
            throw error
        }
    }

    /// Whatever throws here, what was taken before it is given back with the properties.
    private init(inspected path: String, _ access: Access, _ options: Options) throws(StorageError)
    {
        self.path = path
        self.access = access
        claim = try FileClaim(FileDescriptorBox(openingForReading: path).identity())
        try FileSystemProbe.refuseNetworkFileSystem(path)
        lock = access == .reading ? nil : try WriterLock(path)
        handle = try EnvironmentHandle(path, access: access, options: options)
        headroom = Mutex(FileHeadroom(reserve: access == .reading ? 0 : options.headroomBytes))
    }

    deinit {
        handle.close()
        if access != .reading { headroom.withLock { $0.trim(path) } }
        // Before the claim ends, so that who may open the file here may also write to it.
        lock?.release()
    }

    /// Runs `body` on one committed state of the file. Keep it short: pages that a reader may still
    /// see aren't used again.
    package func read<Result>(
        _ body: (borrowing ReadTransaction) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        DamageTrap.transactions.add(1, ordering: .relaxed)
        defer { DamageTrap.transactions.subtract(1, ordering: .relaxed) }
        let transaction = unsafe try handle.begin(UInt32(MDB_RDONLY))
        let result: Result
        do throws(StorageError) {
            result = unsafe try body(ReadTransaction(transaction))
        } catch {
            unsafe mdb_txn_abort(transaction)
            throw error
        }
        // A commit, so that tables opened in it stay open.
        try require(unsafe mdb_txn_commit(transaction), "end a read transaction")
        return result
    }

    /// Runs `body` and commits what it wrote, durably, before returning. When `body` throws, or the
    /// commit does, nothing of it is kept.
    package func write<Result>(
        _ body: (borrowing WriteTransaction) throws(StorageError) -> Result
    ) throws(StorageError) -> Result {
        precondition(access != .reading, "write() on a file opened for reading")
        try headroom.withLock { reserve throws(StorageError) in
            try reserve.extend(path, pages: handle.usedPages())
        }
        DamageTrap.transactions.add(1, ordering: .relaxed)
        defer { DamageTrap.transactions.subtract(1, ordering: .relaxed) }
        let transaction = unsafe try handle.begin(0)
        let result: Result
        do throws(StorageError) {
            result = unsafe try body(WriteTransaction(transaction))
        } catch {
            unsafe mdb_txn_abort(transaction)
            throw error
        }
        let code = unsafe mdb_txn_commit(transaction)
        // LMDB calls a write that was cut short by a full disk EIO.
        let isFull = code == EIO && FileSystemProbe.isFull(path)
        try require(isFull ? ENOSPC : code, "commit")
        // The commit stands, whether or not there is room after it: the next one asks again.
        headroom.withLock { try? $0.extend(path, pages: handle.usedPages()) }
        return result
    }

    /// Frees the reader slots of processes that died.
    package func clearDeadReaders() throws(StorageError) {
        var cleared: Int32 = 0
        try require(unsafe mdb_reader_check(handle.pointer, &cleared), "reader check")
    }

    /// Bytes of the file that commits have used so far, free pages included.
    package func usedBytes() -> Int { handle.usedPages() * DataFileProbe.pageSize }

    /// Makes the file, where none may be.
    private static func create(_ path: String) throws(StorageError) {
        let number = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard number >= 0 else {
            if errno == EEXIST { throw .unsuitable(reason: "a file of that name exists already") }
            throw .system("create \(path)")
        }
        close(number)
    }

    /// The first commit of a new file, which survives a power cut with its name.
    private func commitCreation() throws(StorageError) {
        try write { (_) throws(StorageError) in }
        for name in [path, FileSystemProbe.folder(of: path)] {
            let number = unsafe open(name, O_RDONLY | O_CLOEXEC)
            guard number >= 0 else { throw .system("open \(name)") }
            defer { close(number) }
            guard fsync(number) == 0 else { throw .system("fsync \(name)") }
        }
    }
}
