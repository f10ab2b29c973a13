import Testing
import TransparencyLog

/// Values that others published.
struct KnownHashTests {
    private func check(
        _ text: String, _ expected: String, _ location: SourceLocation = #_sourceLocation
    ) {
        let hash = SHA256Hashing.hash(Array(text.utf8).span)
        #expect(hash.hexadecimal == expected, sourceLocation: location)
    }

    @Test func `SHA-256 of the examples of FIPS 180-4`() {
        check("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855")
        check("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad")
        check(
            "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
            "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1")
        check(
            String(repeating: "a", count: 1_000_000),
            "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0")
    }

    /// The tree of certificate-transparency's own tests:
    /// https://github.com/google/certificate-transparency (merkle_tree_test).
    @Test func `roots of the test tree of Certificate Transparency`() {
        let inputs = [
            "", "00", "10", "2021", "3031", "40414243", "5051525354555657",
            "606162636465666768696a6b6c6d6e6f",
        ]
        let roots = [
            "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
            "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
            "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
            "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
            "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
            "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
            "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
            "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
        ]
        var edge = TreeEdge()
        for (input, root) in zip(inputs, roots) {
            edge.append(SHA256Hashing.leaf(input.hexadecimalBytes.span)) { _, _, _ in }
            #expect(edge.root.hexadecimal == root)
        }
        #expect(edge.size == 8)
        let empty = SHA256Hashing.hash([UInt8]().span)
        #expect(TreeHash.emptyRoot == empty)
        #expect(TreeEdge().root == .emptyRoot)
    }

    @Test func `pieces hash like the whole`() {
        let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
        let whole = SHA256Hashing.hash(bytes.span)
        #expect(SHA256Stream().hash == .emptyRoot)
        for size in [1, 3, 63, 64, 65, 999, 1_000] {
            var stream = SHA256Stream()
            for start in stride(from: 0, to: bytes.count, by: size) {
                stream.update(bytes[start..<min(start + size, bytes.count)].span)
                stream.update([UInt8]().span)
            }
            #expect(stream.hash == whole, "pieces of \(size)")
        }
    }

    @Test func `a stream gives the hash so far and goes on`() {
        var stream = SHA256Stream()
        stream.update(Array("ab".utf8).span)
        let early = stream.hash
        stream.update(Array("c".utf8).span)
        let late = stream.hash
        #expect([early, late] == ["ab", "abc"].map { SHA256Hashing.hash(Array($0.utf8).span) })
    }
}
