public import LedgerModel

/// One line of an import that was not appended.
public struct Rejection: Equatable, Sendable {
    /// The line, counted from 1.
    public let line: Int
    /// What is wrong with it: the first `Limits.reportedViolations`.
    public let violations: [Violation]
    /// How many violations there are, those that aren't kept among them.
    public let violationCount: Int
    /// The line as it came; of an event that clashes with the ledger its canonical JSON; empty
    /// where the line was too long to keep.
    public let text: String

    init(line: Int, violations: [Violation], text: String) {
        self.line = line
        self.violations = Array(violations.prefix(Limits.reportedViolations))
        violationCount = violations.count
        self.text = text
    }
}

extension Rejection {
    /// Groups what the writer refused of a batch by event.
    static func all(_ violations: [Violation], of batch: EventBatch) -> [Rejection] {
        Dictionary(grouping: violations, by: \.line).sorted { $0.key < $1.key }.map { line, own in
            let index = batch.entries.partitioningIndex { $0.line >= line }
            return Rejection(line: line, violations: own, text: batch.text(of: index))
        }
    }
}
