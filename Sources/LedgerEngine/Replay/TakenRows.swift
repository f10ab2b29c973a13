import LMDB
import LedgerModel
import Policy

/// What a source takes from the events of one block of columns.
struct TakenRows {
    private let taken: TakenSource
    private let columns: [ValueBlock.Values]
    /// What must be so in an event that counts: which values of a column of packs fit.
    private var conditions: [(column: Int, isFit: [Bool])] = []
    /// Of the column of packs that the value stands in, which values fit.
    private var isFit: [Bool] = []
    /// Of the column of packs that the currency stands in, what the values are.
    private var currencies: [CurrencyCode] = []
    /// The values of which an entry has the place; nil where it has the value itself.
    private(set) var values: [FactValue]?

    /// - Parameter columns: those of `taken.columns`.
    init(_ taken: TakenSource, _ columns: [ValueBlock.Values]) {
        (self.taken, self.columns) = (taken, columns)
        for (column, text) in taken.equalities {
            conditions.append((column, columns[column].values.map { $0.isText(text) }))
        }
        if let column = taken.condition {
            conditions.append((column, columns[column].values.map { $0 == .truth(true) }))
        }
        values = taken.words.map { words in words.map { .text($0) } }
        if case .value(let column)? = taken.value {
            isFit = columns[column].values.map { taken.takes($0) }
            values = columns[column].values
        }
        if case .value(let column)? = taken.currency {
            currencies = columns[column].values.map(\.currency)
        }
    }

    /// Calls `body` with each event that counts: its row, what its entry has, and its currency.
    func forEach(
        of own: ColumnReader.Block, _ block: RawSpan, _ shard: Int, _ reader: ColumnReader,
        _ body: (_ row: Int, _ entry: Int64, CurrencyCode) -> Void
    ) {
        let layout = own.layout
        reader.forEachCounted(own, block, shard) { row in
            for (column, value) in taken.fixedEqualities
            where layout.value(column, row, of: block) != value { return }
            for (column, isFit) in conditions {
                let index = columns[column].rows[row]
                guard index != ValueBlock.none, isFit[Int(index)] else { return }
            }
            var entry: Int64 = 1
            switch taken.value {
            case nil: break
            case .fixed(let column)?:
                entry = layout.value(column, row, of: block)
                guard entry != FieldColumn.missing else { return }
            case .value(let column)?:
                let index = columns[column].rows[row]
                guard index != ValueBlock.none, isFit[Int(index)] else { return }
                entry = Int64(index)
            }
            body(row, entry, currency(row, layout, block))
        }
    }

    private func currency(
        _ row: Int, _ layout: ColumnBlock.Layout, _ block: RawSpan
    ) -> CurrencyCode {
        switch taken.currency {
        case nil: return .none
        case .fixed(let column)?:
            return ShardLoader.currency(layout.value(column, row, of: block))
        case .value(let column)?:
            let index = columns[column].rows[row]
            return index == ValueBlock.none ? .none : currencies[Int(index)]
        }
    }
}

extension FactValue {
    /// Whether it is a text of the same bytes.
    fileprivate func isText(_ text: String) -> Bool {
        if case .text(let own) = self { own.utf8.elementsEqual(text.utf8) } else { false }
    }

    /// The currency that it names; `none` where it names none.
    fileprivate var currency: CurrencyCode {
        if case .text(let text) = self { CurrencyCode(text) ?? .none } else { .none }
    }
}
