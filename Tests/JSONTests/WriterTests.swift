import JSON
import Testing

struct WriterTests {
    private func check(
        _ expected: String, sourceLocation: SourceLocation = #_sourceLocation,
        _ write: (inout [UInt8]) -> Void
    ) {
        var output = Array("before".utf8)
        write(&output)
        #expect(
            String(decoding: output, as: UTF8.self) == "before" + expected,
            sourceLocation: sourceLocation)
    }

    @Test func `strings are quoted with the escapes of RFC 8785`() {
        check(#""""#) { JSONWriter.appendQuoted("", to: &$0) }
        check(#""a/é😂\"\\\b\t\n\u000b\f\r\u0000\u001f"# + "\u{7F}\"") {
            JSONWriter.appendQuoted(
                "a/é😂\"\\\u{8}\t\n\u{B}\u{C}\r\u{0}\u{1F}\u{7F}", to: &$0)
        }
        let bytes = Array("x\ny".utf8)
        check(#""x\ny""#) { JSONWriter.appendQuoted(bytes.span, to: &$0) }
    }

    @Test(arguments: [0, 7, -7, 10, 1_234_567_890, .max, .min] as [Int64])
    func `integers are written in digits`(value: Int64) {
        check("\(value)") { JSONWriter.appendInteger(value, to: &$0) }
    }

    @Test func `integers are padded with zeros`() {
        check("007") { JSONWriter.appendPadded(7, width: 3, to: &$0) }
        check("1234") { JSONWriter.appendPadded(1234, width: 3, to: &$0) }
        check("-0042") { JSONWriter.appendPadded(-42, width: 4, to: &$0) }
        check("0") { JSONWriter.appendPadded(0, width: 1, to: &$0) }
        check("0000") { JSONWriter.appendPadded(0, width: 4, to: &$0) }
    }
}
