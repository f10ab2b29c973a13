/// A SHA-256 hash of the tree: of a leaf, of an inner node, or the root.
public struct TreeHash: Hashable, Sendable, BitwiseCopyable {
    /// The 32 bytes, as four big-endian words in order.
    package let words: (UInt64, UInt64, UInt64, UInt64)

    package init(words: (UInt64, UInt64, UInt64, UInt64)) { self.words = words }

    /// How many bytes a hash has.
    public static let byteCount = 32

    /// The hash of a tree without leaves: SHA-256 of nothing (RFC 6962 §2.1).
    public static let emptyRoot = SHA256Hashing.hash([UInt8]().span)

    /// The 32 bytes.
    public var bytes: [UInt8] {
        [words.0, words.1, words.2, words.3].flatMap { word in
            stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
        }
    }

    /// 64 lower-case hexadecimal digits.
    public var hexadecimal: String {
        let digits = Array("0123456789abcdef".utf8)
        return String(
            decoding: bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
    }

    public static func == (left: TreeHash, right: TreeHash) -> Bool { left.words == right.words }

    public func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}

extension TreeHash {
    /// Reads the 32 bytes at `offset`; nil where there are fewer.
    package init?(_ bytes: Span<UInt8>, at offset: Int = 0) {
        guard offset >= 0, bytes.count - offset >= Self.byteCount else { return nil }
        func word(_ start: Int) -> UInt64 {
            var value: UInt64 = 0
            for index in start..<start + 8 { value = value << 8 | UInt64(bytes[index]) }
            return value
        }
        words = (word(offset), word(offset + 8), word(offset + 16), word(offset + 24))
    }

    /// Reads 64 hexadecimal digits; nil for another text.
    package init?(hexadecimal text: String) {
        let digits = Array(text.utf8)
        guard digits.count == 2 * Self.byteCount else { return nil }
        var words: [UInt64] = []
        for start in stride(from: 0, to: digits.count, by: 16) {
            let part = String(decoding: digits[start..<start + 16], as: UTF8.self)
            guard part.utf8.allSatisfy({ $0 != UInt8(ascii: "+") && $0 != UInt8(ascii: "-") }),
                let word = UInt64(part, radix: 16)
            else { return nil }
            words.append(word)
        }
        self.words = (words[0], words[1], words[2], words[3])
    }

    /// Appends the 32 bytes.
    package func append(to output: inout [UInt8]) {
        for word in [words.0, words.1, words.2, words.3] {
            for shift in stride(from: UInt64(56), through: 0, by: -8) {
                output.append(UInt8(truncatingIfNeeded: word >> shift))
            }
        }
    }
}
