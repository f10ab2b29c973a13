/// A member name to look for, written as a literal: its first eight bytes are at hand for a
/// comparison in one step. Making one allocates nothing.
package struct JSONName: ExpressibleByStringLiteral, Hashable, Sendable {
    let string: String
    let prefix: UInt64

    package init(_ string: String) {
        self.string = string
        let bytes = string.utf8.span
        prefix = bytes.prefix(from: 0, to: bytes.count)
    }

    package init(stringLiteral value: String) {
        self.init(value)
    }
}
