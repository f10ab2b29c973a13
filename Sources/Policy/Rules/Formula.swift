package import CEL

/// An expression of a document.
package struct Formula: Sendable {
    /// The text as the document has it.
    package let text: String
    /// The expression, parsed.
    package let expression: ParsedExpression
    /// Where the text stands.
    package let place: TextPlace
    private let style: DocumentNode.ScalarStyle

    /// Reads the expression of a scalar.
    init(_ text: String, _ style: DocumentNode.ScalarStyle, at place: TextPlace) throws(PackProblem)
    {
        self.text = text
        self.place = place
        self.style = style
        do throws(SyntaxError) {
            expression = try Parser.parse(SourceText(text))
        } catch {
            let place = Self.place(of: error.place, in: style, from: place)
            throw PackProblem(error.sentence, at: place, excerpt: error.excerpt)
        }
    }

    /// What is wrong at a byte of the text.
    func problem(_ sentence: String, at offset: Int) -> PackProblem {
        let source = SourceText(text)
        return PackProblem(
            sentence, at: Self.place(of: source.place(at: offset), in: style, from: place),
            excerpt: source.excerpt(at: offset))
    }

    /// The place in the document of a place in the text. The lines of a block begin below its sign,
    /// and how far they are indented is not known, so that the excerpt has to show the column.
    private static func place(
        of inner: SourceText.Place, in style: DocumentNode.ScalarStyle, from outer: TextPlace
    ) -> TextPlace {
        switch style {
        case .block: TextPlace(line: outer.line + inner.line, column: inner.column)
        case .plain, .quoted:
            inner.line > 1
                ? TextPlace(line: outer.line + inner.line - 1, column: inner.column)
                : TextPlace(
                    line: outer.line,
                    column: outer.column + inner.column - (style == .quoted ? 0 : 1))
        }
    }
}
