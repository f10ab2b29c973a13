/// One value, or one member name, of a parsed text: 24 bytes without references.
package struct JSONNode: BitwiseCopyable, Sendable {
    /// The place of a node in its tape.
    package struct Index: Hashable, Sendable {
        @usableFromInline let position: UInt32

        @inlinable init(position: UInt32) { self.position = position }
    }

    /// The six kinds of RFC 8259 §3 (https://www.rfc-editor.org/rfc/rfc8259#section-3).
    package enum Kind: UInt8, BitwiseCopyable, Sendable {
        case null, bool, number, string, object, array
    }

    @usableFromInline struct Flags: OptionSet, BitwiseCopyable, Sendable {
        @usableFromInline let rawValue: UInt8

        @inlinable init(rawValue: UInt8) { self.rawValue = rawValue }

        static let isCanonical = Flags(rawValue: 1)
        static let hasEscapes = Flags(rawValue: 2)
        static let hasNonASCII = Flags(rawValue: 4)
        static let isTrue = Flags(rawValue: 8)
        static let isInteger = Flags(rawValue: 16)
        static let isKey = Flags(rawValue: 32)
    }

    /// Of a key its first eight bytes, big endian; of an integer its value; of a container the
    /// first child (low half, 0 is none) and the number of children (high half).
    @usableFromInline var link: UInt64 = 0
    /// Start offset (low half) and end offset (high half).
    @usableFromInline var offsets: UInt64
    /// Next sibling (low half; 0 is none, because the root has no siblings), kind and flags.
    @usableFromInline var tail: UInt64

    /// Three whole words are made in registers; smaller fields would be written one by one and read
    /// back as words, which stalls.
    init(_ kind: Kind, _ flags: Flags, from start: Int, to end: Int) {
        offsets = UInt64(UInt32(truncatingIfNeeded: start)) | UInt64(truncatingIfNeeded: end) << 32
        tail = UInt64(kind.rawValue) << 32 | UInt64(flags.rawValue) << 40
    }
}

extension JSONNode {
    /// What the node is.
    @inlinable package var kind: Kind {
        switch UInt8(truncatingIfNeeded: tail >> 32) {
        case 0: .null
        case 1: .bool
        case 2: .number
        case 3: .string
        case 4: .object
        default: .array
        }
    }

    @inlinable var flags: Flags {
        get { Flags(rawValue: UInt8(truncatingIfNeeded: tail >> 40)) }
        set { tail = tail & 0xFF_FFFF_FFFF | UInt64(newValue.rawValue) << 40 }
    }

    @inlinable var next: UInt32 {
        get { UInt32(truncatingIfNeeded: tail) }
        set { tail = tail & ~0xFFFF_FFFF | UInt64(newValue) }
    }
}

extension JSONNode {
    /// The first byte of the node in its text; of a string, the first byte after the quote.
    @inlinable package var start: Int { Int(UInt32(truncatingIfNeeded: offsets)) }

    /// The byte after the node in its text; of a string, the closing quote.
    @inlinable package internal(set) var end: Int {
        get { Int(offsets >> 32) }
        set { offsets = offsets & 0xFFFF_FFFF | UInt64(truncatingIfNeeded: newValue) << 32 }
    }

    /// Whether the string holds a backslash, so that its bytes are not yet its value.
    @inlinable package var hasEscapes: Bool { flags.rawValue & 2 != 0 }

    /// Whether the bytes of the node are known to be its RFC 8785 form.
    @inlinable package var isCanonical: Bool { flags.rawValue & 1 != 0 }

    /// Whether the node is the name of a member.
    @inlinable package var isKey: Bool { flags.rawValue & 32 != 0 }

    /// Whether the node is the literal `true`.
    package var isTrue: Bool { flags.contains(.isTrue) }

    /// Whether the bytes of the string are its value, all below 0x80.
    var isPlain: Bool { flags.isDisjoint(with: [.hasEscapes, .hasNonASCII]) }

    /// The bytes of the node with the quotes of a string.
    var rawStart: Int { kind == .string ? start &- 1 : start }
    var rawEnd: Int { kind == .string ? end &+ 1 : end }

    @inlinable var firstChild: UInt32 { UInt32(truncatingIfNeeded: link) }
    var childCount: Int { Int(link >> 32) }
}
