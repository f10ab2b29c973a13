import CLMDB
import Glibc

/// The exclusive lock of the one writer of a file: `flock` on the data file itself, which dies with
/// its process and, unlike the locks of `fcntl`, isn't lost when another descriptor is closed.
final class WriterLock: Sendable {
    private let number: Int32

    init(_ path: String) throws(StorageError) {
        number = unsafe open(path, O_RDWR | O_CLOEXEC)
        guard number >= 0 else { throw .system("open \(path) for writing") }
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = Self.holder(of: number)
            close(number)
            guard code == EWOULDBLOCK else { throw .of(code, "lock \(path)") }
            throw .busy(processID: holder)
        }
    }

    deinit {
        // Unlocked by name: a process that is just being spawned has a copy of the descriptor until
        // its exec, which would hold the lock a little longer.
        flock(number, LOCK_UN)
        close(number)
    }

    /// The process that holds the lock, from the kernel's list of locks; 0 where it isn't told.
    private static func holder(of number: Int32) -> Int32 {
        var status = stat()
        guard unsafe fstat(number, &status) == 0, let locks = readSmallFile("/proc/locks") else {
            return 0
        }
        for line in locks.split(separator: "\n") {
            let fields = line.split(separator: " ")
            guard fields.count >= 6, fields[1] == "FLOCK",
                fields[5].split(separator: ":").last.map(String.init) == String(status.st_ino)
            else { continue }
            return Int32(fields[4]) ?? 0
        }
        return 0
    }

    private static func readSmallFile(_ path: String) -> String? {
        let number = unsafe open(path, O_RDONLY | O_CLOEXEC)
        guard number >= 0 else { return nil }
        defer { close(number) }
        var bytes: [UInt8] = []
        var chunk = [UInt8](repeating: 0, count: 65_536)
        while true {
            let count = unsafe read(number, &chunk, chunk.count)
            guard count > 0 else { break }
            bytes.append(contentsOf: chunk[..<count])
        }
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// What lies under a path.
enum FileSystemProbe {
    /// Numbers of `statfs(2)` for file systems whose locks don't hold between machines.
    private static let networkKinds: [Int: String] = [
        0x6969: "NFS", 0x517B: "SMB", 0xFE53_4D42: "SMB2", 0xFF53_4D42: "CIFS",
        0x0102_1997: "9P", 0x0BD0_0BD0: "Lustre", 0x00C3_6400: "Ceph", 0x5346_414F: "AFS",
    ]

    static func refuseNetworkFileSystem(_ path: String) throws(StorageError) {
        let kind = unsafe file_system_kind(path)
        guard kind >= 0 else { throw .system("statfs \(path)") }
        guard let name = networkKinds[kind] else { return }
        throw .unsuitable(
            reason: "it lies on a network file system (\(name)), where locks don't hold; "
                + "move it to a local disk")
    }

    /// Whether the file system has no room for the pages of a commit.
    static func isFull(_ path: String) -> Bool {
        (0..<1 << 20).contains(unsafe file_system_free_bytes(path))
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
