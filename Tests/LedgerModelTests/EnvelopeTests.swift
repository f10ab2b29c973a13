import LedgerModel
import Testing

/// What the envelope of an event may say.
struct EnvelopeTests {
    private func check(
        _ text: String, refusedAt pointers: [String], _ location: SourceLocation = #_sourceLocation
    ) {
        let read = ReadProposal(text)
        #expect(read.pointers == pointers.sorted(), sourceLocation: location)
        #expect(read.batch.isEmpty == !pointers.isEmpty, sourceLocation: location)
        #expect(
            !read.batch.isEmpty || read.batch.bytes.isEmpty && read.batch.names.isEmpty,
            "a refused event leaves nothing", sourceLocation: location)
    }

    @Test func `what isn't an object is no event`() {
        for text in ["[]", "1", "null", #""event""#, "", "{", "{}}"] {
            check(text, refusedAt: [""])
        }
    }

    @Test func `all violations of one event are reported together`() {
        check("{}", refusedAt: ["", "", "", "", "", ""])
        check(
            proposal([
                "id": "1", "source": nil, "time": #""yesterday""#, "ledgertime": "1",
                "Upper": "1", "type": #""order.placed""#, "subject": #""~mine""#,
                "data": #"{"order_id":7,"currency":"cny","items":[1]}"#,
            ]),
            refusedAt: [
                "", "/Upper", "/data/amount_minor", "/data/currency", "/data/items",
                "/data/order_id", "/id", "/ledgertime", "/subject", "/time",
            ])
        check(
            proposal(["type": #""pack.activated""#, "subject": nil, "data": nil]),
            refusedAt: ["", "", "/type"])
        check(
            proposal(["type": nil, "subject": #""~mine""#]), refusedAt: ["", "/subject"])
    }

    @Test func `a missing attribute is named`() {
        for name in ["specversion", "id", "source", "type", "subject", "time"] {
            let read = ReadProposal(proposal([name: nil]))
            #expect(read.violations.map(\.sentence) == ["the attribute \(name) is missing"])
        }
        check(proposal(of: "goal.set", subject: "~ledger", data: "{}"), refusedAt: [])
        let data = ReadProposal(proposal(["type": #""goal.set""#, "subject": #""~ledger""#]))
        #expect(data.violations.map(\.sentence) == ["the attribute data is missing"])
    }

    @Test func `an attribute that is null is refused`() {
        for name in [
            "specversion", "id", "source", "type", "subject", "time", "recordedtime", "data",
            "authid", "authtype", "causationid", "correlationid", "dataschema", "datacontenttype",
            "traceparent", "myextension",
        ] {
            check(proposal([name: "null"]), refusedAt: ["/\(name)"])
        }
    }

    @Test func `what the ledger sets can't be sent`() {
        for name in ["accountrevision", "ledgertime", "sequence"] {
            check(proposal([name: "1"]), refusedAt: ["/\(name)"])
        }
        check(proposal(["l\\u0065dgertime": "1"]), refusedAt: ["/ledgertime"])
    }

    @Test func `data is an object of JSON`() {
        check(proposal(["data_base64": #""AA==""#]), refusedAt: ["/data_base64"])
        check(proposal(["datacontenttype": #""application/json""#]), refusedAt: [])
        check(proposal(["datacontenttype": #""text/xml""#]), refusedAt: ["/datacontenttype"])
        check(proposal(["datacontenttype": "1"]), refusedAt: ["/datacontenttype"])
        check(proposal(["specversion": #""0.3""#]), refusedAt: ["/specversion"])
        check(proposal(["specversion": "1"]), refusedAt: ["/specversion"])
        for value in ["[]", "1", #""text""#] {
            check(proposal(["data": value]), refusedAt: ["/data"])
            check(proposal(of: "order.placed", data: value), refusedAt: ["/data"])
        }
    }

    @Test func `an extension is a string, a whole number or a flag`() {
        for value in [#""a""#, #""""#, "1", "-1", "1.0", "true", "false"] {
            check(proposal(["ext1": value]), refusedAt: [])
        }
        for value in ["0.5", "{}", "[]"] { check(proposal(["ext1": value]), refusedAt: ["/ext1"]) }
        for name in ["Ext", "my_ext", "my-ext", "é"] {
            check(proposal([name: "1"]), refusedAt: ["/\(name)"])
        }
        check(proposal(["a/b~c": "1"]), refusedAt: ["/a~1b~0c"])
        check(proposal(["~\\u0301": "1"]), refusedAt: ["/~0\u{301}"])
    }

    @Test func `reserved subjects are refused`() {
        for subject in ["~", "~mine", "~ledger2", "~Ledger"] {
            check(proposal(["subject": "\"\(subject)\""]), refusedAt: ["/subject"])
        }
        check(proposal(["subject": #""\u007emine""#]), refusedAt: ["/subject"])
        check(proposal(["subject": #""C~1""#]), refusedAt: [])
    }

    @Test func `the ledger's own subject takes its own types only`() {
        for type in ["list.frozen", "goal.set", "rate.quoted"] {
            check(proposal(of: type, subject: "~ledger", data: "{}"), refusedAt: [])
            check(proposal(of: type, subject: "\\u007eledger", data: "{}"), refusedAt: [])
            check(proposal(of: type, data: "{}"), refusedAt: ["/subject"])
        }
        let target = #"{"source":"a","id":"b"}"#
        check(proposal(of: "event.annulled", subject: "~ledger", data: target), refusedAt: [])
        check(proposal(of: "event.annulled", data: target), refusedAt: [])
        check(
            proposal(of: "churn.suspected", subject: "~ledger", data: "{}"), refusedAt: ["/subject"]
        )
        check(
            proposal(of: "badge.scanned", subject: "~ledger", data: "{}"), refusedAt: ["/subject"])
    }

    @Test func `verb-only types are taken from verbs only`() {
        for type in ["pack.activated", "import.completed"] {
            let text = proposal(of: type, subject: "~ledger", data: "{}")
            check(text, refusedAt: ["/type"])
            #expect(ReadProposal(text, acceptsVerbEvents: true).violations == [])
        }
        #expect(Catalogue.definitions.filter(\.isWrittenByVerbsOnly).count == 2)
    }

    @Test func `an annulment names its target by source and id`() throws {
        check(proposal(of: "event.annulled", data: "{}"), refusedAt: ["/data/id", "/data/source"])
        check(proposal(of: "event.annulled", data: #"{"id":"b"}"#), refusedAt: ["/data/source"])
        check(
            proposal(of: "event.annulled", data: #"{"id":1,"source":"a"}"#), refusedAt: ["/data/id"]
        )
        let read = ReadProposal(
            proposal(of: "event.annulled", data: #"{"source":"/\u0061","id":"b"}"#))
        let entry = try #require(read.entry)
        let key: [UInt8] = [2, 0, 0, 0, 0x2F, 0x61, 1, 0, 0, 0, 0x62]
        #expect(Array(read.batch.names[entry.annulledKey]) == key)
        #expect(ReadProposal(proposal()).entry?.annulledKey.isEmpty == true)
    }

    @Test func `types outside the catalogue are kept with any data`() throws {
        check(proposal(), refusedAt: [])
        check(
            proposal(["type": #""order.place""#, "data": #"{"amount_minor":"x"}"#]), refusedAt: [])
        let read = ReadProposal(proposal(["type": #""巡检""#, "data": #"{"a":[{"b":null}]}"#]))
        let entry = try #require(read.entry)
        #expect(entry.definition == -1)
        #expect(read.batch.type(of: entry) == "巡检")
        #expect(try #require(read.canonical).contains(#""data":{"a":[{"b":null}]}"#))
    }

    @Test func `a known type is found by its escaped name too`() throws {
        let read = ReadProposal(proposal(["type": #""order\u002eplaced""#, "data": "{}"]))
        #expect(read.pointers == ["/data/amount_minor", "/data/currency", "/data/order_id"])
        for (index, definition) in Catalogue.definitions.enumerated() {
            #expect(Catalogue.index(of: definition.name) == index)
        }
        #expect(Catalogue.index(of: "order.place") == nil && Catalogue.index(of: "") == nil)
    }

    @Test func `a personal field is noticed`() {
        let contact = #"{"contact_id":"1","phone":"2"}"#
        let read = ReadProposal(proposal(of: "contact.added", data: contact))
        #expect(read.entry?.hasPersonalFields == true)
        let plain = ReadProposal(proposal(of: "contact.added", data: #"{"contact_id":"1"}"#))
        #expect(plain.entry?.hasPersonalFields == false)
    }

    @Test func `the times of an event are read`() throws {
        let read = ReadProposal(
            proposal([
                "time": #""1970-01-01T08:00:01+08:00""#,
                "recordedtime": #""1970-01-01T08:00:02+08:00""#,
            ]))
        let entry = try #require(read.entry)
        #expect(entry.occurredAt == Instant(microseconds: 1_000_000))
        #expect(read.canonical?.contains(#""recordedtime":"1970-01-01T00:00:02Z""#) == true)
        #expect(entry.hasSourceRecordedAt && entry.line == 7)
        let single = try #require(ReadProposal(proposal()).entry)
        #expect(!single.hasSourceRecordedAt)
    }
}
