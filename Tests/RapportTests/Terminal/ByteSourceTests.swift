import Glibc
import SystemPackage
import Testing

@testable import rapport

struct ByteSourceTests {
    private func refusal(of path: String) -> ByteSourceError? {
        do {
            _ = try ByteSource(path: path)
            return nil
        } catch {
            return error
        }
    }

    @Test(arguments: [
        0, 1, ByteSource.pieceBytes - 1, ByteSource.pieceBytes, ByteSource.pieceBytes + 1,
        3 * ByteSource.pieceBytes,
    ])
    func `a file is read whole, into one buffer or in pieces`(count: Int) throws {
        let file = try TemporaryFile()
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
        try file.descriptor.writeAll(bytes)
        let source = try ByteSource(path: file.path)
        #expect(source.byteCount == count)
        var read: [UInt8] = []
        while try source.read(into: &read) > 0 {}
        #expect(read == bytes)
        try file.descriptor.seek(offset: 0, from: .start)
        let again = try ByteSource(file.descriptor, name: "again", ownsDescriptor: false)
        var pieces: [[UInt8]] = []
        while let piece = try again.nextPiece() { pieces.append(piece) }
        #expect(Array(pieces.joined()) == bytes)
        #expect(pieces.dropLast().allSatisfy { $0.count == ByteSource.pieceBytes })
    }

    @Test func `a regular file counts the bytes from where it stands`() throws {
        let file = try TemporaryFile()
        try file.descriptor.writeAll("0123456789".utf8)
        try file.descriptor.seek(offset: 4, from: .start)
        let source = try ByteSource(file.descriptor, name: "rest", ownsDescriptor: false)
        #expect(source.byteCount == 6)
        var bytes: [UInt8] = []
        #expect(try source.read(into: &bytes) == 6)
        #expect(bytes == Array("456789".utf8))
    }

    @Test func `a pipe has no size`() throws {
        let pipe = try FileDescriptor.pipe()
        try pipe.writeEnd.writeAll("abc".utf8)
        try pipe.writeEnd.close()
        let source = try ByteSource(pipe.readEnd, name: "the pipe", ownsDescriptor: true)
        #expect(source.byteCount == nil)
        var bytes: [UInt8] = []
        #expect(try source.read(into: &bytes) == 3)
        #expect(try source.read(into: &bytes) == 0)
    }

    /// As a terminal after Ctrl-D, a file can have more behind its end later.
    @Test func `the end is met once, whatever comes behind it later`() throws {
        let file = try TemporaryFile()
        try file.descriptor.writeAll("one".utf8)
        let source = try ByteSource(path: file.path)
        var bytes: [UInt8] = []
        #expect(try source.read(into: &bytes) == 3)
        try file.descriptor.writeAll("two".utf8)
        #expect(try source.read(into: &bytes) == 0)
        #expect(bytes == Array("one".utf8))
    }

    @Test func `what comes slowly through a pipe is read to its end`() async throws {
        let pipe = try FileDescriptor.pipe()
        async let written: Void = Self.write("abc", to: pipe.writeEnd, times: 2_000)
        let source = try ByteSource(pipe.readEnd, name: "the pipe", ownsDescriptor: true)
        var bytes: [UInt8] = []
        while try source.read(into: &bytes) > 0 {}
        try await written
        #expect(bytes.count == 6_000)
    }

    @concurrent
    private static func write(
        _ text: String, to descriptor: FileDescriptor, times: Int
    ) async throws {
        for _ in 0..<times {
            try descriptor.writeAll(text.utf8)
            await Task.yield()
        }
        try descriptor.close()
    }

    @Test func `what cannot be read is refused with a sentence`() throws {
        #expect(refusal(of: "/nowhere/at.all") == .absent(path: "/nowhere/at.all"))
        #expect(refusal(of: "/dev/null/x") == .absent(path: "/dev/null/x"))
        #expect(refusal(of: "/tmp") == .directory(path: "/tmp"))
        #expect(
            ByteSourceError.directory(path: "/tmp").sentence
                == "/tmp is a directory; name a file.")
    }

    @Test(.enabled(if: geteuid() != 0, "the superuser may read everything"))
    func `a file that may not be read says so`() throws {
        let file = try TemporaryFile(permissions: [])
        #expect(refusal(of: file.path) == .forbidden(path: file.path))
    }
}
