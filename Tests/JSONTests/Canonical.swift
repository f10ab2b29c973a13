import JSON

/// The canonical form of a text, parsed as a slice of a larger one so that offsets must be relative.
func canonical(_ text: [UInt8], _ tape: inout JSONTape) throws(JSONError) -> [UInt8] {
    let padding = Array("padding".utf8)
    let surrounded = padding + text + padding
    try tape.parse(surrounded.span.extracting(padding.count..<(padding.count + text.count)))
    var output: [UInt8] = []
    tape.appendCanonical(tape.root, of: surrounded, at: padding.count, to: &output)
    return output
}

func canonical(_ text: String) throws(JSONError) -> String {
    var tape = JSONTape()
    return String(decoding: try canonical(Array(text.utf8), &tape), as: UTF8.self)
}

func refusal(_ text: [UInt8]) -> JSONError? {
    var tape = JSONTape()
    do throws(JSONError) {
        try tape.parse(text.span)
        return nil
    } catch {
        return error
    }
}
