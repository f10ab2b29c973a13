/// One value, or one member name, of a parsed text: 24 bytes without references.
package struct JSONNode: BitwiseCopyable, Sendable {
    /// The place of a node in its tape.
    package struct Index: Hashable, Sendable {
        let position: UInt32
    }

    /// The six kinds of RFC 8259 §3 (https://www.rfc-editor.org/rfc/rfc8259#section-3).
    package enum Kind: UInt8, BitwiseCopyable, Sendable {
        case null, bool, number, string, object, array
    }

    struct Flags: OptionSet, BitwiseCopyable, Sendable {
        let rawValue: UInt8

        static let isCanonical = Flags(rawValue: 1)
        static let hasEscapes = Flags(rawValue: 2)
        static let hasNonASCII = Flags(rawValue: 4)
        static let isTrue = Flags(rawValue: 8)
        static let isInteger = Flags(rawValue: 16)
        static let isKey = Flags(rawValue: 32)
    }

    /// Of a key its first eight bytes, big endian; of an integer its value; of a container the
    /// first child (low half, 0 is none) and the number of children (high half).
    var link: UInt64 = 0
    private(set) var startOffset: UInt32
    var endOffset: UInt32
    /// The next sibling; 0 is none, because the root has no siblings.
    var next: UInt32 = 0
    /// What the node is.
    package let kind: Kind
    var flags: Flags

    init(_ kind: Kind, _ flags: Flags, from start: Int, to end: Int) {
        self.kind = kind
        self.flags = flags
        startOffset = UInt32(truncatingIfNeeded: start)
        endOffset = UInt32(truncatingIfNeeded: end)
    }
}

extension JSONNode {
    /// The first byte of the node in its text; of a string, the first byte after the quote.
    package var start: Int { Int(startOffset) }

    /// The byte after the node in its text; of a string, the closing quote.
    package var end: Int { Int(endOffset) }

    /// Whether the string holds a backslash, so that its bytes are not yet its value.
    package var hasEscapes: Bool { flags.contains(.hasEscapes) }

    /// Whether the bytes of the node are known to be its RFC 8785 form.
    package var isCanonical: Bool { flags.contains(.isCanonical) }

    /// Whether the node is the name of a member.
    package var isKey: Bool { flags.contains(.isKey) }

    /// Whether the node is the literal `true`.
    package var isTrue: Bool { flags.contains(.isTrue) }

    /// Whether the bytes of the string are its value, all below 0x80.
    var isPlain: Bool { flags.isDisjoint(with: [.hasEscapes, .hasNonASCII]) }

    /// The bytes of the node with the quotes of a string.
    var rawStart: Int { kind == .string ? start &- 1 : start }
    var rawEnd: Int { kind == .string ? end &+ 1 : end }

    var firstChild: UInt32 { UInt32(truncatingIfNeeded: link) }
    var childCount: Int { Int(link >> 32) }
}
