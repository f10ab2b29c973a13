import Testing

@testable import rapport

struct PrintableTextTests {
    @Test(arguments: [
        ("plain", "plain"), ("上海\t电梯\n", "上海 电梯 "), ("a\u{2028}b\u{85}c", "a b c"),
        ("\u{1B}[2J\u{9B}31m", "\u{FFFD}[2J\u{FFFD}31m"), ("\u{202E}txt", "\u{FFFD}txt"),
        ("👩‍👧", "👩‍👧"), ("\u{7F}\u{0}", "\u{FFFD}\u{FFFD}"),
    ])
    func `a name cannot command the terminal`(text: String, printed: String) {
        #expect(PrintableText.of(text) == printed)
    }
}
