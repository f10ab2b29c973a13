import JSON
import LedgerModel
import SeededRandom
import Testing

@testable import LedgerEngine

/// What recording adds stands where RFC 8785 puts it, whatever extensions the client sent.
struct RecordComposerTests {
    private static let envelope =
        #""specversion":"1.0","id":"e1","source":"/erp","type":"badge.scanned","#
        + #""subject":"C001","time":"2025-03-14T17:26:53.50+08:00""#
    private static let added =
        #""accountrevision":7,"ledgertime":"2025-04-01T00:00:00.000001Z","#
        + #""sequence":"0000000000000042""#

    /// Composes the last of two events, so that its places must be absolute.
    private func composed(_ members: String) throws -> String {
        let (batch, violations) = readBatch(["{\(Self.envelope)}", "{\(Self.envelope)\(members)}"])
        try #require(violations == [])
        var composer = RecordComposer()
        composer.setActor("王 \"x\"")
        composer.setLedgerTime(try Instant("2025-04-01T00:00:00.000001Z"))
        var json: [UInt8] = []
        composer.compose(
            batch.entries[1], in: batch.bytes.span, revision: 7, position: 42, to: &json)
        return String(decoding: json, as: UTF8.self)
    }

    private func canonical(_ text: String) throws -> String {
        let bytes = Array(text.utf8)
        var (tape, output) = (JSONTape(), [UInt8]())
        try tape.parse(bytes.span)
        tape.appendCanonical(tape.root, in: bytes.span, to: &output)
        return String(decoding: output, as: UTF8.self)
    }

    private func check(
        _ members: String, actor: String = #","authid":"王 \"x\"""#,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let envelope = Self.envelope.replacing("17:26:53.50+08:00", with: "09:26:53.5Z")
        let expected = try canonical("{\(envelope)\(members),\(Self.added)\(actor)}")
        #expect(try composed(members) == expected, sourceLocation: location)
    }

    @Test func `an event without extensions gets its members`() throws {
        try check("")
        try check(#","data":{"b":1,"a":[]}"#)
        try check(#","authid":"me""#, actor: "")
    }

    @Test func `extensions on either side of what is added keep the order`() throws {
        for name in [
            "0", "a", "accountrevisio", "accountrevisionx", "authic", "authid0", "authie",
            "ledgertim", "ledgertime0", "sequenc", "sequence0", "sequencf", "zzz",
        ] {
            try check(",\"\(name)\":1")
            try check(",\"\(name)\":1,\"authid\":\"me\"", actor: "")
        }
    }

    @Test(arguments: 0..<300 as Range<UInt64>)
    func `any set of extensions keeps the order`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let stems = ["a", "accountrevision", "authid", "ledgertime", "recorded", "sequence", "typ"]
        var names = Set<String>()
        for _ in 0..<generator.below(8) {
            let stem = stems[generator.below(stems.count)]
            names.insert(
                String(stem.dropLast(generator.below(3))) + ["0", "m", "z"][generator.below(3)])
        }
        let members = names.sorted().shuffled(using: &generator).map { ",\"\($0)\":\"\($0)\"" }
            .joined()
        try check(members)
    }
}
