import LMDB
import LedgerModel

/// Events of one type and one account shard, in position order, as columns:
///
///     i64 occurredAt · i64 recordedAt · i64 known to the source · each integer field as i64 ·
///     u32 account · u32 position − first · each other field as u16
///
/// every column padded to eight bytes. Only a block that says so has the third; elsewhere the
/// source knew an event when it happened.
enum ColumnBlock {
    static let capacity = 4_096
    static let kind: UInt32 = 0x0003_0001
    /// What a field of two bytes has where the event has none.
    private static let missingQuarter = UInt16.max
    /// The flag of a block with the column of what the source knew.
    private static let hasSourceTimes: UInt64 = 1

    /// Events that are to become a block.
    struct Rows: Sendable {
        var accounts: [UInt32] = []
        var deltas: [UInt32] = []
        var occurredAt: [Int64] = []
        var recordedAt: [Int64] = []
        /// When the source knew of each event.
        var sourceAt: [Int64] = []
        /// By field.
        var fields: [[Int64]]

        init(fieldCount: Int) { fields = Array(repeating: [], count: fieldCount) }
    }

    /// The block of some rows, by their indices.
    static func words(
        of rows: Rows, _ indices: ArraySlice<Int>, _ columns: [FieldColumn], first: UInt64
    ) -> [UInt64] {
        let isKnownLater = indices.contains { rows.sourceAt[$0] != rows.occurredAt[$0] }
        var words = BlockChecksum.header(
            kind: kind, count: indices.count, first: first,
            extra: isKnownLater ? hasSourceTimes : 0)
        func append(_ column: [Int64]) {
            for index in indices { words.append(UInt64(bitPattern: column[index])) }
        }
        append(rows.occurredAt)
        append(rows.recordedAt)
        if isKnownLater { append(rows.sourceAt) }
        for (column, field) in zip(columns, rows.fields) where column.isWide { append(field) }
        let start = indices.startIndex
        words.appendHalves(indices.count) { rows.accounts[indices[start + $0]] }
        words.appendHalves(indices.count) { rows.deltas[indices[start + $0]] }
        for (column, field) in zip(columns, rows.fields) where !column.isWide {
            words.appendQuarters(indices.count) { row in
                let value = field[indices[start + row]]
                return value == FieldColumn.missing ? missingQuarter : UInt16(value)
            }
        }
        BlockChecksum.seal(&words)
        return words
    }

    /// Where the columns of a block lie.
    struct Layout {
        let count: Int
        let first: UInt64
        private let sourceTimes: Int?
        private let accounts: Int
        private let deltas: Int
        private let fields: [(offset: Int, isWide: Bool)]

        init(_ block: RawSpan, _ columns: [FieldColumn]) throws(StorageError) {
            count = try BlockChecksum.count(of: block, kind: ColumnBlock.kind)
            first = block.uint64(at: 16)
            let wide = 8 * count
            let half = 8 * ((count + 1) / 2)
            let quarter = 8 * ((count + 3) / 4)
            var offset = 32 + 2 * wide
            let hasSourceTimes = block.uint64(at: 24) & ColumnBlock.hasSourceTimes != 0
            sourceTimes = hasSourceTimes ? offset : nil
            if hasSourceTimes { offset += wide }
            var fields = columns.map { (offset: 0, isWide: $0.isWide) }
            for index in fields.indices where fields[index].isWide {
                fields[index].offset = offset
                offset += wide
            }
            accounts = offset
            deltas = accounts + half
            offset = deltas + half
            for index in fields.indices where !fields[index].isWide {
                fields[index].offset = offset
                offset += quarter
            }
            self.fields = fields
            guard count <= ColumnBlock.capacity, block.byteCount == offset else {
                throw .damaged(reason: "a block of columns is cut")
            }
        }

        func occurredAt(_ row: Int, of block: RawSpan) -> Int64 { block.int64(at: 32 + 8 * row) }

        func recordedAt(_ row: Int, of block: RawSpan) -> Int64 {
            block.int64(at: 32 + 8 * (count + row))
        }

        /// When the source knew of the event.
        func sourceAt(_ row: Int, of block: RawSpan) -> Int64 {
            sourceTimes.map { block.int64(at: $0 + 8 * row) } ?? occurredAt(row, of: block)
        }

        func account(_ row: Int, of block: RawSpan) -> UInt32 {
            block.uint32(at: accounts + 4 * row)
        }

        func position(_ row: Int, of block: RawSpan) -> UInt64 {
            first + UInt64(block.uint32(at: deltas + 4 * row))
        }

        /// Adds when all events happened.
        func appendOccurredAt(of block: RawSpan, to times: inout [Int64]) {
            times.append(addingCapacity: count) { output in
                for row in 0..<count { output.append(occurredAt(row, of: block)) }
            }
        }

        /// Adds where all events stand in the log.
        func appendPositions(of block: RawSpan, to positions: inout [UInt64]) {
            positions.append(addingCapacity: count) { output in
                for row in 0..<count { output.append(position(row, of: block)) }
            }
        }

        /// The values of a field, `FieldColumn.missing` where an event has none.
        func values(_ field: Int, of block: RawSpan) -> [Int64] {
            let (offset, isWide) = fields[field]
            var values: [Int64] = []
            values.append(addingCapacity: count) { output in
                guard !isWide else {
                    for row in 0..<count { output.append(block.int64(at: offset + 8 * row)) }
                    return
                }
                for row in 0..<count {
                    let value = block.uint16(at: offset + 2 * row)
                    let isMissing = value == ColumnBlock.missingQuarter
                    output.append(isMissing ? FieldColumn.missing : Int64(value))
                }
            }
            return values
        }

        /// The value of a field, `FieldColumn.missing` where the event has none.
        func value(_ field: Int, _ row: Int, of block: RawSpan) -> Int64 {
            let (offset, isWide) = fields[field]
            if isWide { return block.int64(at: offset + 8 * row) }
            let value = block.uint16(at: offset + 2 * row)
            return value == ColumnBlock.missingQuarter ? FieldColumn.missing : Int64(value)
        }
    }
}

extension FieldColumn {
    /// Whether a value takes eight bytes.
    fileprivate var isWide: Bool { content == .integer }
}
