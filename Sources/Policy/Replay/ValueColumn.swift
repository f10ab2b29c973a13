import CEL
package import JSON
import LedgerModel

/// A column that the ledger keeps because packs read it: what an expression over `event` says of
/// each event of a type.
package struct ValueColumn: Hashable, Sendable {
    /// The type of the events.
    package let eventType: String
    /// The expression, as `ParsedExpression.text` writes it.
    package let expression: String

    /// A column as the ledger names it.
    package init(eventType: String, expression: String) {
        self.eventType = eventType
        self.expression = expression
    }

    /// The column of an expression; nil where the ledger keeps none: of what reads personal fields,
    /// which stand in the events alone, and where the text doesn't lead back to the expression.
    init?(_ eventType: String, _ expression: ParsedExpression) {
        let text = expression.text
        guard !Self.readsPersonal(expression, of: eventType),
            text.utf8.count <= Limits.columnExpressionBytes,
            (try? Parser.parse(SourceText(text)))?.text == text
        else { return nil }
        self.init(eventType: eventType, expression: text)
    }

    /// The column of a member of the event's data.
    init?(_ eventType: String, field: String) {
        guard let expression = try? Parser.parse(SourceText("event.\(field)")) else { return nil }
        self.init(eventType, expression)
    }

    /// Whether an expression may say something of a person: it reads a personal field, or the whole
    /// event where the type has such fields.
    private static func readsPersonal(_ expression: ParsedExpression, of type: String) -> Bool {
        guard let definition = Catalogue.index(of: type) else { return false }
        let personal = Catalogue.definitions[definition].fields.filter(\.isPersonal).map(\.name)
        guard !personal.isEmpty else { return false }
        return expression.names.contains { name in
            let parts = name.split(separator: ".", maxSplits: 2).map { String($0) }
            return parts.first == "event" && (parts.count == 1 || personal.contains(parts[1]))
        }
    }
}

/// Takes from events of one type what the columns of packs hold of them.
package struct ValueTaker: Sendable {
    /// How a value is found.
    private enum Way: Sendable {
        /// Members inside one another, from the outermost one on.
        case path([JSONName])
        case expression(ParsedExpression)
    }

    private let ways: [Way]

    /// - Returns: nil where an expression can't be read.
    package init?(_ expressions: [String]) {
        var ways: [Way] = []
        for text in expressions {
            guard let expression = try? Parser.parse(SourceText(text)) else { return nil }
            let path = expression.path(of: "event") ?? []
            let isShort = path.allSatisfy { $0.utf8.count <= JSONName.maximumBytes }
            ways.append(
                path.isEmpty || !isShort
                    ? .expression(expression) : .path(path.map { JSONName($0) }))
        }
        self.ways = ways
    }

    /// Calls `body` with the number of each expression and what it says of an event; nil where it
    /// says nothing that a fact could be made of.
    package func take(
        _ tape: borrowing JSONTape, data: JSONNode.Index, in text: Span<UInt8>,
        _ body: (Int, FactValue?) -> Void
    ) {
        var whole: Value?
        for (number, way) in ways.enumerated() {
            switch way {
            case .path(let names):
                var node: JSONNode.Index? = data
                for name in names { node = node.flatMap { tape.member(name, of: $0, in: text) } }
                body(number, node.flatMap { FactValue(Value(tape, $0, in: text)) })
            case .expression(let expression):
                let event = whole ?? Value(tape, data, in: text)
                whole = event
                body(number, EventIntake.evaluate(expression, on: event).flatMap { FactValue($0) })
            }
        }
    }
}

extension FactValue {
    /// What a value of CEL is among facts; nil for what no fact can be.
    init?(_ value: Value) {
        switch value {
        case .int(let number): self = .number(number)
        case .bool(let truth): self = .truth(truth)
        case .string(let text): self = .text(text)
        default: return nil
        }
    }

    /// Whether a reading that asks for a type takes the value.
    func isTaken(as type: StaticType) -> Bool {
        switch (self, type) {
        case (.number, .int), (.truth, .bool), (.text, .string): true
        case (.number, .dyn), (.truth, .dyn), (.text, .dyn): true
        default: false
        }
    }
}
