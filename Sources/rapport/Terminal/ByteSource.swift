import Foundation
import Synchronization
import SystemPackage

/// A file or stdin, read in large pieces.
final class ByteSource: Sendable {
    /// Bytes of one piece at most.
    static let pieceBytes = 4 << 20
    /// Bytes asked for at once. Foundation hands out a new block each time; larger ones come
    /// straight from the kernel and cost a page fault per page (seven times slower at 4 MiB).
    private static let readBytes = 512 << 10

    /// What messages call it.
    let name: String
    /// The bytes there are to read, if it is a regular file.
    let byteCount: Int?
    /// Which file it is, if it is a regular one.
    let identity: FileIdentity?
    private let descriptor: FileDescriptor
    private let ownsDescriptor: Bool
    private let file: FileHandle
    /// Remembered, because a terminal gives more after its end (Ctrl-D) to whoever asks again.
    private let isAtEnd = Atomic(false)

    /// Opens the file at a path; `-` is stdin.
    convenience init(path: String) throws(ByteSourceError) {
        if path == "-" {
            try self.init(.standardInput, name: "standard input", ownsDescriptor: false)
            return
        }
        try self.init(Self.open(path), name: path, ownsDescriptor: true)
    }

    /// Reads from an open descriptor, and closes it in the end if it owns it.
    init(_ descriptor: FileDescriptor, name: String, ownsDescriptor: Bool) throws(ByteSourceError) {
        self.descriptor = descriptor
        self.name = name
        self.ownsDescriptor = ownsDescriptor
        identity = FileIdentity(descriptor)
        file = FileHandle(fileDescriptor: descriptor.rawValue, closeOnDealloc: false)
        do {
            byteCount = try Self.byteCount(of: descriptor, name)
        } catch {
            if ownsDescriptor { try? descriptor.close() }
            throw error
        }
    }

    deinit {
        // Nothing was written: a failed close loses nothing.
        if ownsDescriptor { try? descriptor.close() }
    }

    /// Appends the next piece to a buffer and says how many bytes it had; 0 at the end. Of a pipe
    /// it waits for a whole piece or the end.
    func read(into buffer: inout [UInt8]) throws(ByteSourceError) -> Int {
        var read = 0
        while !isAtEnd.load(ordering: .relaxed), read + Self.readBytes <= Self.pieceBytes {
            do {
                let data = try file.read(upToCount: Self.readBytes) ?? Data()
                buffer.append(contentsOf: data)
                read += data.count
                // Foundation goes on reading until it has what was asked for, or met the end.
                isAtEnd.store(data.count < Self.readBytes, ordering: .relaxed)
            } catch {
                throw Self.translated(error, name)
            }
        }
        return read
    }

    /// The next piece in an array of its own; nil at the end.
    func nextPiece() throws(ByteSourceError) -> [UInt8]? {
        var piece: [UInt8] = []
        piece.reserveCapacity(min(byteCount ?? Self.pieceBytes, Self.pieceBytes))
        return try read(into: &piece) > 0 ? piece : nil
    }

    private static func open(_ path: String) throws(ByteSourceError) -> FileDescriptor {
        do {
            return try FileDescriptor.open(FilePath(path), .readOnly, options: .closeOnExec)
        } catch {
            throw translated(error, path)
        }
    }

    private static func byteCount(
        of descriptor: FileDescriptor, _ name: String
    ) throws(ByteSourceError) -> Int? {
        do {
            switch try descriptor.stat().type {
            case .directory: throw Errno.isDirectory
            case .regular:
                let position = try descriptor.seek(offset: 0, from: .current)
                return max(0, Int(try descriptor.stat().size - position))
            default: return nil
            }
        } catch {
            throw translated(error, name)
        }
    }

    private static func translated(_ error: any Error, _ path: String) -> ByteSourceError {
        switch error as? Errno {
        case .noSuchFileOrDirectory?, .notDirectory?: .absent(path: path)
        case .permissionDenied?, .notPermitted?: .forbidden(path: path)
        case .isDirectory?: .directory(path: path)
        case let reason?: .failed(path: path, reason: reason.description)
        case nil: .failed(path: path, reason: error.localizedDescription)
        }
    }
}
