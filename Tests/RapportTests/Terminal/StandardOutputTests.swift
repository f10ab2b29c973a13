import SystemPackage
import Testing

@testable import rapport

struct StandardOutputTests {
    /// What arrives at the other end of a pipe. The pipe's own buffer (64 KiB) must hold it.
    private func piped(_ write: (StandardOutput) throws -> Void) throws -> String {
        let pipe = try FileDescriptor.pipe()
        let output = StandardOutput(pipe.writeEnd)
        try write(output)
        try pipe.writeEnd.close()
        var bytes: [UInt8] = []
        let source = try ByteSource(pipe.readEnd, name: "the pipe", ownsDescriptor: true)
        while try source.read(into: &bytes) > 0 {}
        return String(decoding: bytes, as: UTF8.self)
    }

    @Test func `what is flushed arrives in order and what is not stays`() throws {
        let text = try piped { output in
            try output.writeLine("上海")
            try output.write([UInt8]("x,y".utf8)[1...])
            try output.write([UInt8]("z\n".utf8).span)
            try output.flush()
            try output.flush()
            try output.write("unseen")
        }
        #expect(text == "上海\n,yz\n")
    }

    @Test(arguments: [-1, 0, 1, 300_000])
    func `bytes arrive at the size of the buffer and around it`(excess: Int) throws {
        let file = try TemporaryFile()
        let output = StandardOutput(file.descriptor)
        let block = [UInt8](repeating: 7, count: StandardOutput.bufferBytes + excess)
        try output.write("a")
        try output.write(block)
        try output.write(block.span)
        try output.write("b")
        try output.flush()
        #expect(try file.contents() == [97] + block + block + [98])
    }

    @Test func `a reader that has gone is told by its own error, each time`() throws {
        let pipe = try FileDescriptor.pipe()
        try pipe.readEnd.close()
        defer { try? pipe.writeEnd.close() }
        let output = StandardOutput(pipe.writeEnd)
        try output.write("never read")
        #expect(throws: OutputError.readerGone) { try output.flush() }
        #expect(throws: OutputError.readerGone) { try output.write("more") }
    }

    @Test func `a full disk is a failure with its reason`() throws {
        let full = try FileDescriptor.open(FilePath("/dev/full"), .writeOnly)
        defer { try? full.close() }
        let output = StandardOutput(full)
        try output.write("lost")
        #expect(throws: OutputError.failed(.noSpace)) { try output.flush() }
        #expect(
            OutputError.failed(.noSpace).sentence
                == "The output could not be written: No space left on device.")
    }
}
