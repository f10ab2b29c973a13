import LMDB
import LedgerModel

extension Ledger {
    /// What would become of the events of a batch if they were imported now; writes nothing.
    package func tryImport(
        _ prepared: PreparedBatch, actor: String
    ) throws(LedgerError) -> ImportOutcome {
        try translating { () throws(StorageError) in
            try environment.read { (transaction) throws(StorageError) in
                var recorder = try Recorder(transaction, tables, .standard)
                recorder.composer.setActor(actor)
                var plan = RecordingPlan(prepared, mode: .each)
                try plan.classify(&recorder, transaction)
                return plan.importOutcome
            }
        }
    }
}
