/// One reason why an event can't be appended.
public struct Violation: Error, Equatable, Sendable {
    /// The line of the input, counted from 1; for a batch without lines, the index from 1.
    public let line: Int
    /// JSON Pointer (RFC 6901) of the value at fault; empty for the whole event.
    public let pointer: String
    /// What is wrong and what to do.
    public let sentence: String

    package init(line: Int, pointer: String, sentence: String) {
        self.line = line
        self.pointer = pointer
        self.sentence = sentence
    }
}
