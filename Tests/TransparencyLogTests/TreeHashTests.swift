import Testing
import TransparencyLog

struct TreeHashTests {
    private static let bytes = (0..<32).map { UInt8($0 * 8) }

    private func hash(_ bytes: [UInt8], at offset: Int = 0) -> TreeHash? {
        TreeHash(bytes.span, at: offset)
    }

    private func sha256(_ bytes: [UInt8]) -> TreeHash { SHA256Hashing.hash(bytes.span) }

    @Test func `a hash is its 32 bytes in order`() throws {
        let known = try #require(hash(Self.bytes))
        #expect(known.bytes == Self.bytes)
        #expect(known.words.0 == 0x0008_1018_2028_3038)
        #expect(
            known.hexadecimal == "0008101820283038404850586068707880889098a0a8b0b8c0c8d0d8e0e8f0f8")
        #expect(known.hexadecimal.hexadecimalBytes == Self.bytes)
        var output: [UInt8] = [1]
        known.append(to: &output)
        #expect(output == [1] + Self.bytes)
    }

    @Test func `a hash is read at an offset, or not at all`() {
        let framed = [9, 9] + Self.bytes + [9]
        #expect(hash(framed, at: 2)?.bytes == Self.bytes)
        #expect(hash(framed, at: 3)?.bytes.last == 9)
        #expect(hash(framed, at: 4) == nil)
        #expect(hash(framed, at: -1) == nil)
        #expect(hash(framed, at: .max) == nil)
        #expect(hash(Self.bytes.dropLast()) == nil)
    }

    @Test func `hashes that differ in any byte differ`() throws {
        let known = try #require(hash(Self.bytes))
        for index in Self.bytes.indices {
            var other = Self.bytes
            other[index] ^= 1
            #expect(hash(other) != known)
        }
    }

    @Test func `an interior node hashes both sides in order`() throws {
        let (left, right) = (TreeHash.emptyRoot, try #require(hash(Self.bytes)))
        let expected = sha256([0x01] + left.bytes + right.bytes)
        #expect(SHA256Hashing.node(left, right) == expected)
        #expect(SHA256Hashing.node(right, left) != expected)
        let leaf = SHA256Hashing.leaf(left.bytes.span)
        #expect(leaf == sha256([0x00] + left.bytes))
    }
}
