package import LedgerModel

/// What packs say of an account, written before: instruments know no packs.
package struct DecidedMembers: Sendable {
    /// The object of visits and calls: what is asked, done and due.
    package let cadence: JSONMembers
    /// The object of levels by their decision.
    package let levels: JSONMembers

    package init(cadence: JSONMembers, levels: JSONMembers) {
        self.cadence = cadence
        self.levels = levels
    }
}
