import Glibc

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

    /// Bytes of the file at this moment.
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

    /// So many bytes from the start of the file.
    func firstBytes(_ count: Int) throws(StorageError) -> [UInt8] {
        var bytes = [UInt8](repeating: 0, count: count)
        var read = 0
        while read < count {
            let step = unsafe bytes.withUnsafeMutableBytes { buffer in
                let rest = unsafe UnsafeMutableRawBufferPointer(rebasing: buffer[read...])
                return unsafe pread(number, rest.baseAddress, rest.count, off_t(read))
            }
            if step < 0, errno == EINTR { continue }
            guard step >= 0 else { throw .system("read") }
            guard step > 0 else { throw .damaged(reason: "the file ends after \(read) bytes") }
            read += step
        }
        return bytes
    }
}

/// What names a file, whatever its path.
struct FileIdentity: Hashable, Sendable {
    let device: UInt64
    let inode: UInt64
}
