import JSON
import LedgerModel
import Testing

struct JSONMembersTests {
    private func check(
        _ expected: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ write: (inout JSONMembers) -> Void
    ) throws {
        var members = JSONMembers()
        write(&members)
        let text = String(decoding: members.bytes, as: UTF8.self)
        #expect(text == expected, sourceLocation: sourceLocation)
        var tape = JSONTape()
        try tape.parse(members.bytes.span)
    }

    @Test func `members and elements are separated wherever they stand`() throws {
        try check(#"{"a":1,"b":{},"c":[[],2,"x",{"y":true}],"d":null,"e":{"f":-3},"g":7}"#) {
            $0.object { members in
                members.integer("a", 1)
                members.object("b") { _ in }
                members.array("c") { elements in
                    elements.array { _ in }
                    elements.integer(2)
                    elements.string("x")
                    elements.object { $0.bool("y", true) }
                }
                members.integerOrNull("d", nil)
                members.nested("e", JSONMembers.nested { $0.integer("f", -3) })
                members.integerOrNull("g", 7)
            }
        }
    }

    @Test func `names and strings are escaped and instants written in UTC`() throws {
        try check(#"{"\"\n":"\\é","t":"1970-01-01T00:00:00Z"}"#) {
            $0.object { members in
                members.string("\"\n", "\\é")
                members.instant("t", Instant(microseconds: 0))
            }
        }
    }

    @Test func `a line ends without a comma before the next`() {
        var members = JSONMembers()
        for number in 1...2 {
            members.object { $0.integer("n", Int64(number)) }
            members.endLine()
        }
        #expect(members.bytes == Array("{\"n\":1}\n{\"n\":2}\n".utf8))
        members.removeAll()
        #expect(members.bytes.isEmpty)
    }
}
