/// One thing that is wrong with a document, for the person who wrote it.
package struct PackProblem: Error, Equatable, Sendable {
    /// Where it is.
    package let place: TextPlace
    /// What is wrong and what to do.
    package let sentence: String

    /// The line of an expression with a caret under the place, where it is one that is wrong.
    package let excerpt: String?

    package init(_ sentence: String, at place: TextPlace, excerpt: String? = nil) {
        self.place = place
        self.sentence = sentence
        self.excerpt = excerpt
    }
}

/// A place in a document.
package struct TextPlace: Hashable, Comparable, Sendable {
    /// From 1.
    package let line: Int
    /// From 1, in Unicode scalars.
    package let column: Int

    package init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    package static func < (left: TextPlace, right: TextPlace) -> Bool {
        (left.line, left.column) < (right.line, right.column)
    }
}
