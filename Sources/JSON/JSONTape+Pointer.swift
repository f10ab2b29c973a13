extension JSONTape {
    /// The JSON Pointer (RFC 6901, https://www.rfc-editor.org/rfc/rfc6901) of the value at which a
    /// scan stopped.
    func pointer(in text: Span<UInt8>) -> String {
        var bytes: [UInt8] = []
        for container in openContainers {
            switch container.kind {
            case .array where container.count > 0:
                bytes.append(UInt8(ascii: "/"))
                JSONWriter.appendDigits(UInt64(container.count - 1), to: &bytes)
            case .object where container.key != 0:
                bytes.append(UInt8(ascii: "/"))
                appendReferenceToken(container.key, in: text, to: &bytes)
            default: break
            }
        }
        return String(decoding: bytes, as: UTF8.self)
    }

    private func appendReferenceToken(
        _ key: UInt32, in text: Span<UInt8>, to output: inout [UInt8]
    ) {
        var name: [UInt8] = []
        appendString(JSONNode.Index(position: key), in: text, to: &name)
        for byte in name {
            switch byte {
            case UInt8(ascii: "~"): output.append(contentsOf: "~0".utf8)
            case UInt8(ascii: "/"): output.append(contentsOf: "~1".utf8)
            default: output.append(byte)
            }
        }
    }
}
