import JSON
import LedgerModel
import TransparencyLog

/// What an import came to.
public struct ImportReport: Equatable, Sendable {
    /// Lines that were not blank.
    public var rows = 0
    /// Lines whose events are new.
    public var appended = 0
    /// Lines whose events had been appended before, with the same content.
    public var duplicates = 0
    /// Lines that were not appended, because they break a rule.
    public var rejected = 0
    /// SHA-256 of the whole input, in hexadecimal digits.
    public var sha256 = ""
}

/// Reads NDJSON into a ledger: while one batch is committed, the next is read.
package struct Importer {
    /// Where the bytes come from and what is told on the way.
    package struct Input {
        /// Appends the next bytes to an empty buffer; false at the end.
        package let nextChunk: (inout [UInt8]) throws -> Bool
        /// Called with the lines of a batch that were refused.
        package let report: (_ rejections: [Rejection]) throws -> Void
        /// Called after each batch with rows and bytes read so far.
        package let progress: (_ rows: Int, _ bytes: Int) -> Void

        package init(
            nextChunk: @escaping (inout [UInt8]) throws -> Bool,
            report: @escaping (_ rejections: [Rejection]) throws -> Void,
            progress: @escaping (_ rows: Int, _ bytes: Int) -> Void
        ) {
            self.nextChunk = nextChunk
            self.report = report
            self.progress = progress
        }
    }

    private let append: @Sendable (PreparedBatch) async throws -> ImportOutcome
    private var reader = ImportReader()
    private var report = ImportReport()
    private var hash = SHA256Stream()
    private var byteCount = 0
    private var committing: EventBatch?

    /// - Parameter append: takes each batch in its turn, or only tries what would become of it.
    package init(append: @escaping @Sendable (PreparedBatch) async throws -> ImportOutcome) {
        self.append = append
    }

    /// Reads all of the input. Resumable by idempotency alone: what was committed before is a
    /// duplicate the next time.
    package mutating func run(_ input: Input) async throws -> ImportReport {
        let append = append
        try await withThrowingTaskGroup(of: ImportOutcome.self) { group in
            var chunk: [UInt8] = []
            while try input.nextChunk(&chunk) {
                hash.update(chunk.span)
                byteCount += chunk.count
                var offset = 0
                while offset < chunk.count {
                    offset = reader.read(chunk, from: offset)
                    guard reader.isFull else { continue }
                    try await flush(input, &group, append)
                }
                try tell(input)
                chunk.removeAll(keepingCapacity: true)
            }
            reader.finish()
            try await flush(input, &group, append)
            try await settle(input, &group)
        }
        report.rows = reader.rowCount
        report.sha256 = hash.hash.hexadecimal
        return report
    }

    /// Hands the batch over as soon as the one before is committed.
    private mutating func flush(
        _ input: Input, _ group: inout ThrowingTaskGroup<ImportOutcome, any Error>,
        _ append: @escaping @Sendable (PreparedBatch) async throws -> ImportOutcome
    ) async throws {
        let batch = reader.takeBatch()
        try await settle(input, &group)
        guard !batch.isEmpty else { return }
        group.addTask { try await append(PreparedBatch(batch)) }
        committing = batch
    }

    private mutating func settle(
        _ input: Input, _ group: inout ThrowingTaskGroup<ImportOutcome, any Error>
    ) async throws {
        if let batch = committing.take(), let outcome = try await group.next() {
            report.appended += outcome.appended
            report.duplicates += outcome.duplicates
            try tell(Rejection.all(outcome.violations, of: batch), input)
            reader.giveBack(batch)
        }
        try tell(input)
    }

    private mutating func tell(_ input: Input) throws {
        try tell(reader.takeRejections(), input)
        input.progress(reader.rowCount, byteCount)
    }

    private mutating func tell(_ rejections: [Rejection], _ input: Input) throws {
        guard !rejections.isEmpty else { return }
        report.rejected += rejections.count
        try input.report(rejections)
    }
}
