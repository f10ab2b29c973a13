package import JSON

/// A known field whose values have one small form, so that the ledger keeps them in columns.
package struct FieldColumn: Sendable {
    /// What the values are.
    package enum Content: Equatable, Sendable {
        /// A whole number.
        case integer
        /// 0 or 1.
        case flag
        /// The number of a currency (`CurrencyCode.number`).
        case currency
        /// The index of one of these words.
        case word([String])
    }

    /// The name of the member of `data`.
    package let name: String
    /// What the values are.
    package let content: Content
    private let key: JSONName

    /// Stands for a field that the event doesn't have. No JSON number reaches it.
    package static let missing = Int64.min

    fileprivate init?(_ field: EventDefinition.Field) {
        guard !field.isPersonal else { return nil }
        switch field.kind {
        case .amount, .change, .count, .integer, .year: content = .integer
        case .flag: content = .flag
        case .currency: content = .currency
        case .word(let words): content = .word(words)
        default: return nil
        }
        name = field.name
        key = field.key
    }

    /// The value of an event as the column has it; `missing` where the event has none of this form.
    package func value(
        of tape: borrowing JSONTape, data: JSONNode.Index, in text: Span<UInt8>
    ) -> Int64 {
        guard let node = tape.member(key, of: data, in: text) else { return Self.missing }
        switch content {
        case .integer: return tape.integer(node, in: text) ?? Self.missing
        case .flag: return tape.bool(node).map { $0 ? 1 : 0 } ?? Self.missing
        case .currency:
            return tape.currency(at: node, in: text).map { Int64($0.number) } ?? Self.missing
        case .word(let words):
            let index =
                tape[node].kind == .string
                ? words.firstIndex { tape.stringEquals(node, $0.utf8.span, in: text) } : nil
            return index.map { Int64($0) } ?? Self.missing
        }
    }
}

extension EventDefinition {
    /// The fields that the ledger keeps in columns, in canonical order of their names.
    fileprivate var fieldColumns: [FieldColumn] { fields.compactMap { FieldColumn($0) } }
}

extension Catalogue {
    /// The columns of each definition.
    package static let columns: [[FieldColumn]] = definitions.map(\.fieldColumns)
}
