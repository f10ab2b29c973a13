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
        try packsInForce(knowledge, before: end, starter: try Self.starter(), Self.readPack)
    }

    /// The pack that decides where no other does.
    static func starter() throws -> StoredPack {
        try StoredPack(text: try PackSource("starter").text, readPack)
    }

    /// Makes a pack of its document.
    static func readPack(_ text: String) throws(PackRefusal) -> Pack {
        try PackReader.read(text, zones: SystemZones.zone)
    }
}
