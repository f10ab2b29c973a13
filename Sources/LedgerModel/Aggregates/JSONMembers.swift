import JSON

/// Writes JSON objects and arrays member by member. The caller gives the members in canonical order
/// (RFC 8785 §3.2.3, https://www.rfc-editor.org/rfc/rfc8785#section-3.2.3), so that equal values
/// have equal bytes.
package struct JSONMembers: Sendable {
    package private(set) var bytes: [UInt8] = []
    private var needsComma = false

    package init() {}

    /// Forgets what was written and keeps the memory.
    package mutating func removeAll() {
        bytes.removeAll(keepingCapacity: true)
        needsComma = false
    }

    /// An object as the value of a member.
    package mutating func object(_ name: String, _ members: (inout JSONMembers) -> Void) {
        key(name)
        object(members)
    }

    /// An object as an element, or as the whole text.
    package mutating func object(_ members: (inout JSONMembers) -> Void) {
        enclose("{", "}", members)
    }

    /// An array as the value of a member.
    package mutating func array(_ name: String, _ elements: (inout JSONMembers) -> Void) {
        key(name)
        array(elements)
    }

    /// An array as an element.
    package mutating func array(_ elements: (inout JSONMembers) -> Void) {
        enclose("[", "]", elements)
    }

    /// An integer as the value of a member.
    package mutating func integer(_ name: String, _ value: Int64) {
        key(name)
        integer(value)
    }

    /// A number of things as the value of a member.
    package mutating func count(_ name: String, _ value: Int) { integer(name, Int64(value)) }

    /// An integer, or `null`, as the value of a member.
    package mutating func integerOrNull(_ name: String, _ value: Int?) {
        guard let value else {
            key(name)
            separate()
            bytes.append(contentsOf: "null".utf8)
            return
        }
        count(name, value)
    }

    /// An integer as an element.
    package mutating func integer(_ value: Int64) {
        separate()
        JSONWriter.appendInteger(value, to: &bytes)
    }

    /// `true` or `false` as the value of a member.
    package mutating func bool(_ name: String, _ value: Bool) {
        key(name)
        separate()
        bytes.append(contentsOf: value ? "true".utf8 : "false".utf8)
    }

    /// A string as the value of a member.
    package mutating func string(_ name: String, _ value: String) {
        key(name)
        string(value)
    }

    /// A string as an element.
    package mutating func string(_ value: String) {
        separate()
        JSONWriter.appendQuoted(value, to: &bytes)
    }

    /// An instant as the value of a member, RFC 3339 in UTC.
    package mutating func instant(_ name: String, _ value: Instant) {
        key(name)
        separate()
        bytes.append(UInt8(ascii: "\""))
        value.append(to: &bytes)
        bytes.append(UInt8(ascii: "\""))
    }

    /// An object that is written now and becomes the value of a later member.
    package static func nested(_ members: (inout JSONMembers) -> Void) -> JSONMembers {
        var object = JSONMembers()
        object.object(members)
        return object
    }

    /// A value that was written before.
    package mutating func nested(_ name: String, _ value: JSONMembers) {
        key(name)
        separate()
        bytes += value.bytes
    }

    /// The end of a line of NDJSON.
    package mutating func endLine() {
        bytes.append(UInt8(ascii: "\n"))
        needsComma = false
    }

    private mutating func key(_ name: String) {
        string(name)
        bytes.append(UInt8(ascii: ":"))
        needsComma = false
    }

    private mutating func separate() {
        if needsComma { bytes.append(UInt8(ascii: ",")) }
        needsComma = true
    }

    private mutating func enclose(
        _ opening: Unicode.Scalar, _ closing: Unicode.Scalar,
        _ contents: (inout JSONMembers) -> Void
    ) {
        separate()
        bytes.append(UInt8(ascii: opening))
        needsComma = false
        contents(&self)
        bytes.append(UInt8(ascii: closing))
        needsComma = true
    }
}
