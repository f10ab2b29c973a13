import Testing
import TransparencyLog

struct TreeEdgeTests {
    /// A subtree that an append completed.
    private struct Subtree: Equatable {
        let level: Int
        let index: UInt64
        let hash: TreeHash
    }

    private struct Refusal: Error {}

    private func edge(of leaves: ArraySlice<TreeHash>) -> TreeEdge {
        var edge = TreeEdge()
        for leaf in leaves { edge.append(leaf) { _, _, _ in } }
        return edge
    }

    @Test func `a growing tree has the roots of RFC 6962 at every size up to 600`() {
        let reference = ReferenceTree(size: 600)
        var edge = TreeEdge()
        #expect(edge.root == reference.root(of: 0..<0))
        for size in 1...600 {
            edge.append(reference.leaves[size - 1]) { _, _, _ in }
            #expect(edge.size == UInt64(size))
            #expect(edge.root == reference.root(of: 0..<size), "size \(size)")
            #expect(edge.subtrees.count == size.nonzeroBitCount)
        }
    }

    @Test func `a tree around 65,536 leaves has its root and its completed subtrees`() {
        let reference = ReferenceTree(size: 65_537)
        var edge = TreeEdge()
        var completed: [Subtree] = []
        for (index, leaf) in reference.leaves.enumerated() {
            edge.append(leaf) { completed.append(Subtree(level: $0, index: $1, hash: $2)) }
            if index >= 65_534 {
                #expect(edge.root == reference.root(of: 0..<index + 1), "size \(index + 1)")
            }
        }
        let tiles = (0..<256).map { index in
            Subtree(
                level: 1, index: UInt64(index),
                hash: reference.root(of: index * 256..<(index + 1) * 256))
        }
        let top = Subtree(level: 2, index: 0, hash: reference.root(of: 0..<65_536))
        #expect(completed == tiles + [top])
    }

    @Test func `an edge goes on from its stored subtrees`() throws {
        let reference = ReferenceTree(size: 600)
        for size in [0, 1, 2, 255, 256, 257, 511, 599] {
            let stored = edge(of: reference.leaves[..<size])
            var again = try #require(TreeEdge(size: stored.size, subtrees: stored.subtrees))
            #expect(again == stored && again.root == reference.root(of: 0..<size))
            again.append(reference.leaves[size]) { _, _, _ in }
            #expect(again.root == reference.root(of: 0..<size + 1))
        }
    }

    @Test func `stored subtrees of another number than the size needs are refused`() {
        let hash = TreeHash.emptyRoot
        func isTaken(size: UInt64, count: Int) -> Bool {
            TreeEdge(size: size, subtrees: Array(repeating: hash, count: count)) != nil
        }
        #expect(isTaken(size: 0, count: 0) && !isTaken(size: 0, count: 1))
        #expect(isTaken(size: 7, count: 3) && !isTaken(size: 7, count: 2))
        #expect(!isTaken(size: 7, count: 4) && !isTaken(size: 8, count: 0))
        #expect(isTaken(size: .max, count: 64) && !isTaken(size: .max, count: 63))
    }

    @Test func `an append that is interrupted leaves the edge as it was`() {
        let reference = ReferenceTree(size: 256)
        let before = edge(of: reference.leaves[..<255])
        var edge = before
        #expect(throws: Refusal.self) {
            try edge.append(reference.leaves[255]) { _, _, _ throws(Refusal) in throw Refusal() }
        }
        #expect(edge == before)
    }
}
