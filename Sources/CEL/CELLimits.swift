/// The bounds of expressions, so that no text makes a reader crash, hang or run out of memory.
package enum CELLimits {
    /// Bytes of the source of one expression.
    package static let sourceBytes = 100_000
    /// How deep an expression may be nested, chains of one operator included.
    package static let depth = 256
    /// Steps that one evaluation may take: nodes visited, elements looped over, and one for each
    /// `textBytesPerStep` bytes of text that is made or searched.
    package static let steps = 5_000_000
    /// Bytes of text that count as one step.
    package static let textBytesPerStep = 64
    /// Bytes or elements of one value that an expression makes.
    package static let valueSize = 10_000_000
    /// Instructions of one compiled regular expression.
    package static let patternInstructions = 10_000
}
