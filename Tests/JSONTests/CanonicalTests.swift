import JSON
import Testing

struct CanonicalTests {
    private func check(
        _ text: String, _ expected: String, sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let written = try canonical(text)
        #expect(written.utf8.elementsEqual(expected.utf8), sourceLocation: sourceLocation)
    }

    /// RFC 8785 §3.2.2; the first number of its array, 333333333.33333329, is refused by I-JSON's
    /// rule of exact values, so it stands here as its double does.
    @Test func `the example of RFC 8785 is written as the RFC writes it`() throws {
        try check(
            #"""
            {
              "numbers": [333333333.3333333, 4.50,
                          2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """#,
            #"{"literals":[null,true,false],"numbers":[333333333.3333333,4.5,0.002,1e-27],"#
                + #""string":"€$\u000f\nA'B\"\\\\\"/"}"#)
    }

    @Test func `members are ordered by UTF-16 code units as in RFC 8785 §3.2.3`() throws {
        try check(
            #"""
            {
              "\u20ac": "Euro Sign",
              "\r": "Carriage Return",
              "\ufb33": "Hebrew Letter Dalet With Dagesh",
              "1": "One",
              "\ud83d\ude00": "Emoji: Grinning Face",
              "\u0080": "Control",
              "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """#,
            #"{"\r":"Carriage Return","1":"One",""# + "\u{80}" + #"":"Control","#
                + #""ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","#
                + #""😀":"Emoji: Grinning Face","# + "\"\u{FB33}\":"
                + #""Hebrew Letter Dalet With Dagesh"}"#)
    }

    /// From the test data of the RFC's author
    /// (https://github.com/cyberphone/json-canonicalization).
    @Test func `locales play no part in the order`() throws {
        try check(
            #"{"peach":"This sorting order","péché":"is wrong according to French","#
                + #""pêche":"but canonicalization MUST","sin":"ignore locale"}"#,
            #"{"peach":"This sorting order","péché":"is wrong according to French","#
                + #""pêche":"but canonicalization MUST","sin":"ignore locale"}"#)
        try check(
            #"{"B":1,"a":2,"A":3,"é":4,"e\u0301":5}"#,
            "{\"A\":3,\"B\":1,\"a\":2,\"e\u{301}\":5,\"é\":4}")
    }

    @Test func `a name that begins another comes first`() throws {
        try check(#"{"ab":1,"a":2,"":3}"#, #"{"":3,"a":2,"ab":1}"#)
        try check(#"{"abcdefghi":1,"abcdefgh":2}"#, #"{"abcdefgh":2,"abcdefghi":1}"#)
        try check(#"{"a\u0000":1,"a":2}"#, #"{"a":2,"a\u0000":1}"#)
        try check(#"{"abcdefghZ":1,"abcdefghA":2}"#, #"{"abcdefghA":2,"abcdefghZ":1}"#)
    }

    @Test func `only the escapes of the RFC remain`() throws {
        try check(
            #""\u0000\u0008\u0009\u000a\u000B\u000c\u000d\u001F\u007f""#,
            #""\u0000\b\t\n\u000b\f\r\u001f"# + "\u{7F}\"")
        try check(#""\b\f\n\r\t\"\\\/""#, #""\b\f\n\r\t\"\\/""#)
        try check(#""\uD83D\uDE02\u4e2d""#, #""😂中""#)
        try check("\"\u{2028}\u{2029}\"", "\"\u{2028}\u{2029}\"")
    }

    @Test func `whitespace goes`() throws {
        try check(
            "\t[ 1 ,\r\n{ } , [ ] , { \"b\" : [ ] , \"a\" : \" \" } ]\n",
            #"[1,{},[],{"a":" ","b":[]}]"#)
        try check(" null ", "null")
    }

    @Test func `members in order are copied together`() throws {
        try check(
            #"{"specversion":"1.0","id":"a","source":"/b","type":"c","data":{"z":1,"y":[2, 3]}}"#,
            #"{"data":{"y":[2,3],"z":1},"id":"a","source":"/b","specversion":"1.0","type":"c"}"#)
    }
}

/// The canonical form of a text, parsed as a slice of a larger one so that offsets must be
/// relative.
func canonical(_ text: [UInt8], _ tape: inout JSONTape) throws(JSONError) -> [UInt8] {
    let padding = Array("padding".utf8)
    let surrounded = padding + text + padding
    let span = surrounded.span.extracting(padding.count..<(padding.count + text.count))
    try tape.parse(span)
    var output: [UInt8] = []
    tape.appendCanonical(tape.root, in: span, to: &output)
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
