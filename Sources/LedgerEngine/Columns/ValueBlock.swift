import LMDB
import LedgerModel
import Policy

/// What one expression says of the events of a block of columns, in their order:
///
///     u16 which of the values · i64 each value once · u16 what it is · the bytes of the texts
///
/// every part padded to eight bytes. Of a number the second part has the number, of a truth 0 or 1,
/// of a text where its bytes end.
enum ValueBlock {
    static let kind: UInt32 = 0x0004_0001
    /// The index of an event of which the expression says nothing.
    static let none = UInt16.max

    /// What a value is.
    private enum Kind: UInt16 {
        case number
        case truth
        case text
    }

    /// Values that are to become a block.
    struct Builder: Sendable {
        private var rows: [UInt16] = []
        private var values: [FactValue] = []
        /// By bytes: strings would take é and e with an accent for the same.
        private var indices: [Key: UInt16] = [:]
        /// Bytes of its texts.
        private(set) var textBytes = 0

        private enum Key: Hashable {
            case number(Int64)
            case truth(Bool)
            case text([UInt8])
        }

        var count: Int { rows.count }

        mutating func append(_ value: FactValue?) {
            let key: Key
            switch value {
            case .number(let number)?: key = .number(number)
            case .truth(let truth)?: key = .truth(truth)
            case .text(let text)?: key = .text(Array(text.utf8))
            case .missing?, nil:
                rows.append(ValueBlock.none)
                return
            }
            guard let value else { return }
            if let index = indices[key] {
                rows.append(index)
                return
            }
            let index = UInt16(values.count)
            indices[key] = index
            values.append(value)
            rows.append(index)
            if case .text(let bytes) = key { textBytes += bytes.count }
        }

        /// The block as words; the builder is empty again.
        mutating func take(first: UInt64) -> [UInt64] {
            var words = BlockChecksum.header(
                kind: ValueBlock.kind, count: rows.count, first: first,
                extra: UInt64(values.count) | UInt64(textBytes) << 32)
            words.appendQuarters(rows.count) { rows[$0] }
            var bytes: [UInt8] = []
            for value in values {
                switch value {
                case .number(let number): words.append(UInt64(bitPattern: number))
                case .truth(let truth): words.append(truth ? 1 : 0)
                case .text(let text):
                    bytes.append(contentsOf: text.utf8)
                    words.append(UInt64(bytes.count))
                case .missing: preconditionFailure("what is missing is no value of a block")
                }
            }
            words.appendQuarters(values.count) { Self.form(of: values[$0]).rawValue }
            for start in stride(from: 0, to: bytes.count, by: 8) {
                var word: UInt64 = 0
                for index in start..<min(start + 8, bytes.count) {
                    word |= UInt64(bytes[index]) << UInt64(8 * (index - start))
                }
                words.append(word)
            }
            BlockChecksum.seal(&words)
            self = Builder()
            return words
        }

        private static func form(of value: FactValue) -> Kind {
            switch value {
            case .number, .missing: .number
            case .truth: .truth
            case .text: .text
            }
        }
    }

    /// A block as it is read.
    struct Values: Sendable {
        /// By event, which of the values; `ValueBlock.none` for nothing.
        let rows: [UInt16]
        /// Each value once.
        let values: [FactValue]

        /// - Parameters:
        ///   - count: how many events the block of columns has that it belongs to.
        ///   - first: the first position of the segment.
        init(_ block: RawSpan, count: Int, first: UInt64) throws(StorageError) {
            let own = try BlockChecksum.count(of: block, kind: kind)
            let valueCount = Int(block.uint32(at: 24))
            let textBytes = Int(block.uint32(at: 28))
            let values = 32 + 8 * ((own + 3) / 4)
            let kinds = values + 8 * valueCount
            let texts = kinds + 8 * ((valueCount + 3) / 4)
            guard own == count, block.uint64(at: 16) == first, valueCount <= own,
                block.byteCount == texts + 8 * ((textBytes + 7) / 8),
                BlockChecksum.checksum(block) == block.uint64(at: 0)
            else { throw Self.damaged }
            var rows: [UInt16] = []
            rows.append(addingCapacity: own) { output in
                for row in 0..<own { output.append(block.uint16(at: 32 + 2 * row)) }
            }
            guard rows.allSatisfy({ $0 < valueCount || $0 == ValueBlock.none }) else {
                throw Self.damaged
            }
            self.rows = rows
            self.values = try Self.values(
                block, valueCount, at: values, kinds: kinds, texts: texts..<texts + textBytes)
        }

        private static func values(
            _ block: RawSpan, _ count: Int, at offset: Int, kinds: Int, texts: Range<Int>
        ) throws(StorageError) -> [FactValue] {
            var (values, start) = ([FactValue](), texts.lowerBound)
            values.reserveCapacity(count)
            for index in 0..<count {
                let number = block.int64(at: offset + 8 * index)
                switch Kind(rawValue: block.uint16(at: kinds + 2 * index)) {
                case .number?: values.append(.number(number))
                case .truth? where number == 0 || number == 1: values.append(.truth(number == 1))
                case .text?:
                    guard let length = Int(exactly: number), length <= texts.count,
                        texts.lowerBound + length >= start
                    else { throw damaged }
                    let end = texts.lowerBound + length
                    let bytes = block.extracting(start..<end).copy()
                    values.append(.text(String(decoding: bytes, as: UTF8.self)))
                    start = end
                default: throw damaged
                }
            }
            return values
        }

        private static var damaged: StorageError {
            .damaged(reason: "a block of values differs from its checksum or its columns")
        }
    }
}
