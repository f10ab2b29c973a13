import Testing

@testable import rapport

/// What a ledger or a pack says can't become an element of a page.
struct MarkupTests {
    @Test func `texts and attributes are escaped`() {
        let name = #"<b onclick="x('&')">"#
        let escaped = "&lt;b onclick=&quot;x(&#39;&amp;&#39;)&quot;&gt;"
        #expect(Markup(name).text == escaped)
        #expect(Markup.element("td", [("title", name)]).text == "<td title=\"\(escaped)\"></td>\n")
        let inside = Markup.element("td", [], "a", Markup(name), "<i>")
        #expect(inside.text == "<td>a\(escaped)&lt;i&gt;</td>\n")
    }

    @Test func `an element within a line leaves no blank behind it`() {
        #expect(Markup([.isolated("a & b"), ": c"]).text == "<bdi>a &amp; b</bdi>: c")
    }

    @Test func `what a terminal would obey is shown, not obeyed`() {
        #expect(!Markup("a\u{1B}[2Jb\u{202E}").text.contains("\u{1B}"))
    }

    @Test func `a page says its language and asks for no icon`() {
        let page = Markup.page(language: "zh-Hans", title: "a<b", .style("p {}"), ["x&y"]).text
        #expect(page.hasPrefix("<!DOCTYPE html>\n<html lang=\"zh-Hans\">"))
        #expect(page.contains("<title>a&lt;b</title>") && page.contains("<body>x&amp;y</body>"))
        #expect(page.contains(#"<link rel="icon" href="data:,">"#))
    }
}
