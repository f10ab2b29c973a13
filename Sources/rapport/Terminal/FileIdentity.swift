import SystemPackage

/// Which regular file something leads to, whatever names it has: links of both kinds lead to one.
struct FileIdentity: Hashable, Sendable {
    private let device: DeviceID
    private let inode: Inode

    /// The file at a path; nil where none is, or one of another kind.
    init?(path: String) { self.init(try? FilePath(path).stat()) }

    /// The file behind a descriptor; nil for one of another kind, such as a pipe.
    init?(_ descriptor: FileDescriptor) { self.init(try? descriptor.stat()) }

    private init?(_ status: Stat?) {
        guard let status, status.type == .regular else { return nil }
        (device, inode) = (status.deviceID, status.inode)
    }
}
