import JSON
import LedgerModel
import SeededRandom
import Testing

/// What is compared, stored and hashed is the canonical JSON of a proposal.
struct CanonicalProposalTests {
    private static let members = [
        #""data":{"currency":"CNY","amount_minor":1.0,"order_id":"1\u0030"}"#,
        #""id":"e\u0031""#, #""recordedtime":"2025-03-15T00:12:00.500Z""#, #""source":"\/erp""#,
        #""specversion":"1.0""#, #""subject":"客户""#,
        #""time":"2025-03-14T17:26:53.120000+08:00""#, #""type":"order.placed""#,
        #""zone":"x""#, #""aaa":1e2"#, #""auti":true"#, #""authic":false"#, #""authid":"王""#,
    ]
    private static let canonical =
        #"{"aaa":100,"authic":false,"authid":"王","auti":true,"#
        + #""data":{"amount_minor":1,"currency":"CNY","order_id":"10"},"id":"e1","#
        + #""recordedtime":"2025-03-15T00:12:00.5Z","source":"/erp","specversion":"1.0","#
        + #""subject":"客户","time":"2025-03-14T09:26:53.12Z","type":"order.placed","zone":"x"}"#

    @Test(arguments: 0..<200 as Range<UInt64>)
    func `members in any order, escapes and blanks give the same bytes`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let blanks = ["", " ", "\n\t"]
        let text = Self.members.shuffled(using: &generator).joined(
            separator: "\(blanks.randomElement(using: &generator) ?? ""),")
        #expect(ReadProposal("{ \(text)\r\n}").canonical == Self.canonical, "seed \(seed)")
    }

    @Test func `times are kept in UTC without trailing zeros`() {
        func check(_ text: String, _ expected: String) {
            let read = ReadProposal(
                proposal(["time": "\"\(text)\"", "recordedtime": "\"\(text)\""]))
            #expect(read.canonical?.contains("\"time\":\"\(expected)\"") == true, "\(text)")
            #expect(read.canonical?.contains("\"recordedtime\":\"\(expected)\"") == true, "\(text)")
        }
        check("2025-01-01T00:00:00+08:00", "2024-12-31T16:00:00Z")
        check("2024-02-29T23:30:00-01:00", "2024-03-01T00:30:00Z")
        check("2025-01-01T00:00:00.000000Z", "2025-01-01T00:00:00Z")
        check("2025-01-01T00:00:00.100000-00:00", "2025-01-01T00:00:00.1Z")
        check("2025-01-01T00:00:00.000001Z", "2025-01-01T00:00:00.000001Z")
        check("2025-01-01T00:00:00\\u005a", "2025-01-01T00:00:00Z")
    }

    @Test func `the members that the ledger adds have their places`() throws {
        let plain = try places(proposal())
        #expect(plain == ["id", "id", "source", "source"])
        let around = try places(
            proposal([
                "aaa": "1", "accountrevisionx": "1", "authida": "1", "ledgertimf": "1", "sep": "1",
            ]))
        #expect(around == ["accountrevisionx", "authida", "ledgertimf", "source"])
        let before = try places(
            proposal(["accountrevisio": "1", "authic": "1", "ledgertimd": "1", "sequencd": "1"]))
        #expect(before == ["authic", "id", "sequencd", "source"])
        let named = try places(proposal(["authid": #""me""#]))
        #expect(named == ["authid", nil, "source", "source"])
    }

    /// The names of the members before which revision, actor, ledger time and sequence go.
    private func places(_ text: String) throws -> [String?] {
        // A first event shifts the second, so that places must be absolute.
        var (reader, batch) = (ProposalReader(), EventBatch())
        var violations: [Violation] = []
        for text in [proposal(), text] {
            let bytes = Array(text.utf8)
            reader.read(
                bytes, in: 0..<bytes.count, line: 1, into: &batch, violations: &violations)
        }
        try #require(violations == [] && batch.entries.count == 2)
        let splices = batch.entries[1].splices
        return [splices.revision, splices.actor, splices.ledgerTime, splices.sequence].map {
            $0 < 0 ? nil : name(at: $0, in: batch.bytes)
        }
    }

    private func name(at offset: Int, in bytes: [UInt8]) -> String {
        let quote = UInt8(ascii: "\"")
        guard bytes[offset] == quote else { return "no member" }
        return String(decoding: bytes[(offset + 1)...].prefix { $0 != quote }, as: UTF8.self)
    }

    @Test func `the same content is found whatever its spelling`() {
        var (reader, batch) = (ProposalReader(), EventBatch())
        var violations: [Violation] = []
        for text in [
            proposal(), proposal(["id": #""\u00651""#]), proposal(["id": #""e2""#]),
            proposal(["time": #""2025-03-14T17:26:53.0+08:00""#]), proposal(["id": "1"]),
        ] {
            let bytes = Array(text.utf8)
            reader.read(
                bytes, in: 0..<bytes.count, line: 1, into: &batch, violations: &violations)
        }
        #expect(violations.count == 1 && batch.entries.count == 4)
        #expect(batch.hasSameContent(0, 1) && batch.hasSameContent(0, 3))
        #expect(!batch.hasSameContent(0, 2))
        #expect(batch.subject(of: batch.entries[3]) == "C001")
    }
}
