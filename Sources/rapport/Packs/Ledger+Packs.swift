import LedgerEngine
import LedgerModel
import Policy

extension Ledger {
    /// The packs that decide in the ledger, before and beside them the starter that comes with the
    /// program.
    func packs(_ knowledge: DecisionKnowledge) throws -> PacksInForce {
        try packsInForce(knowledge, starter: try PackSource("starter").read()) {
            (text) throws(PackRefusal) in
            try PackReader.read(text, zones: SystemZones.zone)
        }
    }
}
