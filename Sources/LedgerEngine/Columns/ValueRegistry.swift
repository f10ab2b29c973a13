import LMDB
import LedgerModel
import Policy

/// The columns that a ledger keeps because packs read them, by number.
struct ValueRegistry: Sendable, Equatable {
    private(set) var columns: [ValueColumn] = []
    private var numbers: [ValueColumn: UInt16] = [:]

    init() {}

    init(
        _ transaction: borrowing ReadTransaction, _ tables: ValueTables
    ) throws(StorageError) {
        var cursor = try transaction.cursor(in: tables.registry)
        while try cursor.next() {
            let bytes = cursor.value.copy()
            guard try cursor.key == UInt64(columns.count), let end = bytes.firstIndex(of: 0),
                add(
                    ValueColumn(
                        eventType: String(decoding: bytes[..<end], as: UTF8.self),
                        expression: String(decoding: bytes[(end + 1)...], as: UTF8.self)))
            else { throw .damaged(reason: "the columns of packs can't be read") }
        }
    }

    /// The number of a column; nil where the ledger doesn't keep it.
    func number(of column: ValueColumn) -> UInt16? { numbers[column] }

    /// Adds columns that it doesn't have, as long as there is room, and keeps them.
    mutating func register(
        _ columns: [ValueColumn], _ transaction: borrowing WriteTransaction, _ tables: ValueTables
    ) throws(StorageError) {
        for column in columns where add(column) {
            let row = Array(column.eventType.utf8) + [0] + Array(column.expression.utf8)
            let number = UInt64(self.columns.count - 1)
            try transaction.put(row.span.raw, at: number, in: tables.registry)
        }
    }

    /// Whether the column was new and there was room for it.
    private mutating func add(_ column: ValueColumn) -> Bool {
        guard columns.count < Limits.valueColumns, numbers[column] == nil else { return false }
        numbers[column] = UInt16(columns.count)
        columns.append(column)
        return true
    }
}
