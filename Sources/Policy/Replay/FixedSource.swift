import CEL
import LedgerModel

/// Where the ledger's columns of an event type hold what a source takes from its events
/// (`Catalogue.columns`).
package struct FixedSource: Sendable {
    /// The column of the value; nil where events are only counted.
    package let value: Int?
    /// The column of the currency; nil where the value is no money.
    package let currency: Int?
    /// What columns must hold in an event that counts.
    package let equalities: [(column: Int, value: Int64)]
    /// The words that the value is an index of; nil for other values.
    package let words: [String]?
}

extension ReplayPlan.Source {
    /// Where columns hold what this source takes; nil where it has to be read from the events.
    package var fixed: FixedSource? {
        guard let definition = Catalogue.index(of: reading.eventType) else { return nil }
        let columns = Catalogue.columns[definition]
        var equalities: [(column: Int, value: Int64)] = []
        if reading.condition != nil {
            guard let own = reading.equalities else { return nil }
            for equality in own {
                guard let column = columns.firstIndex(where: { $0.name == equality.field }),
                    let value = columns[column].code(of: equality.text)
                else { return nil }
                equalities.append((column, value))
            }
        }
        var currency: Int?
        if reading.isMoney {
            currency = columns.firstIndex { $0.content == .currency }
            guard currency != nil else { return nil }
        }
        guard let taken = reading.value else {
            return FixedSource(
                value: nil, currency: currency, equalities: equalities, words: nil)
        }
        guard case .field(let name) = taken,
            let value = columns.firstIndex(where: { $0.name == name })
        else { return nil }
        switch (columns[value].content, reading.type) {
        case (.integer, .int), (.flag, .bool):
            return FixedSource(
                value: value, currency: currency, equalities: equalities, words: nil)
        case (.word(let words), .string):
            return FixedSource(
                value: value, currency: currency, equalities: equalities, words: words)
        default: return nil
        }
    }
}

extension FieldColumn {
    /// What the column has for a text; a code that no event has for a text that none can have. Nil
    /// where the column holds no texts.
    func code(of text: String) -> Int64? {
        switch content {
        case .word(let words): words.firstIndex(of: text).map { Int64($0) } ?? -1
        case .currency: CurrencyCode(text).map { Int64($0.number) } ?? -1
        case .integer, .flag: nil
        }
    }
}
