package import JSON
import LedgerModel

extension DocumentNode {
    /// The document as JSON with the members in their order: scalars without quotes that are
    /// `true`, `false`, `null` or numbers are these, all others are strings.
    package var json: [UInt8] {
        var output: [UInt8] = []
        append(to: &output)
        return output
    }

    private func append(to output: inout [UInt8]) {
        switch content {
        case .scalar(let text, _):
            switch plain {
            case .null?: output += Array("null".utf8)
            case .bool(let truth)?: output += Array((truth ? "true" : "false").utf8)
            case .number(let number)?: output += Array(String(number).utf8)
            case nil: JSONWriter.appendQuoted(text, to: &output)
            }
        case .list(let elements):
            output.append(UInt8(ascii: "["))
            for (index, element) in elements.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                element.append(to: &output)
            }
            output.append(UInt8(ascii: "]"))
        case .object(let members):
            output.append(UInt8(ascii: "{"))
            for (index, member) in members.enumerated() {
                if index > 0 { output.append(UInt8(ascii: ",")) }
                JSONWriter.appendQuoted(member.name, to: &output)
                output.append(UInt8(ascii: ":"))
                member.value.append(to: &output)
            }
            output.append(UInt8(ascii: "}"))
        }
    }

    /// The RFC 8785 canonical JSON of the document: what a pack is hashed over.
    package func canonicalJSON() throws(JSONError) -> [UInt8] {
        let text = json
        var tape = JSONTape()
        try tape.parse(text.span)
        var output: [UInt8] = []
        tape.appendCanonical(tape.root, in: text.span, to: &output)
        return output
    }
}
