import JSON

/// Turns the text of one proposed event into an entry of a batch, or into all its violations.
/// Reused from event to event, it allocates nothing once warm.
package struct ProposalReader: Sendable {
    var tape = JSONTape()
    let acceptsVerbEvents: Bool

    /// - Parameter acceptsVerbEvents: whether types that only verbs of the ledger write pass.
    package init(acceptsVerbEvents: Bool = false) { self.acceptsVerbEvents = acceptsVerbEvents }

    /// Reads the event in `text[range]`. Either it joins `batch`, or `violations` grows.
    package mutating func read(
        _ text: [UInt8], in range: Range<Int>, line: Int, into batch: inout EventBatch,
        violations: inout [Violation]
    ) {
        let span = text.span.extracting(range)
        guard span.count <= Limits.lineBytes else {
            violations.append(Self.lineTooLong(line))
            return
        }
        guard !Self.beginsWithByteOrderMark(span) else {
            let sentence = "the line begins with a byte order mark; save it as UTF-8 without one"
            violations.append(Violation(line: line, pointer: "", sentence: sentence))
            return
        }
        do throws(JSONError) {
            try tape.parse(span)
        } catch {
            violations.append(
                Violation(line: line, pointer: error.pointer, sentence: error.sentence))
            return
        }
        guard tape[tape.root].kind == .object else {
            let sentence = "an event is a JSON object with the attributes of CloudEvents"
            violations.append(Violation(line: line, pointer: "", sentence: sentence))
            return
        }
        let found = violations.count
        let (names, bytes) = (batch.names.count, batch.bytes.count)
        var draft = ProposalDraft(line: line, start: bytes)
        draft.readMembers(tape, in: span, into: &batch, violations: &violations)
        let entry = draft.finish(
            tape, in: span, names: &batch.names, violations: &violations,
            acceptsVerbEvents: acceptsVerbEvents)
        guard violations.count == found, let entry else {
            batch.names.removeSubrange(names...)
            batch.bytes.removeSubrange(bytes...)
            return
        }
        batch.entries.append(entry)
    }

    private static func beginsWithByteOrderMark(_ span: Span<UInt8>) -> Bool {
        span.count >= 3 && span[0] == 0xEF && span[1] == 0xBB && span[2] == 0xBF
    }

    /// The violation of a line beyond the limit.
    package static func lineTooLong(_ line: Int) -> Violation {
        Violation(
            line: line, pointer: "",
            sentence: "the line is longer than \(Limits.lineBytes) bytes; split the event")
    }
}
