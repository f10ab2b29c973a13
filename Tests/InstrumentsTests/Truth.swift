import JSON
import Testing

/// A JSON object as the canonical bytes of its members' values, for exact comparisons.
struct Truth {
    private let text: [UInt8]
    private let tape: JSONTape
    private let object: JSONNode.Index

    init(_ text: [UInt8]) throws {
        var tape = JSONTape()
        try tape.parse(text.span)
        self.text = text
        self.tape = tape
        object = tape.root
    }

    private init(_ truth: Truth, _ object: JSONNode.Index) {
        text = truth.text
        tape = truth.tape
        self.object = object
    }

    /// The names of the members, in canonical order.
    var names: [String] { keys.map { tape.string($0, in: text.span) } }

    /// Each member's canonical JSON.
    var members: [String: String] {
        var members: [String: String] = [:]
        for key in keys {
            members[tape.string(key, in: text.span)] = canonical(tape.value(ofMember: key))
        }
        return members
    }

    /// A member that is an object; nil where there is none.
    subscript(name: String) -> Truth? {
        guard let value = tape.member(JSONName(name), of: object, in: text.span),
            tape[value].kind == .object
        else { return nil }
        return Truth(self, value)
    }

    /// The members that are objects, by their names.
    var objects: [String: Truth] {
        var objects: [String: Truth] = [:]
        for key in keys {
            objects[tape.string(key, in: text.span)] = Truth(self, tape.value(ofMember: key))
        }
        return objects
    }

    private var keys: [JSONNode.Index] {
        var keys: [JSONNode.Index] = []
        var next = tape.firstChild(of: object)
        while let key = next {
            keys.append(key)
            next = tape.nextSibling(of: key)
        }
        return keys
    }

    private func canonical(_ value: JSONNode.Index) -> String {
        var bytes: [UInt8] = []
        tape.appendCanonical(value, in: text.span, to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// The canonical form of a JSON text.
func canonical(_ text: [UInt8]) throws -> [UInt8] {
    var tape = JSONTape()
    try tape.parse(text.span)
    var bytes: [UInt8] = []
    tape.appendCanonical(tape.root, in: text.span, to: &bytes)
    return bytes
}
