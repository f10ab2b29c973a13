import CEL
import LedgerModel

/// Where columns hold what a source takes from its events, if need be such as the ledger keeps only
/// because packs read them.
package struct TakenSource: Sendable {
    /// Where one thing stands.
    package enum Part: Sendable {
        /// In a fixed column of the event type.
        case fixed(Int)
        /// In one of `columns`.
        case value(Int)
    }

    /// The columns that are kept because packs read them.
    package private(set) var columns: [ValueColumn] = []
    /// What fixed columns must hold in an event that counts.
    package private(set) var fixedEqualities: [(column: Int, value: Int64)] = []
    /// Which of `columns` must be what text in an event that counts.
    package private(set) var equalities: [(column: Int, text: String)] = []
    /// Which of `columns` must be true in an event that counts.
    package private(set) var condition: Int?
    /// The value; nil where events are only counted.
    package private(set) var value: Part?
    /// The words that a value of a fixed column is an index of; nil for other values.
    package private(set) var words: [String]?
    /// The currency; nil where the value is no money.
    package private(set) var currency: Part?
    private let type: StaticType

    /// Nil where the source has to be read from the events.
    fileprivate init?(_ reading: EventReading) {
        type = reading.type
        let eventType = reading.eventType
        let fixed = Catalogue.index(of: eventType).map { Catalogue.columns[$0] } ?? []
        if let own = reading.equalities {
            for equality in own {
                guard note(equality, of: eventType, fixed) else { return nil }
            }
        } else if let own = reading.condition {
            condition = index(of: ValueColumn(eventType, own.expression))
            guard condition != nil else { return nil }
        }
        switch reading.value {
        case nil: break
        case .field(let name):
            if let column = fixed.firstIndex(where: { $0.name == name && $0.holds(reading.type) }) {
                value = .fixed(column)
                if case .word(let words) = fixed[column].content { self.words = words }
            } else {
                value = index(of: ValueColumn(eventType, field: name)).map { .value($0) }
            }
            guard value != nil else { return nil }
        case .formula(let formula):
            value = index(of: ValueColumn(eventType, formula.expression)).map { .value($0) }
            guard value != nil else { return nil }
        }
        guard reading.isMoney else { return }
        currency =
            fixed.firstIndex { $0.name == "currency" && $0.content == .currency }
            .map { .fixed($0) }
            ?? index(of: ValueColumn(eventType, field: "currency")).map { .value($0) }
        guard currency != nil else { return nil }
    }

    /// Notes where a field stands that must be a text; whether it stands anywhere.
    private mutating func note(
        _ equality: FieldEquality, of eventType: String, _ fixed: [FieldColumn]
    ) -> Bool {
        let column = fixed.firstIndex { $0.name == equality.field }
        if let column, let value = fixed[column].code(of: equality.text) {
            fixedEqualities.append((column, value))
            return true
        }
        guard let own = index(of: ValueColumn(eventType, field: equality.field)) else {
            return false
        }
        equalities.append((own, equality.text))
        return true
    }

    /// The place of a column, which is noted once.
    private mutating func index(of column: ValueColumn?) -> Int? {
        guard let column else { return nil }
        if let index = columns.firstIndex(of: column) { return index }
        columns.append(column)
        return columns.count - 1
    }

    /// Whether a value of a column is of the type that is asked for.
    package func takes(_ value: FactValue) -> Bool { value.isTaken(as: type) }
}

extension ReplayPlan.Source {
    /// Where columns hold what this source takes, if they are kept; nil where it has to be read
    /// from the events.
    package var taken: TakenSource? { TakenSource(reading) }
}

extension Pack {
    /// The columns that the ledger keeps for the pack: of what it reads beside fixed columns.
    package var valueColumns: [ValueColumn] {
        let plan = ReplayPlan(self, tracks: [], facts: Set(facts.indices))
        var columns: [ValueColumn] = []
        for source in plan.neededSources.sorted() where plan.sources[source].fixed == nil {
            for column in plan.sources[source].taken?.columns ?? []
            where !columns.contains(column) {
                columns.append(column)
            }
        }
        return columns
    }
}

extension FieldColumn {
    /// Whether the column holds the values of that type which a reading takes.
    fileprivate func holds(_ type: StaticType) -> Bool {
        switch (content, type) {
        case (.integer, .int), (.flag, .bool), (.word, .string): true
        default: false
        }
    }
}
