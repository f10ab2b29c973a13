import LedgerModel

extension LedgerWriter {
    /// Appends the events of an NDJSON text, one a line, whole or not at all. Returns once they are
    /// durable; the same text again gives the same positions.
    ///
    /// - Parameters:
    ///   - condition: what must hold of the one account of the batch.
    ///   - actor: who appends, for events that don't say it; 1…256 bytes.
    public func append(
        ndjson text: [UInt8], _ condition: AppendCondition = .any, actor: String
    ) async throws(AppendError) -> AppendOutcome {
        var reader = BatchReader()
        reader.read(text)
        guard reader.violations.isEmpty else { return .refused(reader.violations) }
        guard reader.eventCount <= Limits.batchEvents, text.count <= Limits.batchBytes else {
            let sentence =
                "a batch has at most \(Limits.batchEvents) events and \(Limits.batchBytes) bytes"
            return .refused([Violation(line: 1, pointer: "", sentence: sentence)])
        }
        return try await append(PreparedBatch(reader.batch), condition, actor: actor)
    }
}
