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

        package init(mapBytes: Int, tableCount: Int, headroomBytes: Int) {
            self.mapBytes = mapBytes
            self.tableCount = tableCount
            self.headroomBytes = headroomBytes
        }
    }

    package let path: String
    package let access: Access
    private let handle: EnvironmentHandle
    private let identity: FileIdentity
    private let lock: WriterLock?
    private let headroom: Mutex<FileHeadroom>
    private static let openFiles = Mutex<Set<FileIdentity>>([])

    /// Opens the file at `path`.
    ///
    /// Reading copes with a writer in another process. Writing takes the writer lock or throws
    /// `busy` at once.
    package init(_ path: String, access: Access, options: Options) throws(StorageError) {
        self.path = path
        self.access = access
        switch access {
        case .creating: try Self.create(path)
        case .reading, .writing: try DataFileProbe.inspect(path)
        }
        let file = try FileDescriptorBox(openingForReading: path)
        let identity = try file.identity()
        self.identity = identity
        try FileSystemProbe.refuseNetworkFileSystem(path)
        lock = try access == .reading ? nil : WriterLock(path)
        guard Self.openFiles.withLock({ $0.insert(identity).inserted }) else { throw .alreadyOpen }
        do throws(StorageError) {
            handle = try EnvironmentHandle(path, access: access, options: options)
        } catch {
            Self.openFiles.withLock { _ = $0.remove(identity) }
            throw error
        }
        headroom = Mutex(FileHeadroom(reserve: access == .reading ? 0 : options.headroomBytes))
        if access == .creating { try commitCreation() }
    }

    deinit {
        handle.close()
        if access != .reading { headroom.withLock { $0.trim(path) } }
        Self.openFiles.withLock { _ = $0.remove(identity) }
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
        return result
    }

    /// Frees the reader slots of processes that died.
    package func clearDeadReaders() throws(StorageError) {
        var cleared: Int32 = 0
        try require(unsafe mdb_reader_check(handle.pointer, &cleared), "reader check")
    }

    /// Bytes of the file that commits have used so far, free pages included.
    package func usedBytes() -> Int { handle.usedPages() * DataFileProbe.pageSize }

    /// The first opening: the file appears and survives a power cut, name included.
    private static func create(_ path: String) throws(StorageError) {
        let number = unsafe open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0o644)
        guard number >= 0 else {
            if errno == EEXIST { throw .unsuitable(reason: "a file of that name exists already") }
            throw .system("create \(path)")
        }
        close(number)
    }

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

/// Keeps the file longer than its last commit needs while a writer has it open. Pages that a commit
/// numbers but never writes (freed within it) then lie inside the file, so that a file shorter than
/// its last commit is always a truncated one.
struct FileHeadroom: ~Copyable {
    let reserve: Int
    private var length = 0

    init(reserve: Int) { self.reserve = reserve }

    mutating func extend(_ path: String, pages: Int) throws(StorageError) {
        let used = pages * DataFileProbe.pageSize
        guard length < used + reserve / 2 else { return }
        length = used + reserve
        guard unsafe truncate(path, off_t(length)) == 0 else { throw .system("extend \(path)") }
    }

    /// On a clean close: back to the length of the last commit.
    func trim(_ path: String) {
        guard length > 0, let file = try? FileDescriptorBox(openingForReading: path),
            let pages = try? DataFileProbe.committedPages(file)
        else { return }
        _ = unsafe truncate(path, off_t(pages * DataFileProbe.pageSize))
    }
}
