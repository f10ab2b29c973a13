import Foundation
import SystemPackage

/// Where a verb writes its lines: stdout, or a file that takes its name only once it is whole.
final class OutputFile {
    private let output: StandardOutput
    private let descriptor: FileDescriptor?
    private let path: FilePath?
    private let unfinished: FilePath?

    /// A file at a path, or stdout where there is none.
    init(_ path: String?) throws {
        guard let path else {
            (descriptor, self.path, unfinished) = (nil, nil, nil)
            output = StandardOutput()
            return
        }
        let unfinished = FilePath(path + ".unfinished")
        let opened = try FileDescriptor.open(
            unfinished, .writeOnly, options: [.create, .truncate],
            permissions: [.ownerReadWrite, .groupRead, .otherRead])
        (descriptor, self.path, self.unfinished) = (opened, FilePath(path), unfinished)
        output = StandardOutput(opened)
    }

    func write(_ bytes: [UInt8]) throws { try output.write(bytes) }

    /// Writes what is left, and gives the file its name.
    func close() throws {
        try output.flush()
        guard let descriptor, let path, let unfinished else { return }
        try descriptor.close()
        let files = FileManager.default
        if files.fileExists(atPath: path.string) { try files.removeItem(atPath: path.string) }
        try files.moveItem(atPath: unfinished.string, toPath: path.string)
    }
}
