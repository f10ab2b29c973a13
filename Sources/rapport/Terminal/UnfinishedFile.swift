import Foundation
import Glibc
import Synchronization
import SystemPackage
import TransparencyLog

/// A file under the name that it has while it is written, of which one process has the lock at a
/// time; the lock dies with its process. With it goes a second file, in which a verb says how far
/// it is.
final class UnfinishedFile: Sendable {
    /// How often the name is looked at again where other processes come and go.
    private static let attempts = 8
    /// How much of the end is compared.
    private static let tailBytes = 64 << 10

    let descriptor: FileDescriptor
    /// Whether it was left there by a process that was killed.
    let isOld: Bool
    /// Where a verb says how far it is; nobody else writes there.
    let milestones: String
    /// What it is called in the end.
    let path: String
    private let name: String
    private let isOver = Mutex(false)

    /// Opens or makes the file, and doesn't change it yet. What the name leads to elsewhere, by a
    /// link of either kind, is left alone.
    ///
    /// - Parameter ledger: the path of the ledger, which none of the files may be.
    init(_ path: String, sparing ledger: String) throws {
        (name, milestones) = (path + ".unfinished", path + ".unfinished.milestones")
        self.path = path
        if let own = FileIdentity(path: ledger),
            [path, name, milestones].contains(where: { FileIdentity(path: $0) == own })
        {
            let sentence = "--output \(path) would overwrite the ledger; name another file"
            throw VerbError(sentence: sentence)
        }
        do {
            if let status = try? FilePath(path).stat(), status.type != .regular {
                throw status.type == .directory ? Errno.isDirectory : Errno.fileExists
            }
            (descriptor, isOld) = try Self.locked(name, path)
        } catch {
            throw Self.failure(error, path)
        }
    }

    /// What to say where a file can't be written.
    static func failure(_ error: any Error, _ path: String) -> any Error {
        switch error {
        case let error as VerbError: error
        case let error as Errno: VerbError(sentence: "\(path) can't be written: \(error)")
        default:
            VerbError(sentence: "\(path) can't be written: \(error.localizedDescription)")
        }
    }

    deinit { try? descriptor.close() }

    /// Gives the file its name. The lock is kept meanwhile, so that nobody takes it for a file that
    /// was left behind.
    func finish() throws {
        try isOver.withLock { isOver in
            let files = FileManager.default
            do {
                guard isNamed else { throw Errno.noSuchFileOrDirectory }
                if files.fileExists(atPath: path) { try files.removeItem(atPath: path) }
                try files.moveItem(atPath: name, toPath: path)
            } catch {
                throw Self.failure(error, path)
            }
            isOver = true
            Self.remove(milestones)
        }
    }

    /// Removes what was written, unless it is finished, and calls `body` before anything else can
    /// be done with it.
    func abandon(_ body: () -> Void = {}) {
        isOver.withLock { isOver in
            if !isOver, isNamed {
                Self.remove(milestones)
                Self.remove(name)
            }
            isOver = true
            body()
        }
    }

    /// Calls `body` unless the file is finished or abandoned, neither of which happens meanwhile.
    func whileUnfinished<Result>(_ body: () throws -> Result) rethrows -> Result? {
        try isOver.withLock { isOver in isOver ? nil : try body() }
    }

    /// Whether the name still is that of this file, which somebody may have removed.
    private var isNamed: Bool { FileIdentity(descriptor) == FileIdentity(path: name) }

    /// The hash of the bytes before some place, of 64 KiB at most; nil where the file ends before
    /// it. The file is at that place afterwards.
    func tail(before end: Int) throws -> TreeHash? {
        let start = max(0, end - Self.tailBytes)
        try descriptor.seek(offset: Int64(start), from: .start)
        let handle = FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: false)
        let bytes = try handle.read(upToCount: end - start) ?? Data()
        try descriptor.seek(offset: Int64(end), from: .start)
        return bytes.count == end - start ? SHA256Hashing.hash(Array(bytes).span) : nil
    }

    /// Removes a file or a link, never a folder.
    static func remove(_ path: String) {
        guard let status = try? FilePath(path).stat(followTargetSymlink: false),
            status.type != .directory
        else { return }
        try? FileManager.default.removeItem(atPath: path)
    }

    /// The file of a name, with the lock on it, and whether it was there before.
    private static func locked(
        _ name: String, _ path: String
    ) throws -> (FileDescriptor, isOld: Bool) {
        for _ in 0..<attempts {
            guard let (found, isOld) = try opened(name) else { continue }
            guard flock(found.rawValue, LOCK_EX | LOCK_NB) == 0 || errno != EWOULDBLOCK else {
                try? found.close()
                throw VerbError(sentence: "\(path) is being written by another process")
            }
            // Another process may have finished or removed it between its opening and its lock.
            if FileIdentity(found) == FileIdentity(path: name) { return (found, isOld) }
            try? found.close()
        }
        throw Errno.resourceBusy
    }

    /// The file of a name, made where there is none; nil where another process was quicker. A link
    /// gives way, what it leads to doesn't.
    private static func opened(_ name: String) throws -> (FileDescriptor, isOld: Bool)? {
        let options: FileDescriptor.OpenOptions = [.noFollow, .closeOnExec]
        do {
            let made = try FileDescriptor.open(
                FilePath(name), .readWrite, options: options.union([.create, .exclusiveCreate]),
                permissions: .ownerReadWrite.union([.groupRead, .otherRead]))
            return (made, false)
        } catch Errno.fileExists {}
        guard let status = try? FilePath(name).stat(followTargetSymlink: false) else { return nil }
        guard [.regular, .symbolicLink].contains(status.type) else {
            throw status.type == .directory ? Errno.isDirectory : Errno.fileExists
        }
        guard status.type == .regular, status.linkCount == 1 else {
            remove(name)
            return nil
        }
        do {
            return (try FileDescriptor.open(FilePath(name), .readWrite, options: options), true)
        } catch Errno.noSuchFileOrDirectory {
            return nil
        }
    }
}
