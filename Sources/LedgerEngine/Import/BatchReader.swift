import JSON
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
            let end = text.span.firstLineBreak(from: start) ?? text.count
            let content = text.span.lineContent(in: start..<end)
            if !text.span.isBlank(content) {
                eventCount += 1
                reader.read(text, in: content, line: line, into: &batch, violations: &violations)
            }
            start = end + 1
        }
    }
}
