import CLMDB
import Glibc

/// What lies under a path.
enum FileSystemProbe {
    /// Numbers of `statfs(2)` for file systems whose locks don't hold between machines.
    private static let networkKinds: [Int: String] = [
        0x6969: "NFS", 0x517B: "SMB", 0xFE53_4D42: "SMB2", 0xFF53_4D42: "CIFS",
        0x0102_1997: "9P", 0x0BD0_0BD0: "Lustre", 0x00C3_6400: "Ceph", 0x5346_414F: "AFS",
    ]

    /// Refuses a path on a file system whose locks another machine doesn't see.
    static func refuseNetworkFileSystem(_ path: String) throws(StorageError) {
        let kind = unsafe file_system_kind(path)
        guard kind >= 0 else { throw .system("statfs \(path)") }
        guard let name = networkKinds[kind] else { return }
        throw .unsuitable(
            reason: "it lies on a network file system (\(name)), where locks don't hold; "
                + "move it to a local disk")
    }

    /// The folder that holds a path.
    /// Whether the file system has no room for the pages of a commit.
    static func isFull(_ path: String) -> Bool {
        (0..<1 << 20).contains(unsafe file_system_free_bytes(path))
    }

    static func folder(of path: String) -> String {
        guard let slash = path.lastIndex(of: "/") else { return "." }
        return slash == path.startIndex ? "/" : String(path[..<slash])
    }
}
