import JSON

extension JSONTape {
    /// Bytes of the value of a string, escapes resolved.
    func byteCount(ofString index: JSONNode.Index, in text: Span<UInt8>) -> Int {
        let node = self[index]
        guard node.hasEscapes else { return node.end - node.start }
        var bytes: [UInt8] = []
        appendString(index, in: text, to: &bytes)
        return bytes.count
    }

    /// A member name as a reference token of a JSON Pointer (RFC 6901 §3).
    static func referenceToken(_ name: String) -> String {
        name.split(separator: "~", omittingEmptySubsequences: false).joined(separator: "~0")
            .split(separator: "/", omittingEmptySubsequences: false).joined(separator: "~1")
    }
}
