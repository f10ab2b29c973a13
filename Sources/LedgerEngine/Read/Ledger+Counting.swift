import JSON
import LMDB
import LedgerModel

extension Ledger {
    /// Calls `body` with each event that counts under a knowledge, in position order: known and not
    /// annulled by an annulment that is known.
    func forEachCounting(
        _ knownAt: KnownAt,
        _ body: (UInt64, EventHeader, Span<UInt8>, inout JSONTape) throws(StorageError) -> Void
    ) throws(QueryError) {
        let known = try known(knownAt)
        try querying { () throws(StorageError) in
            var tape = JSONTape()
            let log = LogReader(tables: tables)
            try log.forEach(0..<known.end, in: environment) {
                (position, header, json) throws(StorageError) in
                if try known.counts(position, header, json, &tape) {
                    try body(position, header, json, &tape)
                }
                return .next
            }
        }
    }
}
