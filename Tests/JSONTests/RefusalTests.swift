import JSON
import Testing

struct RefusalTests {
    private func check(
        _ text: String, _ reason: JSONError.Reason?, at offset: Int = 0, in pointer: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        check(Array(text.utf8), reason, at: offset, in: pointer, sourceLocation: sourceLocation)
    }

    private func check(
        _ text: [UInt8], _ reason: JSONError.Reason?, at offset: Int = 0, in pointer: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let expected = reason.map { JSONError($0, at: offset, pointer: pointer) }
        #expect(refusal(text) == expected, sourceLocation: sourceLocation)
    }

    @Test func `an empty or cut text is incomplete`() {
        check("", .incompleteText)
        check(" \n", .incompleteText, at: 2)
        check("{", .incompleteText, at: 1)
        check("[1,", .incompleteText, at: 3, in: "/1")
        check(#"{"a""#, .incompleteText, at: 4, in: "/a")
        check(#""abc"#, .incompleteText, at: 4)
        check(#""abcdefghijklm\"#, .incompleteText, at: 15)
        check(#""\u12"#, .incompleteText, at: 5)
        check("tru", .incompleteText, at: 3)
        check("1.", .incompleteText, at: 2)
        check("1e+", .incompleteText, at: 3)
        check("-", .incompleteText, at: 1)
    }

    @Test func `bytes out of place are refused`() {
        check("{1:2}", .unexpectedByte, at: 1)
        check(#"{"a":1,}"#, .unexpectedByte, at: 7)
        check("[1,]", .unexpectedByte, at: 3, in: "/1")
        check("[,1]", .unexpectedByte, at: 1, in: "/0")
        check("[1}", .unexpectedByte, at: 2, in: "/0")
        check(#"{"a" 1}"#, .unexpectedByte, at: 5, in: "/a")
        check(#"{"a":}"#, .unexpectedByte, at: 5, in: "/a")
        check("[1 2]", .unexpectedByte, at: 3, in: "/0")
        check("trux", .unexpectedByte, at: 3)
        check("NaN", .unexpectedByte)
        check("'a'", .unexpectedByte)
        check("\u{FEFF}1", .unexpectedByte)
        check("\u{B}1", .unexpectedByte)
        check("]", .unexpectedByte)
    }

    @Test func `nothing may follow the value`() {
        check("1 2", .trailingContent, at: 2)
        check("{}}", .trailingContent, at: 2)
        check("truex", .trailingContent, at: 4)
        check(" [ ] \r\n\t", nil)
    }

    @Test func `numbers follow the grammar`() {
        check("01", .invalidNumber)
        check("-01", .invalidNumber, at: 1)
        check("[00]", .invalidNumber, at: 1, in: "/0")
        check("-a", .invalidNumber, at: 1)
        check("1.e1", .invalidNumber, at: 2)
        check("1ex", .invalidNumber, at: 2)
        check("+1", .unexpectedByte)
        check(".5", .unexpectedByte)
        check("0x10", .trailingContent, at: 1)
    }

    @Test func `a raw control character is refused`() {
        check("\"a\nb\"", .controlCharacter, at: 2)
        check("\"\u{0}\"", .controlCharacter, at: 1)
        check("\"abcdefghijkl\u{1F}mnopqrstuvw\"", .controlCharacter, at: 13)
        check("\"\u{7F}\"", nil)
    }

    @Test func `an unknown escape is refused`() {
        check(#""\x41""#, .invalidEscape, at: 1)
        check(#""ab\u00g0""#, .invalidEscape, at: 3)
        check(#""\"\\\/\b\f\n\r\t\u0041""#, nil)
    }

    @Test func `a lone surrogate is refused`() {
        check(#""\ud800""#, .loneSurrogate, at: 1)
        check(#""\uDC00""#, .loneSurrogate, at: 1)
        check(#""\ud800\ud800""#, .loneSurrogate, at: 1)
        check(#""\ud800\n.....""#, .loneSurrogate, at: 1)
        check(#"{"\udfff":1}"#, .loneSurrogate, at: 2)
        check(#""\ud83d\ude02""#, nil)
    }

    @Test func `a noncharacter is refused`() {
        check("\"\u{FFFF}\"", .noncharacter, at: 1)
        check(#""\ufdd0""#, .noncharacter, at: 1)
        check(#""\udbff\udfff""#, .noncharacter, at: 1)
        check("\"\u{FDF0}\u{FFFD}\"", nil)
    }

    @Test(
        arguments: [
            [0x80], [0xC0, 0xAF], [0xC1, 0xBF], [0xC3], [0xC3, 0x28], [0xE0, 0x80, 0x80],
            [0xE2, 0x82], [0xE2, 0x28, 0xA1], [0xED, 0xA0, 0x80], [0xED, 0xBF, 0xBF],
            [0xF0, 0x80, 0x80, 0x80], [0xF0, 0x9F, 0x98], [0xF4, 0x90, 0x80, 0x80],
            [0xF5, 0x80, 0x80, 0x80], [0xFF],
        ] as [[UInt8]])
    func `bytes that are not UTF-8 are refused`(bytes: [UInt8]) {
        let quote = UInt8(ascii: "\"")
        check([quote] + bytes + [quote], .invalidUTF8, at: 1)
        check([quote] + Array("long enough é".utf8) + bytes + [quote], .invalidUTF8, at: 15)
    }

    @Test func `a member name may stand once`() {
        check(#"{"a":1,"a":2}"#, .duplicateMember, at: 7, in: "/a")
        check(#"{"b":1,"a":2,"\u0061":3}"#, .duplicateMember, at: 13, in: "/a")
        check(#"{"é":1,"\u00E9":2}"#, .duplicateMember, at: 8, in: "/é")
        check(#"{"abcdefghij":1,"abcdefghij":2}"#, .duplicateMember, at: 16, in: "/abcdefghij")
        check(#"[0,{"x":{"~/":1,"~/":2}}]"#, .duplicateMember, at: 16, in: "/1/x/~0~1")
        check(#"{"":1,"":2}"#, .duplicateMember, at: 6, in: "/")
        check(#"{"a":{"a":1},"b":{"a":1}}"#, nil)
        check(#"{"abcdefgh":1,"abcdefgh\u0000":2,"abcdefg":3}"#, nil)
    }

    @Test func `an integer beyond the safe range is refused in every spelling`() {
        check("9007199254740991", nil)
        check("-9007199254740991", nil)
        check("9007199254740991.0", nil)
        check("9007199254740992", .integerOutOfRange)
        check("-9007199254740992", .integerOutOfRange)
        check("9.007199254740992e15", .integerOutOfRange)
        check("[1e20]", .integerOutOfRange, at: 1, in: "/0")
        check("1e16", .integerOutOfRange)
        check("1e400", .integerOutOfRange)
        check("1.5e999999999999999999999", .integerOutOfRange)
        check("123456789012345678901234567890", .integerOutOfRange)
    }

    @Test func `a number without a double of its decimal value is refused`() {
        check("0.1", nil)
        check("0.30000000000000004", nil)
        check("5e-324", nil)
        check("2.2250738585072014e-308", nil)
        check("0.10000000000000000000000", nil)
        check("0e999999999999", nil)
        check("0.10000000000000000001", .numberNotExact)
        check("0.30000000000000001", .numberNotExact)
        check("9007199254740993.5", .numberNotExact)
        check("4503599627370497.25", .numberNotExact)
        check("1e-400", .numberNotExact)
        check("3e-324", .numberNotExact)
        check("0." + String(repeating: "0", count: 400) + "1", .numberNotExact)
        check("1" + String(repeating: "0", count: 400) + "e-400", nil)
    }

    @Test func `every sentence says what to do`() {
        let sentences = JSONError.Reason.allCases.map { JSONError($0, at: 7).sentence }
        #expect(Set(sentences).count == JSONError.Reason.allCases.count)
        #expect(
            JSONError(.numberNotExact, at: 7, pointer: "/data/rate").sentence
                == "A number has no double of the same decimal value (at byte 7, in /data/rate): "
                + "send it as a string.")
    }
}
