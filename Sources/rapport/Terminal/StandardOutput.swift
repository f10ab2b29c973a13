import Glibc
import SystemPackage

/// Bytes to stdout through a buffer. What is written is seen after `flush()` at the latest; whoever
/// opens it flushes it.
final class StandardOutput {
    /// Bytes gathered before a system call.
    static let bufferBytes = 256 << 10

    private let descriptor: FileDescriptor
    private var buffer: [UInt8] = []
    /// The first failure; nothing is written after it, so that output never has a hole.
    private var failure: OutputError?

    /// An output to stdout, or to another descriptor. From then on the process is not killed when
    /// the reader of a pipe goes away, but told so by `OutputError.readerGone`.
    init(_ descriptor: FileDescriptor = .standardOutput) {
        self.descriptor = descriptor
        buffer.reserveCapacity(Self.bufferBytes)
        signal(SIGPIPE, SIG_IGN)
    }

    /// Writes bytes, such as an array, a slice of one or the UTF-8 of a string.
    func write(_ bytes: some Collection<UInt8>) throws(OutputError) {
        try makeRoom(for: bytes.count)
        if bytes.count >= Self.bufferBytes { return try send(bytes) }
        buffer.append(contentsOf: bytes)
    }

    /// Writes lent bytes, such as an event in the mapped file.
    func write(_ bytes: Span<UInt8>) throws(OutputError) {
        try makeRoom(for: bytes.count)
        buffer.append(addingCapacity: bytes.count) { output in
            for index in bytes.indices { output.append(bytes[index]) }
        }
    }

    /// Writes a text as UTF-8.
    func write(_ text: String) throws(OutputError) { try write(text.utf8) }

    /// Writes a text and a line feed.
    func writeLine(_ text: String) throws(OutputError) {
        try write(text.utf8)
        try write(CollectionOfOne(UInt8(ascii: "\n")))
    }

    /// Hands everything written so far to the operating system.
    func flush() throws(OutputError) {
        try makeRoom(for: Self.bufferBytes)
    }

    private func makeRoom(for count: Int) throws(OutputError) {
        if let failure { throw failure }
        guard buffer.count + count > Self.bufferBytes, !buffer.isEmpty else { return }
        try send(buffer)
        buffer.removeAll(keepingCapacity: true)
    }

    private func send(_ bytes: some Sequence<UInt8>) throws(OutputError) {
        do {
            try descriptor.writeAll(bytes)
        } catch {
            let reason = error as? Errno ?? .ioError
            let failure: OutputError = reason == .brokenPipe ? .readerGone : .failed(reason)
            self.failure = failure
            throw failure
        }
    }
}
