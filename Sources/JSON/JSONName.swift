/// A member name to look for, written as a literal: its first eight bytes are at hand for a
/// comparison in one step. Making one allocates nothing.
package struct JSONName: ExpressibleByStringLiteral, Hashable, Sendable {
    let string: String
    let prefix: UInt64

    /// A name that is known at run time.
    package init(_ string: String) {
        self.string = string
        let bytes = string.utf8.span
        prefix = bytes.prefix(from: 0, to: bytes.count)
    }

    /// A name that stands in the source.
    package init(stringLiteral value: String) {
        self.init(value)
    }
}
