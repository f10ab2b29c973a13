import JSON
import LMDB
import LedgerModel
import Policy

/// Which events decisions take, and since when they were known.
struct DecisionScan {
    let end: UInt64
    let known: KnownEvents?
    let spans: KnownSpans?

    /// Nil for an event that doesn't count.
    func span(
        _ position: UInt64, _ header: EventHeader, _ json: Span<UInt8>,
        _ tape: inout JSONTape
    ) throws(StorageError) -> KnownSpan? {
        if let known {
            return try known.counts(position, header, json, &tape) ? .always : nil
        }
        return try spans?.span(position, header, json, &tape)
    }
}

extension Ledger {
    /// Resolves a knowledge against the ledger as it stands.
    ///
    /// - Parameter end: positions from here on are unknown; nil for none.
    func scan(
        _ knowledge: DecisionKnowledge, before end: UInt64? = nil
    ) throws(QueryError) -> DecisionScan {
        switch knowledge {
        case .at(let knownAt):
            let known = try known(knownAt, before: end)
            return DecisionScan(end: known.end, known: known, spans: nil)
        case .then(let knowledge):
            let end = try known(.now, before: end).end
            let spans = try querying { () throws(StorageError) in
                try environment.read { (transaction) throws(StorageError) in
                    try KnownSpans(knowledge, before: end, transaction, tables)
                }
            }
            return DecisionScan(end: end, known: nil, spans: spans)
        }
    }
}
