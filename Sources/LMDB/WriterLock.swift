import Glibc

/// The exclusive lock of the one writer of a file: `flock` on the data file itself, which dies with
/// its process and, unlike the locks of `fcntl`, isn't lost when another descriptor is closed.
final class WriterLock: Sendable {
    private let number: Int32

    /// Takes the lock or throws `busy` at once.
    init(_ path: String) throws(StorageError) {
        number = unsafe open(path, O_RDWR | O_CLOEXEC)
        guard number >= 0 else { throw .system("open \(path) for writing") }
        guard flock(number, LOCK_EX | LOCK_NB) == 0 else {
            let code = errno
            let holder = Self.holder(of: number)
            guard code == EWOULDBLOCK else { throw .of(code, "lock \(path)") }
            throw .busy(processID: holder)
        }
    }

    // Runs too where `init` throws, as `number` is set by then.
    deinit {
        guard number >= 0 else { return }
        // Unlocked by name: a process that is just being spawned has a copy of the descriptor until
        // its exec, which would hold the lock a little longer.
        release()
        close(number)
    }

    /// Gives the lock back before the object ends.
    func release() { flock(number, LOCK_UN) }

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
