/// HTML and SVG from texts, which are escaped, and from elements.
struct Markup: Sendable, ExpressibleByStringInterpolation {
    /// As it stands in the file.
    let text: String

    private init(raw text: String) { self.text = text }

    init(stringLiteral text: String) { self.init(text) }

    /// A text of a person, a ledger or a pack.
    init(_ text: String) { self.text = Self.escaped(PrintableText.of(text)) }

    /// Elements behind one another.
    init(_ parts: [Markup]) { text = parts.map(\.text).joined() }

    /// An element with its attributes, whose values are escaped.
    static func element(
        _ name: String, _ attributes: [(name: String, value: String)] = [], _ inside: Markup...
    ) -> Markup {
        element(name, attributes, inside)
    }

    /// An element with its attributes, whose values are escaped.
    static func element(
        _ name: String, _ attributes: [(name: String, value: String)] = [], _ inside: [Markup]
    ) -> Markup {
        let own = attributes.map { " \($0.name)=\"\(escaped(PrintableText.of($0.value)))\"" }
        let end = inText.contains(name) ? "" : "\n"
        return Markup(
            raw: "<\(name)\(own.joined())>" + inside.map(\.text).joined() + "</\(name)>\(end)")
    }

    /// Elements within a line, behind which a line break would show as a blank.
    private static let inText: Set = ["b", "bdi", "i"]

    /// A text that may run from right to left, which mustn't turn what stands around it.
    static func isolated(_ text: String) -> Markup { element("bdi", [], Markup(text)) }

    /// The sheet of styles.
    static func style(_ rules: String) -> Markup { Markup(raw: "<style>\n\(rules)\n</style>\n") }

    /// A whole page.
    static func page(language: String, title: String, _ sheet: Markup, _ body: [Markup]) -> Markup {
        let head: [Markup] = [
            Markup(raw: "<meta charset=\"utf-8\">\n"),
            Markup(
                raw: "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"),
            // An icon of its own, so that no browser asks for one.
            Markup(raw: "<link rel=\"icon\" href=\"data:,\">\n"),
            element("title", [], Markup(title)), sheet,
        ]
        let page = element(
            "html", [("lang", language)], element("head", [], head), element("body", [], body))
        return Markup(raw: "<!DOCTYPE html>\n" + page.text)
    }

    private static func escaped(_ text: String) -> String {
        text.replacing("&", with: "&amp;").replacing("<", with: "&lt;")
            .replacing(">", with: "&gt;").replacing("\"", with: "&quot;")
            .replacing("'", with: "&#39;")
    }
}
