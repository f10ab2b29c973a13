/// A member name of at most 32 bytes to look for, held in four words: it is compared without
/// touching memory, and copied without counting references.
package struct JSONName: ExpressibleByStringLiteral, Hashable, Sendable, BitwiseCopyable {
    /// Bytes that a name has at most.
    package static let maximumBytes = 32

    let count: Int
    /// The bytes in big-endian order, padded with zeros.
    private let words: (UInt64, UInt64, UInt64, UInt64)

    /// A name that is known at run time; it must have at most `maximumBytes`.
    package init(_ string: String) {
        let bytes = string.utf8.span
        precondition(bytes.count <= Self.maximumBytes, "\(string) is too long for a JSONName")
        count = bytes.count
        func word(_ index: Int) -> UInt64 {
            let start = 8 * index
            return start < bytes.count ? bytes.prefix(from: start, to: bytes.count) : 0
        }
        words = (word(0), word(1), word(2), word(3))
    }

    /// A name that stands in the source.
    package init(stringLiteral value: String) { self.init(value) }

    /// The first eight bytes in big-endian order.
    package var prefix: UInt64 { words.0 }

    /// Whether the bytes from the ninth on are those of a range of a text with as many bytes.
    func hasRest(from start: Int, to end: Int, of text: Span<UInt8>) -> Bool {
        guard count > 8 else { return true }
        guard text.prefix(from: start + 8, to: end) == words.1 else { return false }
        guard count > 16 else { return true }
        guard text.prefix(from: start + 16, to: end) == words.2 else { return false }
        guard count > 24 else { return true }
        return text.prefix(from: start + 24, to: end) == words.3
    }

    /// The UTF-8 bytes.
    var bytes: [UInt8] {
        (0..<count).map { index in
            let word = [words.0, words.1, words.2, words.3][index / 8]
            return UInt8(truncatingIfNeeded: word >> UInt64(56 - 8 * (index % 8)))
        }
    }

    package static func == (left: JSONName, right: JSONName) -> Bool {
        left.count == right.count && left.words == right.words
    }

    package func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
