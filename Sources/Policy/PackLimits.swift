/// The bounds of packs, so that no document makes a reader crash, hang or run out of memory.
package enum PackLimits {
    /// Bytes of a document.
    package static let documentBytes = 1 << 20
    /// Nodes of a document, those behind its aliases counted each time.
    package static let nodes = 100_000
    /// How deep the nodes of a document may be nested.
    package static let depth = 64
    /// Choices of one rule, and rows of one table.
    package static let choices = 1_000
    /// Levels of a decision, and states of a machine.
    package static let levels = 1_000
    /// Reasons for no level that are told apart at one instant; all further ones count as one.
    package static let unratedReasons = 1_000
    /// Facts, parameters, decisions or machines of a pack, each.
    package static let definitions = 500
    /// How many facts may be computed one of the other.
    package static let derivedDepth = 8
    /// Days of the longest window or wait, nearly: a thousand years.
    package static let longestDays = 366_000
    /// Problems that are listed of one document; what follows is seldom of use.
    package static let problems = 100
    /// Alternatives that one condition is taken apart into; one with more is taken as a whole.
    package static let lintAlternatives = 64
    /// Sets of values that the parameters of a rule have together, from one instant on each.
    package static let lintInstants = 50
    /// Steps of the searches for gaps and for rows that are never the answer, in one pack.
    package static let lintSteps = 2_000_000
    /// Conditions evaluated in one pack to see whether a level falls when revenue rises.
    package static let lintTrials = 100_000
}
