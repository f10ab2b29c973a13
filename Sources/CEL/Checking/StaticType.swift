/// What is known of a value before an expression is evaluated.
package indirect enum StaticType: Equatable, Sendable {
    /// Any type; found out when it is evaluated.
    case dyn
    case null
    case bool
    case int
    case uint
    case double
    case string
    case bytes
    case timestamp
    case duration
    case type
    case list(StaticType)
    case map(key: StaticType, value: StaticType)
    case optional(StaticType)

    /// The name for messages.
    package var name: String {
        switch self {
        case .dyn: "any type"
        case .null: "null"
        case .bool: "bool"
        case .int: "int"
        case .uint: "uint"
        case .double: "double"
        case .string: "string"
        case .bytes: "bytes"
        case .timestamp: "timestamp"
        case .duration: "duration"
        case .type: "type"
        case .list(let element): "list of \(element.name)"
        case .map(let key, let value): "map of \(key.name) to \(value.name)"
        case .optional(let value): "optional \(value.name)"
        }
    }

    /// Whether a value of one type may be one of the other.
    package func agrees(with other: StaticType) -> Bool {
        switch (self, other) {
        case (.dyn, _), (_, .dyn): true
        case (.list(let left), .list(let right)): left.agrees(with: right)
        case (.map(let leftKey, let left), .map(let rightKey, let right)):
            leftKey.agrees(with: rightKey) && left.agrees(with: right)
        case (.optional(let left), .optional(let right)): left.agrees(with: right)
        default: self == other
        }
    }

    /// The type of a value that is of either type.
    package func joined(with other: StaticType) -> StaticType {
        switch (self, other) {
        case (.list(let left), .list(let right)): .list(left.joined(with: right))
        case (.map(let leftKey, let left), .map(let rightKey, let right)):
            .map(key: leftKey.joined(with: rightKey), value: left.joined(with: right))
        case (.optional(let left), .optional(let right)): .optional(left.joined(with: right))
        default: self == other ? self : .dyn
        }
    }

    /// The type of a literal.
    init(of value: Value) {
        switch value.type {
        case .null: self = .null
        case .bool: self = .bool
        case .int: self = .int
        case .uint: self = .uint
        case .double: self = .double
        case .string: self = .string
        case .bytes: self = .bytes
        case .timestamp: self = .timestamp
        case .duration: self = .duration
        case .type: self = .type
        case .list: self = .list(.dyn)
        case .map: self = .map(key: .dyn, value: .dyn)
        case .optional: self = .optional(.dyn)
        }
    }

    var isNumber: Bool { [.int, .uint, .double].contains(self) }
}
