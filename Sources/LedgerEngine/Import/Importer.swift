import JSON
package import LedgerModel
import TransparencyLog

/// What an import came to.
public struct ImportReport: Equatable, Sendable {
    /// Lines that were not blank.
    public var rows = 0
    public var appended = 0
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
        /// The next bytes; nil at the end.
        package let nextChunk: () throws -> [UInt8]?
        /// Called with the violations of each batch, in line order, with the number of lines read.
        package let report: (_ violations: [Violation]) throws -> Void
        /// Called after each batch with rows and bytes read so far.
        package let progress: (_ rows: Int, _ bytes: Int) -> Void

        package init(
            nextChunk: @escaping () throws -> [UInt8]?,
            report: @escaping (_ violations: [Violation]) throws -> Void,
            progress: @escaping (_ rows: Int, _ bytes: Int) -> Void
        ) {
            self.nextChunk = nextChunk
            self.report = report
            self.progress = progress
        }
    }

    private let append: (@Sendable (PreparedBatch) async throws(AppendError) -> ImportOutcome)?
    private var reader = ImportReader()
    private var report = ImportReport()
    private var hash = SHA256Stream()
    private var byteCount = 0
    private var isCommitting = false

    /// An import into a ledger, or with nil a trial that validates and appends nothing.
    package init(
        append: (@Sendable (PreparedBatch) async throws(AppendError) -> ImportOutcome)?
    ) {
        self.append = append
    }

    /// Reads all of the input. Resumable by idempotency alone: what was committed before is a
    /// duplicate the next time.
    package mutating func run(_ input: Input) async throws -> ImportReport {
        let append = append
        try await withThrowingTaskGroup(of: ImportOutcome.self) { group in
            while let chunk = try input.nextChunk() {
                hash.update(chunk.span)
                byteCount += chunk.count
                var offset = 0
                while offset < chunk.count {
                    offset = reader.read(chunk, from: offset)
                    guard reader.isFull else { continue }
                    try await flush(input, &group, append)
                }
                try tell(input)
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
        _ append: (@Sendable (PreparedBatch) async throws(AppendError) -> ImportOutcome)?
    ) async throws {
        let batch = reader.takeBatch()
        guard let append else {
            report.appended += batch.entries.count
            return try tell(input)
        }
        let prepared = PreparedBatch(batch)
        try await settle(input, &group)
        guard !batch.isEmpty else { return }
        group.addTask { try await append(prepared) }
        isCommitting = true
    }

    private mutating func settle(
        _ input: Input, _ group: inout ThrowingTaskGroup<ImportOutcome, any Error>
    ) async throws {
        if isCommitting, let outcome = try await group.next() {
            isCommitting = false
            report.appended += outcome.appended
            report.duplicates += outcome.duplicates
            report.rejected += outcome.violations.count
            try input.report(outcome.violations)
        }
        try tell(input)
    }

    private mutating func tell(_ input: Input) throws {
        let violations = reader.takeViolations()
        if !violations.isEmpty {
            report.rejected += Set(violations.map(\.line)).count
            try input.report(violations)
        }
        input.progress(reader.rowCount, byteCount)
    }
}
