import Synchronization

/// A text as an input whose bytes come in chunks.
final class TextInput: Sendable {
    private let text: [UInt8]
    private let chunk: Int
    private let offset = Mutex(0)

    init(_ text: [UInt8], chunk: Int) {
        self.text = text
        self.chunk = chunk
    }

    /// Appends the next bytes; false at the end.
    func read(into bytes: inout [UInt8]) -> Bool {
        offset.withLock { offset in
            let end = min(offset + chunk, text.count)
            bytes.append(contentsOf: text[offset..<end])
            defer { offset = end }
            return offset < end
        }
    }
}
