import LMDB
import Policy

/// Which columns of packs the segments have, as the one writer knows it.
struct ValueProgress: Sendable {
    private(set) var registry: ValueRegistry
    /// The numbers of the columns of a segment, by its first position.
    private var made: [UInt64: Set<UInt16>] = [:]
    private let tables: LedgerTables
    private let values: ValueTables?
    private let tuning: IndexTuning

    init(
        _ segments: [ColumnSegment], _ transaction: borrowing ReadTransaction,
        _ tables: LedgerTables, _ tuning: IndexTuning
    ) throws(StorageError) {
        (self.tables, values, self.tuning) = (tables, tables.values, tuning)
        registry = ValueRegistry()
        guard let values = tables.values else { return }
        registry = try ValueRegistry(transaction, values)
        guard !registry.columns.isEmpty else { return }
        for segment in segments {
            let own = try ValueSegment.all(of: segment, transaction, values)
            made[segment.first] = Set(own.map(\.column))
        }
    }

    /// Asks for columns from now on.
    mutating func register(
        _ columns: [ValueColumn], _ transaction: borrowing WriteTransaction
    ) throws(StorageError) {
        guard let values else { return }
        try registry.register(columns, transaction, values)
    }

    /// Whether a segment lacks columns.
    func isDue(_ segment: ColumnSegment) -> Bool { !missing(in: segment).isEmpty }

    /// Makes columns that a segment lacks, as many as one transaction may.
    ///
    /// - Parameter isNew: whether the segment was made in the same transaction.
    mutating func make(
        _ segment: ColumnSegment, isNew: Bool, _ transaction: borrowing WriteTransaction
    ) throws(StorageError) {
        if isNew { made[segment.first] = [] }
        let wanted = missing(in: segment).prefix(tuning.valueColumns)
        guard let values, !wanted.isEmpty else { return }
        let seal = try ValueSeal(
            wanted, of: segment, registry, byteLimit: tuning.valueBytes, transaction.reading,
            tables)
        try seal.write(transaction, values)
        made[segment.first, default: []].formUnion(wanted)
    }

    private func missing(in segment: ColumnSegment) -> [UInt16] {
        let own = made[segment.first] ?? []
        return registry.columns.indices.map { UInt16($0) }.filter { !own.contains($0) }
    }
}
