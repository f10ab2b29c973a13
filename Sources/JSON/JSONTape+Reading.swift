extension JSONTape {
    /// The value of a string or key.
    package func string(_ index: JSONNode.Index, in text: Span<UInt8>) -> String {
        let node = stringNode(index)
        guard !node.hasEscapes else {
            var bytes: [UInt8] = []
            appendString(index, in: text, to: &bytes)
            return String(decoding: bytes, as: UTF8.self)
        }
        do {
            return String(copying: try UTF8Span(validating: text.extracting(node.start..<node.end)))
        } catch {
            preconditionFailure("the tape belongs to another text")
        }
    }

    /// Appends the value of a string or key as UTF-8.
    package func appendString(
        _ index: JSONNode.Index, in text: Span<UInt8>, to output: inout [UInt8]
    ) {
        let node = stringNode(index)
        guard node.hasEscapes else {
            output.append(copying: text.extracting(node.start..<node.end))
            return
        }
        var reader = ScalarReader(node)
        while let value = reader.next(in: text) {
            guard let scalar = Unicode.Scalar(value) else {
                preconditionFailure("the tape belongs to another text")
            }
            output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
        }
    }

    /// Whether the value of a string or key is these UTF-8 bytes.
    package func stringEquals(
        _ index: JSONNode.Index, _ bytes: Span<UInt8>, in text: Span<UInt8>
    ) -> Bool {
        let node = stringNode(index)
        guard node.hasEscapes else {
            guard node.end - node.start == bytes.count else { return false }
            for offset in bytes.indices where text[node.start + offset] != bytes[offset] {
                return false
            }
            return true
        }
        var reader = ScalarReader(node)
        var other = ScalarReader(bytes)
        while let scalar = reader.next(in: text) {
            guard other.next(in: bytes) == scalar else { return false }
        }
        return other.next(in: bytes) == nil
    }

    /// Whether the value of a string or key is these UTF-8 bytes.
    package func stringEquals(
        _ index: JSONNode.Index, _ bytes: [UInt8], in text: Span<UInt8>
    ) -> Bool {
        stringEquals(index, bytes.span, in: text)
    }

    /// Whether the value of a string or key is this name; most other keys differ early.
    package func stringEquals(
        _ index: JSONNode.Index, _ name: JSONName, in text: Span<UInt8>
    ) -> Bool {
        let node = self[index]
        guard node.kind == .string, !node.hasEscapes else {
            return stringEquals(index, name.bytes.span, in: text)
        }
        guard node.end &- node.start == name.count else { return false }
        let prefix = node.isKey ? node.link : text.prefix(from: node.start, to: node.end)
        return prefix == name.prefix && name.hasRest(from: node.start, to: node.end, of: text)
    }

    /// The value of a number that is an integer, however it is written (`1.0` and `1e2` are); nil
    /// for every other node. It was computed while parsing, so the text is not read again.
    package func integer(_ index: JSONNode.Index, in text: Span<UInt8>) -> Int64? {
        let node = self[index]
        return node.flags.contains(.isInteger) ? Int64(bitPattern: node.link) : nil
    }

    /// The value of a literal `true` or `false`; nil for every other node.
    package func bool(_ index: JSONNode.Index) -> Bool? {
        self[index].kind == .bool ? self[index].isTrue : nil
    }

    /// The first eight bytes of a key in big-endian order, padded with zeros, by which names can be
    /// ruled out at once; an escaped key has those of its spelling.
    @inlinable package func keyPrefix(_ key: JSONNode.Index) -> UInt64 { self[key].link }

    /// The value of the member of this name; nil where there is none or `object` is no object.
    package func member(
        _ name: JSONName, of object: JSONNode.Index, in text: Span<UInt8>
    ) -> JSONNode.Index? {
        guard self[object].kind == .object else { return nil }
        var next = firstChild(of: object)
        while let key = next {
            if stringEquals(key, name, in: text) { return value(ofMember: key) }
            next = nextSibling(of: key)
        }
        return nil
    }

    private func stringNode(_ index: JSONNode.Index) -> JSONNode {
        let node = self[index]
        precondition(node.kind == .string)
        return node
    }
}
