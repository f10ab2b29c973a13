package import JSON

extension JSONTape {
    /// Bytes of the value of a string, escapes resolved.
    func byteCount(ofString index: JSONNode.Index, in text: Span<UInt8>) -> Int {
        let node = self[index]
        guard node.hasEscapes else { return node.end - node.start }
        var bytes: [UInt8] = []
        appendString(index, in: text, to: &bytes)
        return bytes.count
    }

    /// Calls `body` with the value of a string, escapes resolved; without escapes it isn't copied.
    func withString<Result, Failure: Error>(
        _ index: JSONNode.Index, in text: Span<UInt8>,
        _ body: (Span<UInt8>) throws(Failure) -> Result
    ) throws(Failure) -> Result {
        let node = self[index]
        guard node.hasEscapes else { return try body(text.extracting(node.start..<node.end)) }
        var bytes: [UInt8] = []
        appendString(index, in: text, to: &bytes)
        return try body(bytes.span)
    }

    /// A member name as a reference token of a JSON Pointer (RFC 6901 §3), byte by byte: a
    /// combining mark after a slash doesn't hide it.
    static func referenceToken(_ name: String) -> String {
        var token: [UInt8] = []
        for byte in name.utf8 {
            switch byte {
            case UInt8(ascii: "~"): token.append(contentsOf: "~0".utf8)
            case UInt8(ascii: "/"): token.append(contentsOf: "~1".utf8)
            default: token.append(byte)
            }
        }
        return String(decoding: token, as: UTF8.self)
    }

    /// The idempotency key of an event: source and id, each after its length as four bytes,
    /// little-endian, so that no two pairs give the same bytes.
    func appendEventKey(
        _ source: JSONNode.Index, _ id: JSONNode.Index, in text: Span<UInt8>,
        to output: inout [UInt8]
    ) -> Range<Int> {
        let start = output.count
        for value in [source, id] {
            let count = UInt32(byteCount(ofString: value, in: text))
            for shift: UInt32 in [0, 8, 16, 24] {
                output.append(UInt8(truncatingIfNeeded: count >> shift))
            }
            appendString(value, in: text, to: &output)
        }
        return start..<output.count
    }

    /// The idempotency key of a recorded event; nil where it has no source or id.
    package func eventKey(in text: Span<UInt8>) -> [UInt8]? {
        guard let source = member("source", of: root, in: text),
            let id = member("id", of: root, in: text),
            self[source].kind == .string, self[id].kind == .string
        else { return nil }
        var key: [UInt8] = []
        _ = appendEventKey(source, id, in: text, to: &key)
        return key
    }

    /// The idempotency key that an annulment names; nil where it names none.
    package func annulledKey(in text: Span<UInt8>) -> [UInt8]? {
        guard let data = member("data", of: root, in: text),
            let source = member("source", of: data, in: text),
            let id = member("id", of: data, in: text),
            self[source].kind == .string, self[id].kind == .string
        else { return nil }
        var key: [UInt8] = []
        _ = appendEventKey(source, id, in: text, to: &key)
        return key
    }
}
