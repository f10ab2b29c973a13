import Foundation
import Testing

/// What the program says of input that breaks a rule, and that nothing valid is lost by it.
struct BadInputTests {
    /// A line between two good ones: `places` and sentences are looked for on stderr, behind the
    /// file and the line.
    private func check(
        _ line: String, says messages: String..., code: Int32 = 1, appended: Int = 2,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        try check(Array(line.utf8), messages, code, appended, location)
    }

    private func check(
        _ line: [UInt8], _ messages: [String], _ code: Int32 = 1, _ appended: Int = 2,
        _ location: SourceLocation = #_sourceLocation
    ) throws {
        let folder = try TemporaryFolder()
        try folder.makeLedger()
        let before = try #require(try folder.verifiedEvents())
        let good = ["n1", "n2"].map { Array(TemporaryFolder.event($0).utf8) }
        try folder.write(good[0] + [0x0A] + line + [0x0A] + good[1] + [0x0A], to: "in.ndjson")
        let run = try RapportProcess(["import", "l.rapport", "in.ndjson"], in: folder)
        #expect(run.code == code, "\(run.messages)", sourceLocation: location)
        for message in messages {
            #expect(
                run.messages.contains("rapport: in.ndjson:2: \(message)"), "\(run.messages)",
                sourceLocation: location)
        }
        // The events of the file and the record of its import.
        #expect(
            try folder.verifiedEvents() == before + appended + 1, sourceLocation: location)
    }

    private func event(_ id: String = "b", _ changes: [String: String] = [:]) -> String {
        TemporaryFolder.event(id, changes)
    }

    @Test func `a line that is no JSON object is named with place and reason`() throws {
        try check("not json", says: "This byte cannot stand here in JSON (at byte 1)")
        try check("[1]", says: "an event is a JSON object")
        try check(#"{"a":1,"a":2}"#, says: "/a: An object has two members of this name")
        try check(event() + " x", says: "Something follows the JSON value (at byte")
        try check(#"{"specversion":"1.0""#, says: "/specversion: The JSON text is empty or ends")
        try check("\0", says: "This byte cannot stand here in JSON (at byte 0)")
        try check(event("\0"), says: "/id: A string holds a raw control character")
        try check("\u{FEFF}" + event(), says: "the line begins with a byte order mark")
        try check(
            String(repeating: #"{"a":"#, count: 200) + "1" + String(repeating: "}", count: 200),
            says: "/a/a/a")
        try check(event(#"\ud800"#), says: "/id: A string holds one half of a surrogate pair")
        try check(
            Array(event("QQ").utf8).map { $0 == UInt8(ascii: "Q") ? 0xFF : $0 },
            ["/id: A string is not valid UTF-8"])
    }

    @Test func `a line over one mebibyte is refused and the rest is read`() throws {
        let line = String(repeating: "x", count: 1 << 20)
        try check(line + "y", says: "the line is longer than 1048576 bytes; split the event")
        try check(line, says: "This byte cannot stand here in JSON (at byte 0)")
    }

    @Test func `blank lines and ends of Windows lines are no events`() throws {
        try check("", code: 0)
        try check(" \t ", code: 0)
        try check("\r", code: 0)
        try check(event() + "\r", code: 0, appended: 3)
    }

    @Test func `an attribute of a wrong type is named`() throws {
        try check(
            "{}", says: "the attribute id is missing", "the attribute source is missing",
            "the attribute specversion is missing", "the attribute subject is missing",
            "the attribute time is missing", "the attribute type is missing")
        try check(
            event("b", ["specversion": "1"]), says: #"/specversion: specversion must be "1.0""#)
        try check(event("b", ["data": "[1]"]), says: "/data: data must be an object")
        try check(event("b", ["id": "7"]), says: "/id: id must be a string")
        try check(event("b", ["Extra": "1"]), says: "/Extra: an extension attribute is named by")
        try check(event("b", ["extra": "{}"]), says: "/extra: the extension attribute extra must")
        try check(event("b", ["data_base64": "1"]), says: "/data_base64: binary data can't be kept")
        try check(
            event("b", ["data": #"{"order_id":1,"currency":"yuan","amount_minor":1.5}"#]),
            says: "/data/order_id: order_id must be", "/data/currency: currency must be",
            "/data/amount_minor: amount_minor must be a whole number")
        try check(
            event("b", ["data": "{}"]), says: "/data/order_id: order_id is missing",
            "/data/currency: currency is missing", "/data/amount_minor: amount_minor is missing")
        try check(
            event("b", ["data": #"{"order_id":"1","amount_minor":9007199254740993}"#]),
            says: "/data/amount_minor: An integer is beyond")
    }

    @Test func `a time that is none is refused`() throws {
        try check(event("b", ["time": "5"]), says: "/time: time must be a string")
        try check(event("b", ["time": #""today""#]), says: "/time: time is not a date and time of")
        try check(
            event("b", ["time": #""2026-02-30T00:00:00Z""#]),
            says: "/time: time names a day or an hour that does not exist")
        try check(
            event("b", ["time": #""2026-01-01T00:00:00.1234567Z""#]),
            says: "/time: time has a fraction finer than a microsecond")
        try check(event("b", ["recordedtime": #""x""#]), says: "/recordedtime: recordedtime is not")
    }

    @Test func `what only the ledger gives is refused from a client`() throws {
        try check(event("b", ["sequence": #""1""#]), says: "/sequence: sequence is given by the")
        try check(event("b", ["ledgertime": #""x""#]), says: "/ledgertime: ledgertime is given by")
        try check(
            event("b", ["accountrevision": "1"]), says: "/accountrevision: accountrevision is")
        try check(
            event("b", ["type": #""pack.activated""#]),
            says: "/type: pack.activated is written by the ledger itself")
        try check(
            event("b", ["subject": #""~me""#]), says: "/subject: account ids that begin with ~")
        try check(event("b", ["subject": #""~ledger""#]), says: "/subject: ~ledger takes")
    }

    @Test func `a name is kept at its limit and refused one byte beyond`() throws {
        for (name, limit) in [("subject", 128), ("source", 256), ("id", 1_024), ("type", 64)] {
            let text = String(repeating: "n", count: limit)
            try check(event("b", [name: #""\#(text)""#]), code: 0, appended: 3)
            try check(
                event("b", [name: #""\#(text)n""#]),
                says: "/\(name): \(name) has \(limit + 1) bytes; at most \(limit) are kept")
        }
        let text = String(repeating: "客", count: 43)
        try check(event("b", ["subject": #""\#(text)""#]), says: "/subject: subject has 129 bytes")
        try check(event("b", ["subject": #""""#]), says: "/subject: subject is empty")
    }

    @Test func `a key is used once, in the file and against the ledger`() throws {
        let other = ["subject": #""a7""#]
        try check(event("n1"), code: 0)
        try check(event("n1", other), says: "/id: an event of this source and id stands at line 1")
        try check(
            event("e1", other), says: "/id: an event of this source and id stands at position 1")
    }

    @Test func `an annulment names one earlier event of its account that counts`() throws {
        func annulment(_ target: String, of subject: String) -> String {
            event(
                "b",
                [
                    "type": #""event.annulled""#, "subject": #""\#(subject)""#,
                    "data": #"{"source":"/s","id":"\#(target)"}"#,
                ])
        }
        try check(annulment("n1", of: "a1"), code: 0, appended: 3)
        try check(annulment("e1", of: "a1"), code: 0, appended: 3)
        try check(annulment("none", of: "a1"), says: "/data/id: there is no earlier event")
        try check(annulment("n2", of: "a1"), says: "/data/id: there is no earlier event")
        try check(
            annulment("e1", of: "a0"), says: "/data/id: the event to annul belongs to another")
        try check(
            annulment("e0", of: "a0"), says: "/data/id: the event to annul is annulled already")
        try check(annulment("x0", of: "a0"), says: "/data/id: an annulment can't be annulled")
    }

    @Test func `a last line that is cut is refused, and one without a line break is read`() throws {
        for (text, code, appended) in [
            (event("n1"), Int32(0), 1), (event("n1") + "\n" + event("n2").dropLast(), 1, 1),
            ("", 0, 0),
        ] {
            let folder = try TemporaryFolder()
            try folder.makeLedger()
            try folder.write(Array(text.utf8), to: "in.ndjson")
            let before = try #require(try folder.verifiedEvents())
            let run = try RapportProcess(["import", "l.rapport", "in.ndjson"], in: folder)
            #expect(run.code == code, "\(run.messages)")
            #expect(run.messages.contains("in.ndjson:2:") == (code == 1))
            if text.isEmpty { #expect(run.messages.contains("in.ndjson holds no event")) }
            #expect(try folder.verifiedEvents() == before + appended + 1)
        }
    }

    @Test func `a batch with one bad event is refused whole, with all its violations`() throws {
        let folder = try TemporaryFolder()
        try folder.makeLedger()
        let before = try folder.verifiedEvents()
        let batch = [event("n1"), "", event("b", ["time": "1", "sequence": "1"]), "nonsense"]
        let run = try RapportProcess(
            ["append", "l.rapport"], input: Array(batch.joined(separator: "\n").utf8), in: folder)
        #expect(run.code == 1)
        for message in ["line 3: /time", "line 3: /sequence", "line 4: "] {
            #expect(run.messages.contains(message), "\(run.messages)")
        }
        #expect(run.output.contains(#""status":422"#))
        #expect(try folder.verifiedEvents() == before)
    }
}
