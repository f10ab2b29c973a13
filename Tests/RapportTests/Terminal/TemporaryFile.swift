import Foundation
import SystemPackage

/// A file of its own for one test, open for writing, removed in the end.
final class TemporaryFile {
    let path: String
    let descriptor: FileDescriptor

    init(permissions: FilePermissions = .ownerReadWrite) throws {
        path = FileManager.default.temporaryDirectory.path + "/rapport-\(UUID().uuidString)"
        descriptor = try FileDescriptor.open(
            FilePath(path), .readWrite, options: [.create, .exclusiveCreate],
            permissions: permissions)
    }

    deinit {
        try? descriptor.close()
        try? FileManager.default.removeItem(atPath: path)
    }

    func contents() throws -> [UInt8] {
        Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    }
}
