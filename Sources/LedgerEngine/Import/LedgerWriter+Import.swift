import JSON
package import LedgerModel

extension LedgerWriter {
    /// Records that an import was completed, as the event `import.completed`.
    package func completeImport(
        _ report: ImportReport, file: String, actor: String, at instant: Instant
    ) async throws(AppendError) {
        var line = Array(#"{"specversion":"1.0","source":"/rapport/import","id":"#.utf8)
        JSONWriter.appendQuoted("\(report.sha256)@\(instant.text)", to: &line)
        line.append(contentsOf: #","type":"import.completed","subject":"~ledger","time":""#.utf8)
        instant.append(to: &line)
        line.append(contentsOf: #"","data":{"file":"#.utf8)
        JSONWriter.appendQuoted(file, to: &line)
        let numbers =
            #","sha256":"\#(report.sha256)","rows":\#(report.rows),"appended":\#(report.appended),"#
            + #""duplicates":\#(report.duplicates),"rejected":\#(report.rejected)}}"#
        line.append(contentsOf: numbers.utf8)
        var (reader, batch) = (ProposalReader(acceptsVerbEvents: true), EventBatch())
        var violations: [Violation] = []
        reader.read(
            line, in: 0..<line.count, line: 1, into: &batch, violations: &violations)
        precondition(violations.isEmpty, "import.completed is made wrongly: \(violations)")
        _ = try await append(PreparedBatch(batch), .any, actor: actor)
    }
}
