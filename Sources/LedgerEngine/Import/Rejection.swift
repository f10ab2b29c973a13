public import LedgerModel

/// One line of an import that was not appended.
public struct Rejection: Equatable, Sendable {
    /// The line, counted from 1.
    public let line: Int
    /// All that is wrong with it.
    public let violations: [Violation]
    /// The line as it came; of an event that clashes with the ledger its canonical JSON; empty
    /// where the line was too long to keep.
    public let text: String
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
