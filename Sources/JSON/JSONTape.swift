/// The reusable result of parsing one JSON text: a flat array of nodes with offsets from the start
/// of the text. It holds no bytes; readers are given the very text that was parsed.
///
/// After warm-up parsing allocates nothing. After a refusal the tape is empty.
package struct JSONTape: Sendable {
    /// Room for nodes, grown as texts need it; those from `scanner.count` on are stale.
    @usableFromInline private(set) var nodes: [JSONNode] = []
    private var scanner = TapeScanner()

    /// An empty tape, to be parsed into.
    package init() {}

    /// Parses exactly one JSON text, with whitespace around it (RFC 8259), as strict I-JSON
    /// (RFC 7493, https://www.rfc-editor.org/rfc/rfc7493).
    package mutating func parse(_ text: Span<UInt8>) throws(JSONError) {
        scanner.reset()
        guard text.count <= JSONLimits.textBytes else {
            throw JSONError(.textTooLong, at: JSONLimits.textBytes)
        }
        do throws(JSONFault) {
            while try !Self.scan(text, with: &scanner, into: &nodes) { makeRoom() }
        } catch {
            let pointer = pointer(in: text)
            scanner.discard()
            throw JSONError(error.reason, at: error.offset, pointer: pointer)
        }
    }

    private static func scan(
        _ text: Span<UInt8>, with scanner: inout TapeScanner, into nodes: inout [JSONNode]
    ) throws(JSONFault) -> Bool {
        var span = nodes.mutableSpan
        return try scanner.scan(text, into: &span)
    }

    private mutating func makeRoom() {
        let stale = JSONNode(.null, [], from: 0, to: 0)
        nodes.append(contentsOf: repeatElement(stale, count: max(nodes.count, 64)))
    }

    /// The node at a position of the parsed text.
    @usableFromInline func node(at position: UInt32) -> JSONNode { nodes[Int(position)] }

    /// The containers around the place at which the scan stopped, the innermost last.
    var openContainers: [OpenContainer] { scanner.enclosing.dropFirst() + [scanner.current] }
}

extension JSONTape {
    /// The value that is the whole text.
    @inlinable package var root: JSONNode.Index { JSONNode.Index(position: 0) }

    /// The node at an index that this tape gave; one of an earlier text traps or is another node.
    @inlinable package subscript(_ index: JSONNode.Index) -> JSONNode {
        nodes[Int(index.position)]
    }

    /// The first element of an array, or the key of the first member of an object in canonical
    /// order (RFC 8785 §3.2.3); nil where it is empty or no container.
    @inlinable package func firstChild(of index: JSONNode.Index) -> JSONNode.Index? {
        let node = self[index]
        guard node.kind == .object || node.kind == .array else { return nil }
        return node.firstChild == 0 ? nil : JSONNode.Index(position: node.firstChild)
    }

    /// The element, or the key of the member, after this one.
    @inlinable package func nextSibling(of index: JSONNode.Index) -> JSONNode.Index? {
        let next = self[index].next
        return next == 0 ? nil : JSONNode.Index(position: next)
    }

    /// The value of the member whose key this is.
    @inlinable package func value(ofMember key: JSONNode.Index) -> JSONNode.Index {
        precondition(self[key].isKey)
        return JSONNode.Index(position: key.position + 1)
    }

    /// The number of elements or members.
    package func count(of container: JSONNode.Index) -> Int {
        let node = self[container]
        return node.kind == .object || node.kind == .array ? node.childCount : 0
    }
}
