import Crypto

/// SHA-256 over spans, the one place outside `LMDB` that passes pointers on: the hash functions of
/// the package take nothing else without a copy.
public enum SHA256Hashing {
    /// SHA-256 of the bytes as they are.
    package static func hash(_ bytes: Span<UInt8>) -> TreeHash {
        var hasher = SHA256()
        unsafe hasher.update(bytes.bytes)
        return TreeHash(hasher.finalize())
    }

    /// The hash of a leaf: SHA-256(0x00 ‖ bytes), RFC 6962 §2.1
    /// (https://www.rfc-editor.org/rfc/rfc6962#section-2.1).
    package static func leaf(_ bytes: Span<UInt8>) -> TreeHash {
        var hasher = SHA256()
        let prefix: InlineArray<1, UInt8> = [0x00]
        unsafe hasher.update(prefix.span.bytes)
        unsafe hasher.update(bytes.bytes)
        return TreeHash(hasher.finalize())
    }

    /// The hash of an inner node: SHA-256(0x01 ‖ left ‖ right), RFC 6962 §2.1.
    package static func node(_ left: TreeHash, _ right: TreeHash) -> TreeHash {
        var hasher = SHA256()
        let prefix: InlineArray<1, UInt8> = [0x01]
        unsafe hasher.update(prefix.span.bytes)
        let (l, r) = (left.words, right.words)
        let words: InlineArray<8, UInt64> = [
            l.0.bigEndian, l.1.bigEndian, l.2.bigEndian, l.3.bigEndian,
            r.0.bigEndian, r.1.bigEndian, r.2.bigEndian, r.3.bigEndian,
        ]
        unsafe hasher.update(words.span.bytes)
        return TreeHash(hasher.finalize())
    }
}

/// SHA-256 of bytes that come in pieces.
package struct SHA256Stream: Sendable {
    private var hasher = SHA256()

    package init() {}

    /// Takes in the next bytes.
    package mutating func update(_ bytes: Span<UInt8>) { unsafe hasher.update(bytes.bytes) }

    /// The hash of all bytes so far.
    package var hash: TreeHash { TreeHash(hasher.finalize()) }
}

extension SHA256 {
    fileprivate mutating func update(_ bytes: RawSpan) {
        unsafe bytes.withUnsafeBytes { unsafe update(bufferPointer: $0) }
    }
}

extension TreeHash {
    fileprivate init(_ digest: SHA256.Digest) {
        self = unsafe digest.withUnsafeBytes { bytes in
            func word(_ offset: Int) -> UInt64 {
                unsafe UInt64(
                    bigEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
            }
            return TreeHash(words: (word(0), word(8), word(16), word(24)))
        }
    }
}
