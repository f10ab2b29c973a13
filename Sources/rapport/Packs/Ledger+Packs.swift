import LedgerEngine
import LedgerModel
import Policy

extension Ledger {
    /// The packs that decide in the ledger, before and beside them the starter that comes with the
    /// program.
    ///
    /// - Parameter end: positions from here on are unknown; nil for none.
    func packs(
        _ knowledge: DecisionKnowledge, before end: UInt64? = nil
    ) throws -> PacksInForce {
        let read = { (text: String) throws(PackRefusal) in
            try PackReader.read(text, zones: SystemZones.zone)
        }
        let starter = try StoredPack(text: try PackSource("starter").text, read)
        return try packsInForce(knowledge, before: end, starter: starter, read)
    }
}
