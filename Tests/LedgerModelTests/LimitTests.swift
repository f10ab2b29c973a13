import LedgerModel
import Testing

/// Every limit holds at the limit and refuses one past it. Text is counted in bytes of its value.
struct LimitTests {
    private static let word = "长"

    private func check(
        _ attribute: String, accepts accepted: String, refuses refused: String,
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(
            ReadProposal(proposal([attribute: "\"\(accepted)\""])).violations == [],
            sourceLocation: location)
        #expect(
            ReadProposal(proposal([attribute: "\"\(refused)\""])).pointers == ["/\(attribute)"],
            sourceLocation: location)
    }

    /// Checks a text of exactly `limit` bytes and one of a byte more: plain, of three-byte
    /// characters, and the same escaped, where an escape has six bytes of text for three of value.
    private func check(
        _ attribute: String, limit: Int, _ location: SourceLocation = #_sourceLocation
    ) {
        for unit in ["a", Self.word, #"\u957f"#] {
            let unitBytes = unit == "a" ? 1 : 3
            let full =
                String(repeating: unit, count: limit / unitBytes)
                + String(repeating: "b", count: limit % unitBytes)
            check(attribute, accepts: full, refuses: full + "c", location)
        }
        #expect(
            ReadProposal(proposal([attribute: #""""#])).pointers == ["/\(attribute)"],
            sourceLocation: location)
    }

    @Test func `source, id, type, subject and actor have limits in bytes`() {
        check("source", limit: 256)
        check("id", limit: 1_024)
        check("type", limit: 64)
        check("subject", limit: 128)
        check("authid", limit: 256)
    }

    @Test func `the other attributes of the envelope are words of at most an event's bytes`() {
        for attribute in ["authtype", "causationid", "correlationid", "dataschema", "traceparent"] {
            check(attribute, limit: Limits.eventBytes)
        }
    }

    @Test func `an extension's name has at most 20 characters`() {
        let name = String(repeating: "x", count: 20)
        #expect(ReadProposal(proposal([name: "1"])).violations == [])
        #expect(ReadProposal(proposal([name + "x": "1"])).pointers == ["/\(name)x"])
        #expect(ReadProposal(proposal(["": "1"])).pointers == ["/"])
    }

    @Test func `a line has at most a mebibyte`() {
        let event = proposal()
        let room = Limits.lineBytes - event.utf8.count
        let full = String(repeating: " ", count: room) + event
        #expect(ReadProposal(full).violations == [])
        let read = ReadProposal(" " + full)
        #expect(read.violations == [ProposalReader.lineTooLong(7)])
        #expect(read.batch.isEmpty)
    }

    @Test func `what names the target of an annulment has the limits of its attribute`() {
        func annulment(_ source: String, _ id: String) -> [String] {
            let data = #"{"source":"\#(source)","id":"\#(id)"}"#
            return ReadProposal(proposal(of: "event.annulled", data: data)).pointers
        }
        let source = String(repeating: Self.word, count: 85) + "a"
        let id = String(repeating: Self.word, count: 341) + "a"
        #expect(annulment(source, id) == [])
        #expect(annulment(source + "a", id + "a") == ["/data/id", "/data/source"])
        #expect(annulment("", "") == ["/data/id", "/data/source"])
    }
}
