import LMDB
import LedgerModel
import Policy

/// How a source that no fixed columns hold is taken from columns of packs, where there are such.
struct TakenUse: Sendable {
    /// The number of the source.
    let source: Int
    let taken: TakenSource
    /// The numbers of its columns in the ledger.
    private let columns: [UInt16]
    /// By segment, whether it has them all.
    private let isHeld: [Bool]

    /// - Returns: nil where no segment has what the source needs.
    init?(_ source: Int, _ taken: TakenSource, _ packs: PackColumns) {
        let columns = taken.columns.compactMap { packs.registry.number(of: $0) }
        guard columns.count == taken.columns.count else { return nil }
        isHeld = packs.held.map { $0.isSuperset(of: columns) }
        guard isHeld.contains(true) else { return nil }
        (self.source, self.taken, self.columns) = (source, taken, columns)
    }

    /// Whether a segment has what the source needs.
    func isHeld(in segment: Int) -> Bool { isHeld[segment] }

    /// What it takes from the events of a block.
    func rows(
        of own: ColumnReader.Block, _ reader: ColumnReader,
        _ transaction: borrowing ReadTransaction
    ) throws(StorageError) -> TakenRows {
        var values: [ValueBlock.Values] = []
        for column in columns { values.append(try reader.values(column, of: own, transaction)) }
        return TakenRows(taken, values)
    }
}
