import JSON
package import LedgerModel
import Policy
import TransparencyLog

extension LedgerWriter {
    /// Brings a pack into force from an instant on, as the event `pack.activated`, and keeps it in
    /// the same commit. The event happens when the pack comes into force, so that the same
    /// activation sent again is a duplicate.
    package func activate(
        _ stored: StoredPack, from effective: Instant, actor: String
    ) async throws(AppendError) -> AppendOutcome {
        let (batch, violations) = Self.activation(of: stored, from: effective)
        guard violations.isEmpty else { return .refused(violations) }
        return try await append(PreparedBatch(batch), .any, actor: actor, keeping: stored)
    }

    /// The event that brings a pack into force.
    static func activation(
        of stored: StoredPack, from effective: Instant
    ) -> (batch: EventBatch, violations: [Violation]) {
        var line = Array(#"{"specversion":"1.0","source":"/rapport/pack","id":"#.utf8)
        JSONWriter.appendQuoted(
            "\(stored.hash.hexadecimal)@\(effective.text)", to: &line)
        line.append(contentsOf: #","type":"pack.activated","subject":"~ledger","time":""#.utf8)
        effective.append(to: &line)
        line.append(contentsOf: #"","data":{"name":"#.utf8)
        JSONWriter.appendQuoted(stored.pack.name, to: &line)
        let rest =
            #","version":\#(stored.pack.version),"sha256":"\#(stored.hash.hexadecimal)","#
            + #""effective_from":"\#(effective.text)"}}"#
        line.append(contentsOf: rest.utf8)
        var (reader, batch) = (ProposalReader(acceptsVerbEvents: true), EventBatch())
        var violations: [Violation] = []
        reader.read(line, in: 0..<line.count, line: 1, into: &batch, violations: &violations)
        return (batch, violations)
    }
}
