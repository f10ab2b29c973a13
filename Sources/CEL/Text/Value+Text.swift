extension Value {
    /// The value as an expression would write it, for messages.
    package var text: String {
        switch self {
        case .null: "null"
        case .bool(let value): "\(value)"
        case .int(let value): "\(value)"
        case .uint(let value): "\(value)u"
        case .double(let value): DoubleText.typed(value)
        case .string(let value): "'\(value)'"
        case .bytes(let value): "bytes of \(value.count)"
        case .list(let elements): "[" + elements.map(\.text).joined(separator: ", ") + "]"
        case .map(let map):
            "{"
                + zip(map.keys, map.values).map { "\($0.text): \($1.text)" }
                .joined(separator: ", ") + "}"
        case .timestamp(let instant): "timestamp('\(instant.text)')"
        case .duration(let span): "duration('\(span.text)')"
        case .type(let type): type.rawValue
        case .optional(let value): value.map { "optional.of(\($0.text))" } ?? "optional.none()"
        }
    }
}
