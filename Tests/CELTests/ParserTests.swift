import Testing

@testable import CEL

struct ParserTests {
    @Test func `an error names line and column and shows a caret`() {
        #expect(
            syntaxError("a +\n  * b")
                == "line 2, column 3: a value is expected, not '*'\n  * b\n  ^")
        #expect(
            syntaxError("客户 == ")
                == "line 1, column 1: '客' has no meaning in an expression\n客户 == \n^")
        #expect(
            syntaxError("'客户' )") == "line 1, column 6: ')' is not expected here\n'客户' )\n     ^")
    }

    @Test func `what is no expression is refused with the reason`() {
        for (text, reason) in [
            ("", "a value is expected, not the end of the expression"),
            ("1 +", "a value is expected, not the end of the expression"),
            ("(1", "')' is expected, not the end of the expression"),
            ("'abc", "the quote is not closed"), ("'a\nb'", "use three quotes"),
            (#"'\q'"#, "there is no such escape"), (#"'\ud800'"#, "no Unicode code point"),
            (#"'\x4'"#, "the escape needs 2 digits"), ("0x", "0x needs hexadecimal digits"),
            ("1e", "the exponent has no digits"), ("12ab", "a letter can't follow a number"),
            ("99999999999999999999", "greater than the largest int"),
            ("18446744073709551616u", "greater than the largest uint"),
            ("if", "'if' is a reserved word"), ("a.in", "a name is expected behind the dot"),
            ("has(a)", "has() takes one field"),
            ("[1].all(1, true)", "takes the name of a variable"),
            ("T{a: 1}", "messages can't be made"), ("a ? b", "':' is expected"),
            ("{1 2}", "':' is expected"), ("`a`", "a value is expected"), ("a.`", "not closed"),
        ] {
            #expect(syntaxError(text)?.contains(reason) ?? false, "\(text)")
        }
    }

    @Test func `literals may be raw, triple, hexadecimal and escaped`() {
        check(
            #"""
            r'\d' → '\\d'
            '''a"b''c''' → 'a"b\'\'c'
            "\u5ba2\U00006237" → '客户'
            '\101\x42' → 'AB'
            b'\u0041' → !!
            b'é' == b'\xc3\xa9' → true
            rb'\n' == b'\\n' → true
            0xFF → 255
            -0x10 → -16
            0xFFu → 255u
            .5 → 0.5
            1e3 → 1000.0
            {'if': 1}.if → 1
            {'a b': 2}.`a b` → 2
            [1, 2,] → [1, 2]
            1 // the rest is a remark → 1
            """#)
    }

    @Test func `operators bind as in C`() {
        check(
            """
            1 + 2 * 3 → 7
            2 * 3 % 4 → 2
            10 - 2 - 3 → 5
            -2 * 3 → -6
            !true || true → true
            true || false && false → true
            1 < 2 == true → true
            false ? 1 : true ? 2 : 3 → 2
            - - 1 → 1
            !!true → true
            -1 in [-1] → true
            """)
    }

    @Test func `depth and length have limits`() {
        let deepest =
            String(repeating: "(", count: CELLimits.depth - 1) + "1"
            + String(repeating: ")", count: CELLimits.depth - 1)
        #expect(Outcome(of: deepest) == .value("int 1"))
        #expect(syntaxError("(\(deepest))")?.contains("nested deeper than 256") ?? false)
        let chain = Array(repeating: "1", count: CELLimits.depth).joined(separator: "+")
        #expect(Outcome(of: chain) == .value("int 256"))
        #expect(syntaxError(chain + "+1")?.contains("nested deeper than 256") ?? false)
        let long = Array(repeating: "true", count: 5_000).joined(separator: "&&")
        #expect(Outcome(of: long) == .value("bool true"))
        let blanks = String(repeating: " ", count: CELLimits.sourceBytes - 1) + "1"
        #expect(Outcome(of: blanks) == .value("int 1"))
        #expect(syntaxError(" " + blanks)?.contains("at most 100000 are read") ?? false)
    }
}
