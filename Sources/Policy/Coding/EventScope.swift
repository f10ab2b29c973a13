import CEL
import LedgerModel

/// What expressions about the events of a type may name.
struct EventScope {
    /// Types by name.
    let variables: [String: StaticType]
    private let fields: [String]

    init(_ eventType: String) {
        var variables: [String: StaticType] = ["event": .map(key: .string, value: .dyn)]
        var fields: [String] = []
        if let index = Catalogue.index(of: eventType) {
            for field in Catalogue.definitions[index].fields {
                variables["event.\(field.name)"] = field.kind.staticType
                fields.append(field.name)
            }
        }
        self.variables = variables
        self.fields = fields
    }

    /// Functions for expressions about events.
    static let functions: [String: [Signature]] = [
        "normalised": [Signature([.map(key: .string, value: .dyn)], .int)]
    ]

    /// Fields that an expression names and that are nearly fields of the type. Others are legal:
    /// events may carry more than the catalogue knows.
    func misspelled(in formula: Formula) -> [PackProblem] {
        formula.expression.fields(of: "event").compactMap { field in
            guard !fields.contains(field.name), let near = fields.nearest(to: field.name) else {
                return nil
            }
            return formula.problem(
                "there is no field '\(field.name)'; did you mean '\(near)'?", at: field.offset)
        }
    }
}

extension FieldKind {
    fileprivate var staticType: StaticType {
        switch self {
        case .text, .identifier, .sourceName, .interactionChannel, .currency, .date, .decimal,
            .word:
            .string
        case .amount, .change, .count, .integer, .number, .year: .int
        case .flag: .bool
        case .textList: .list(.string)
        case .objectList, .object, .scalar: .dyn
        }
    }
}
