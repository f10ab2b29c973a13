import Foundation
import Glibc
import LedgerEngine
import SystemPackage
import TransparencyLog

/// The milestones of a run, beside its unfinished file, one a line. Each is sealed by those before
/// and the first by the run, so that one of another run, of another version, cut or changed, and
/// all behind it, are none.
final class MilestoneFile {
    /// Bytes that are read of it; what is behind them is decided again.
    static let byteLimit = 1 << 28

    /// The last milestone of the run that was killed; nil where it begins anew.
    let last: Milestone?
    /// How many hashes of the digest the milestones have.
    private var hashCount = 0
    private var seal: TreeHash
    private let file: UnfinishedFile
    private var descriptor: FileDescriptor?
    /// Where the milestones that count end.
    private let end: Int

    /// The milestones that lie beside a file, as far as they are those of the run and the file is
    /// what they say; it isn't changed yet.
    init(of run: TreeHash, beside file: UnfinishedFile) {
        self.file = file
        var (last, seal, end, hashes) = (Milestone?.none, run, 0, [TreeHash]())
        let bytes = file.isOld ? Self.bytes(at: file.milestones) : []
        while let length = bytes[end...].firstIndex(of: UInt8(ascii: "\n")).map({ $0 - end }),
            let next = Milestone(line: bytes[end..<end + length], after: &hashes, &seal)
        {
            last = next
            end += length + 1
        }
        if let found = last, (try? file.tail(before: found.bytes)) != found.tail { last = nil }
        self.last = last
        (self.seal, self.end) = last == nil ? (run, 0) : (seal, end)
        hashCount = last?.digest.hashCount ?? 0
    }

    deinit { try? descriptor?.close() }

    /// Adds a milestone, once the bytes of which it tells are on the disk. One that can't be kept
    /// is none: the replay goes on without.
    func keep(_ milestone: Milestone) {
        guard fsync(file.descriptor.rawValue) == 0 else { return }
        let line = milestone.line(hashesFrom: hashCount, after: &seal)
        hashCount = milestone.digest.hashCount
        file.whileUnfinished {
            guard let opened = try? descriptor ?? open() else { return }
            descriptor = opened
            if (try? opened.writeAll(line)) != nil { fsync(opened.rawValue) }
        }
    }

    /// Opens the file behind the milestones that count, or makes a new one.
    private func open() throws -> FileDescriptor {
        let (path, options) = (
            FilePath(file.milestones), FileDescriptor.OpenOptions([.noFollow, .closeOnExec])
        )
        if end > 0 {
            let opened = try FileDescriptor.open(path, .readWrite, options: options)
            try opened.resize(to: Int64(end))
            try opened.seek(offset: 0, from: .end)
            return opened
        }
        UnfinishedFile.remove(file.milestones)
        let made = try FileDescriptor.open(
            path, .readWrite, options: options.union([.create, .exclusiveCreate]),
            permissions: .ownerReadWrite.union([.groupRead, .otherRead]))
        let folder = path.removingLastComponent()
        if let opened = try? FileDescriptor.open(
            folder.isEmpty ? "." : folder, .readOnly, options: [.directory, .closeOnExec])
        {
            fsync(opened.rawValue)
            try? opened.close()
        }
        return made
    }

    /// The bytes of a file that has no other name; none where there is no such file.
    private static func bytes(at path: String) -> [UInt8] {
        let status = try? FilePath(path).stat(followTargetSymlink: false)
        guard let status, status.type == .regular, status.linkCount == 1,
            let opened = try? FileDescriptor.open(
                FilePath(path), .readOnly, options: [.noFollow, .closeOnExec])
        else { return [] }
        defer { try? opened.close() }
        let handle = FileHandle(fileDescriptor: opened.rawValue, closeOnDealloc: false)
        return (try? handle.read(upToCount: byteLimit)).flatMap { $0 }.map { Array($0) } ?? []
    }
}
