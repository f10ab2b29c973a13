package import LedgerModel

/// Reads a whole text of NDJSON as one batch, with all violations together.
package struct BatchReader: Sendable {
    private var reader = ProposalReader()
    package private(set) var batch = EventBatch()
    package private(set) var violations: [Violation] = []
    /// Lines that were not blank.
    package private(set) var eventCount = 0

    package init() {}

    /// Reads all lines of the text; the last needs no line break.
    package mutating func read(_ text: [UInt8]) {
        var (start, line) = (0, 0)
        while start < text.count {
            line += 1
            let end = text[start...].firstIndex(of: UInt8(ascii: "\n")) ?? text.count
            var content = start..<end
            if let last = content.last, text[last] == UInt8(ascii: "\r") {
                content = start..<last
            }
            if text[content].contains(where: { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
            ) {
                eventCount += 1
                reader.read(text, in: content, line: line, into: &batch, violations: &violations)
            }
            start = end + 1
        }
    }
}
