import JSON
import Testing

struct ReadingTests {
    private func withTape<Result>(
        _ text: String, _ body: (JSONTape, Span<UInt8>) throws -> Result
    ) throws -> Result {
        let bytes = Array(text.utf8)
        var tape = JSONTape()
        try tape.parse(bytes.span)
        return try body(tape, bytes.span)
    }

    private func check(integer expected: Int64?, of text: String) throws {
        let integer = try withTape(text) { $0.integer($0.root, in: $1) }
        #expect(integer == expected, "\(text)")
    }

    @Test func `integers are read in every spelling`() throws {
        try check(integer: 0, of: "-0")
        try check(integer: 1, of: "1.0")
        try check(integer: 100, of: "1e2")
        try check(integer: -9_007_199_254_740_991, of: "-9007199254740991")
        try check(integer: 12, of: "1200e-2")
        try check(integer: nil, of: "1.5")
        try check(integer: nil, of: "\"1\"")
        try check(integer: nil, of: "[1]")
    }

    @Test func `members come in canonical order with their values`() throws {
        let names = try withTape(#"{"b":1,"a":{"y":2,"x":3},"c":[]}"#) { tape, text in
            var names: [String] = []
            var next = tape.firstChild(of: tape.root)
            while let key = next {
                let kind = tape[tape.value(ofMember: key)].kind
                names.append("\(tape.string(key, in: text)):\(kind)")
                next = tape.nextSibling(of: key)
            }
            return names
        }
        #expect(names == ["a:object", "b:number", "c:array"])
    }

    @Test func `elements come in text order`() throws {
        let elements = try withTape("[3,[9,8],1,2]") { tape, text in
            var elements: [Int64?] = []
            var next = tape.firstChild(of: tape.root)
            while let element = next {
                elements.append(tape.integer(element, in: text))
                next = tape.nextSibling(of: element)
            }
            return elements
        }
        #expect(elements == [3, nil, 1, 2])
    }

    @Test func `a member is found by its name, however it is escaped`() throws {
        let text = #"{"\u0069d":"x","amount_minor":7,"amount_minus":8,"名":true,"é\n":false}"#
        try withTape(text) { tape, text in
            func value(_ name: JSONName) -> JSONNode.Index? {
                tape.member(name, of: tape.root, in: text)
            }
            let integer = value("amount_minor").flatMap { tape.integer($0, in: text) }
            let string = value("id").map { tape.string($0, in: text) }
            #expect(string == "x")
            #expect(integer == 7)
            #expect(value("名").flatMap { tape.bool($0) } == true)
            #expect(value("é\n").flatMap { tape.bool($0) } == false)
            for absent: JSONName in ["i", "idx", "", "amount_m"] {
                #expect(value(absent) == nil)
            }
        }
    }

    @Test func `a value that is no object has no member`() throws {
        try withTape(#"["a"]"#) { tape, text in
            let member = tape.member("a", of: tape.root, in: text)
            #expect(member == nil)
            #expect(tape.count(of: tape.root) == 1)
        }
    }

    @Test(arguments: [
        ("\"\"", ""), ("\"plain\"", "plain"), (#""\u00e9\ud83d\ude02\/\t""#, "é😂/\t"),
        ("\"中文é😂\"", "中文é😂"), (#""\\\"\b\f\n\r""#, "\\\"\u{8}\u{C}\n\r"),
    ])
    func `strings are unescaped`(text: String, expected: String) throws {
        try withTape(text) { tape, text in
            let string = tape.string(tape.root, in: text)
            #expect(string == expected)
            var bytes: [UInt8] = [1]
            tape.appendString(tape.root, in: text, to: &bytes)
            #expect(bytes == [1] + Array(expected.utf8))
            let equalsBytes = tape.stringEquals(tape.root, Array(expected.utf8), in: text)
            let equalsName = tape.stringEquals(tape.root, JSONName(expected), in: text)
            #expect(equalsBytes && equalsName)
            for other in [expected + "x", "x" + expected.dropFirst(), "\u{1}" + expected] {
                let equalsOther = tape.stringEquals(tape.root, JSONName(other), in: text)
                #expect(!equalsOther)
            }
        }
    }

    @Test func `a backslash in a name sought is a backslash`() throws {
        try withTape(#""\u0041""#) { tape, text in
            let equalsSpelling = tape.stringEquals(tape.root, Array(#"\u0041"#.utf8), in: text)
            let equalsValue = tape.stringEquals(tape.root, Array("A".utf8), in: text)
            #expect(!equalsSpelling)
            #expect(equalsValue)
        }
    }

    @Test func `a node is small`() {
        #expect(MemoryLayout<JSONNode>.stride == 24)
    }

    @Test func `a tape is used again after a refusal`() throws {
        var tape = JSONTape()
        #expect(throws: JSONError(.unexpectedByte, at: 5, pointer: "/a")) {
            try tape.parse(Array(#"{"a":}"#.utf8).span)
        }
        let text = Array("[true]".utf8)
        try tape.parse(text.span)
        #expect(tape.firstChild(of: tape.root).flatMap { tape.bool($0) } == true)
    }
}
