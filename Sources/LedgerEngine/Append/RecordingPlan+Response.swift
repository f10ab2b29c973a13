import LMDB
import LedgerModel

extension RecordingPlan {
    /// What the one who sent the batch is told.
    func response(
        treeSize: UInt64, at ledgerTime: Instant, _ transaction: borrowing ReadTransaction,
        _ tables: LedgerTables
    ) throws(StorageError) -> Writer.Response {
        switch mode {
        case .each: return .each(importOutcome)
        case .atomic:
            if !violations.isEmpty { return .atomic(.refused(violations + conflicts)) }
            if !conflicts.isEmpty { return .atomic(.conflict(conflicts)) }
            if let mismatch {
                return .atomic(
                    .revisionMismatch(expected: mismatch.expected, actual: mismatch.actual))
            }
            let receipt = try receipt(
                treeSize: treeSize, at: ledgerTime, transaction, tables)
            return .atomic(freshCount > 0 ? .appended(receipt) : .duplicate(receipt))
        }
    }

    /// How many events were or would be appended, and which are refused.
    var importOutcome: ImportOutcome {
        var outcome = ImportOutcome()
        for disposition in dispositions {
            switch disposition {
            case .fresh: outcome.appended += 1
            case .duplicate, .repetition: outcome.duplicates += 1
            case .refused: break
            }
        }
        outcome.violations = (violations + conflicts).sorted { $0.line < $1.line }
        return outcome
    }

    private func receipt(
        treeSize: UInt64, at ledgerTime: Instant, _ transaction: borrowing ReadTransaction,
        _ tables: LedgerTables
    ) throws(StorageError) -> Receipt {
        let reader = StoredEventReader(tables: tables)
        var events: [Receipt.Event] = []
        for index in dispositions.indices {
            guard let position = place(of: index) else { continue }
            let header = try reader.header(at: position, transaction)
            events.append(
                Receipt.Event(
                    position: Position(position), revision: Revision(header.revision),
                    recordedAt: header.recordedAt, isDuplicate: dispositions[index] != .fresh))
        }
        return Receipt(events: events, treeSize: treeSize)
    }
}
