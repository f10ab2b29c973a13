/// The text of an expression, and where its lines begin.
package struct SourceText: Sendable {
    /// The bytes of the text.
    let bytes: [UInt8]

    package init(_ text: String) { bytes = Array(text.utf8) }

    /// A place for people.
    package struct Place: Equatable, Sendable {
        /// From 1.
        package let line: Int
        /// From 1, in Unicode scalars.
        package let column: Int
    }

    /// The place of a byte.
    package func place(at offset: Int) -> Place {
        let start = lineStart(before: offset)
        let line = bytes[..<start].count { $0 == UInt8(ascii: "\n") } + 1
        let column = String(decoding: bytes[start..<offset], as: UTF8.self).unicodeScalars.count + 1
        return Place(line: line, column: column)
    }

    /// The line around a byte, and under it a caret.
    package func excerpt(at offset: Int) -> String {
        let start = lineStart(before: offset)
        let end = bytes[offset...].firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        let line = String(decoding: bytes[start..<end], as: UTF8.self)
        let before = String(decoding: bytes[start..<offset], as: UTF8.self).unicodeScalars
        let indent = String(before.map { $0 == "\t" ? "\t" : " " as Character })
        return "\(line)\n\(indent)^"
    }

    private func lineStart(before offset: Int) -> Int {
        bytes[..<offset].lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    }
}

/// Why a text is no expression.
package struct SyntaxError: Error, Equatable, Sendable {
    /// Byte offset in the text.
    package let offset: Int
    /// What is wrong and what was expected.
    package let sentence: String
    /// Line and column.
    package let place: SourceText.Place
    /// The line of the text with a caret under the place.
    package let excerpt: String

    init(_ sentence: String, at offset: Int, in source: SourceText) {
        self.sentence = sentence
        self.offset = offset
        place = source.place(at: offset)
        excerpt = source.excerpt(at: offset)
    }

    /// All of it: line, column, sentence and the excerpt with its caret.
    package var description: String {
        "line \(place.line), column \(place.column): \(sentence)\n\(excerpt)"
    }
}
