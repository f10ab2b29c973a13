import Synchronization

/// The claim of this process on a file that it has open: there is one at a time, because closing
/// any second opening would break the locks of the first. It ends with the object.
final class FileClaim: Sendable {
    private static let claimedFiles = Mutex<Set<FileIdentity>>([])
    private let identity: FileIdentity

    /// Claims a file or throws `alreadyOpen`.
    init(_ identity: FileIdentity) throws(StorageError) {
        guard Self.claimedFiles.withLock({ $0.insert(identity).inserted }) else {
            throw .alreadyOpen
        }
        self.identity = identity
    }

    deinit { Self.claimedFiles.withLock { _ = $0.remove(identity) } }
}
