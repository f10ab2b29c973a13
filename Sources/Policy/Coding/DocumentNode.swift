/// A part of a YAML document, and where it stands.
package struct DocumentNode: Sendable {
    /// What a part holds.
    package indirect enum Content: Sendable {
        /// A text; `isPlain` where it stood without quotes, so that `12` is a number and `"12"` is
        /// not.
        case scalar(String, style: ScalarStyle)
        case list([DocumentNode])
        /// The members in the order of the document, each name once.
        case object([Member])
    }

    /// How a text was written.
    package enum ScalarStyle: Sendable {
        case plain
        case quoted
        /// In lines of its own, behind `|` or `>`.
        case block
    }

    /// A named part of an object.
    package struct Member: Sendable {
        /// The name as the document has it.
        package let name: String
        /// Where the name stands.
        package let place: TextPlace
        /// What stands behind the name.
        package let value: DocumentNode
    }

    /// What it holds.
    package let content: Content
    /// Where it stands in the document.
    package let place: TextPlace

    /// The members of an object; none for other parts.
    package var members: [Member] {
        if case .object(let members) = content { members } else { [] }
    }

    /// The elements of a list; none for other parts.
    package var elements: [DocumentNode] {
        if case .list(let elements) = content { elements } else { [] }
    }

    /// The member of a name.
    package subscript(name: String) -> DocumentNode? {
        members.first { $0.name == name }?.value
    }

    /// The text of a scalar.
    package var text: String? {
        if case .scalar(let text, _) = content { text } else { nil }
    }

    /// A scalar without quotes, as the JSON schema of YAML 1.2 reads it
    /// (https://yaml.org/spec/1.2.2/#102-json-schema), numbers being whole: what is not written as
    /// JSON writes it is a text, so that a pack reads the same from its canonical JSON.
    package var plain: PlainValue? {
        guard case .scalar(let text, .plain) = content else { return nil }
        switch text {
        case "true": return .bool(true)
        case "false": return .bool(false)
        case "null": return .null
        default:
            guard let number = Int64(text), String(number) == text,
                number.magnitude <= 9_007_199_254_740_991
            else { return nil }
            return .number(number)
        }
    }

    /// What a scalar without quotes may be besides a text.
    package enum PlainValue: Equatable, Sendable {
        case null
        case bool(Bool)
        case number(Int64)
    }

    /// For messages: what kind of part this is.
    var kindName: String {
        switch content {
        case .list: "a list"
        case .object: "an object"
        case .scalar(let text, _): text.isEmpty ? "nothing" : "'\(text.prefix(40))'"
        }
    }
}
