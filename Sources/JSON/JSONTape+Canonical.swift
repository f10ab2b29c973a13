extension JSONTape {
    /// Appends the RFC 8785 form of a node (https://www.rfc-editor.org/rfc/rfc8785).
    ///
    /// What is canonical already is copied in runs. Recurses as deep as `JSONLimits.depth` at most.
    package func appendCanonical(
        _ index: JSONNode.Index, in text: Span<UInt8>, to output: inout [UInt8]
    ) {
        let node = self[index]
        guard !node.isCanonical else {
            output.append(copying: text.extracting(node.rawStart..<node.rawEnd))
            return
        }
        switch node.kind {
        case .null, .bool: preconditionFailure("literals are canonical")
        case .number: appendNumber(index, in: text, to: &output)
        case .string: appendString(node, in: text, to: &output)
        case .array: appendElements(node, in: text, to: &output)
        case .object: appendMembers(node, in: text, to: &output)
        }
    }

    /// Appends a member in its RFC 8785 form: name, colon and value; as one piece where it stands
    /// so in the text.
    package func appendCanonicalMember(
        _ key: JSONNode.Index, in text: Span<UInt8>, to output: inout [UInt8]
    ) {
        let (name, value) = (self[key], self[self.value(ofMember: key)])
        if name.isCanonical, value.isCanonical, value.rawStart == name.rawEnd + 1 {
            output.append(copying: text.extracting(name.rawStart..<value.rawEnd))
            return
        }
        appendCanonical(key, in: text, to: &output)
        output.append(UInt8(ascii: ":"))
        appendCanonical(self.value(ofMember: key), in: text, to: &output)
    }

    private func appendNumber(
        _ index: JSONNode.Index, in text: Span<UInt8>, to output: inout [UInt8]
    ) {
        let node = self[index]
        if node.flags.contains(.isInteger) {
            JSONWriter.appendInteger(Int64(bitPattern: node.link), to: &output)
            return
        }
        do throws(JSONFault) {
            try NumberScanner(from: node.start, in: text).decimal.append(to: &output)
        } catch {
            preconditionFailure("the tape belongs to another text")
        }
    }

    private func appendString(
        _ node: JSONNode, in text: Span<UInt8>, to output: inout [UInt8]
    ) {
        let parsed = text.extracting(node.start..<node.end)
        var reader = ScalarReader(escaping: parsed)
        output.append(UInt8(ascii: "\""))
        while let value = reader.next(in: parsed) {
            guard let scalar = Unicode.Scalar(value) else {
                preconditionFailure("the tape belongs to another text")
            }
            if scalar.value < 0x80 {
                JSONWriter.appendEscaped(UInt8(scalar.value), to: &output)
            } else {
                output.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
            }
        }
        output.append(UInt8(ascii: "\""))
    }

    private func appendElements(
        _ node: JSONNode, in text: Span<UInt8>, to output: inout [UInt8]
    ) {
        output.append(UInt8(ascii: "["))
        var next = node.firstChild
        while next != 0 {
            if next != node.firstChild { output.append(UInt8(ascii: ",")) }
            appendCanonical(JSONNode.Index(position: next), in: text, to: &output)
            next = self.node(at: next).next
        }
        output.append(UInt8(ascii: "]"))
    }

    private func appendMembers(
        _ node: JSONNode, in text: Span<UInt8>, to output: inout [UInt8]
    ) {
        output.append(UInt8(ascii: "{"))
        var next = node.firstChild
        while next != 0 {
            if next != node.firstChild { output.append(UInt8(ascii: ",")) }
            if let run = canonicalRun(from: next) {
                output.append(copying: text.extracting(run.start..<run.end))
                next = run.next
                continue
            }
            appendCanonical(JSONNode.Index(position: next), in: text, to: &output)
            output.append(UInt8(ascii: ":"))
            appendCanonical(JSONNode.Index(position: next + 1), in: text, to: &output)
            next = self.node(at: next).next
        }
        output.append(UInt8(ascii: "}"))
    }

    /// The bytes of the members from `first` on that are canonical and follow each other in the
    /// text as they do in canonical order, with the member after them; nil where `first` is none.
    private func canonicalRun(from first: UInt32) -> (start: Int, end: Int, next: UInt32)? {
        let start = node(at: first).rawStart
        var end = start - 1
        var next = first
        while next != 0 {
            let key = node(at: next)
            let value = node(at: next + 1)
            guard key.rawStart == end + 1, key.isCanonical, value.isCanonical,
                value.rawStart == key.rawEnd + 1
            else { break }
            end = value.rawEnd
            next = key.next
        }
        return next == first ? nil : (start, end, next)
    }
}
