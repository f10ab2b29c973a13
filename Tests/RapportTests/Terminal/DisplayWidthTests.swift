import Testing

@testable import rapport

struct DisplayWidthTests {
    private func check(
        _ text: String, takes columns: Int, _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(DisplayWidth.columns(of: text) == columns, sourceLocation: location)
    }

    @Test func `Latin letters take one column each`() {
        check("", takes: 0)
        check("Rapport", takes: 7)
        check("Zürich", takes: 6)
        check("Łódź – 5 €", takes: 10)
    }

    @Test func `Han, kana, hangul and full-width forms take two columns each`() {
        check("上海电梯", takes: 8)
        check("カタカナ", takes: 8)
        check("ｶﾀｶﾅ", takes: 4)
        check("한국", takes: 4)
        check("（甲）：Ａ１", takes: 12)
        check("\u{20000}\u{31350}", takes: 4)
        check("A有限公司B", takes: 10)
    }

    @Test func `a decomposed cluster is as wide as a composed one`() {
        check("e\u{301}", takes: 1)
        check("\u{1112}\u{1161}\u{11AB}", takes: 2)
        check("か\u{3099}", takes: 2)
        check("z\u{335}\u{489}\u{20DD}", takes: 1)
    }

    @Test func `what is invisible takes no column`() {
        check("\u{200B}\u{FEFF}\u{2060}", takes: 0)
        check("a\u{200D}b", takes: 2)
        check("\u{7}\r\n", takes: 0)
    }

    @Test func `an emoji takes two columns however many scalars it has`() {
        check("🙂", takes: 2)
        check("👩‍👩‍👧‍👦", takes: 2)
        check("👍🏽", takes: 2)
        check("🇨🇳🇨🇭", takes: 4)
        check("❤", takes: 1)
        check("❤️", takes: 2)
        check("1️⃣", takes: 2)
    }

    @Test(arguments: [
        ("上海电梯", 8, "上海电梯"), ("上海电梯", 7, "上海电…"), ("上海电梯", 6, "上海…"),
        ("Rapport", 7, "Rapport"), ("Rapport", 6, "Rappo…"), ("Rapport", 1, "…"),
        ("Rapport", 0, ""), ("e\u{301}e\u{301}e", 2, "e\u{301}…"), ("👩‍👩‍👧‍👦ab", 3, "👩‍👩‍👧‍👦…"),
    ])
    func `a cut text leaves room for its ellipsis`(text: String, limit: Int, cut: String) {
        let kept = DisplayWidth.truncated(text, toColumns: limit)
        #expect(kept == cut)
        #expect(DisplayWidth.columns(of: kept) <= limit)
    }
}
