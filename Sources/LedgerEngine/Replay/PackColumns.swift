import LMDB
import Policy

/// Which columns that are kept because packs read them stand in which segments.
struct PackColumns: Sendable {
    private(set) var registry = ValueRegistry()
    /// By segment, the numbers of the columns that it has.
    private(set) var held: [Set<UInt16>] = []

    init() {}

    /// - Parameter plan: what is read; where fixed columns hold it all, nothing is looked up.
    init(
        _ segments: [ColumnSegment], _ plan: ReplayPlan,
        _ transaction: borrowing ReadTransaction, _ tables: LedgerTables
    ) throws(StorageError) {
        let isAsked = plan.neededSources.contains { plan.sources[$0].fixed == nil }
        guard isAsked, let values = tables.values else { return }
        registry = try ValueRegistry(transaction, values)
        for segment in segments {
            let own = try ValueSegment.all(of: segment, transaction, values)
            held.append(Set(own.filter(\.isKept).map(\.column)))
        }
    }
}
