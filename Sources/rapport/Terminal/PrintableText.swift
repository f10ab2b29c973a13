/// Text from a ledger made safe for a terminal and for one line.
///
/// Names and reasons come from imported files: an escape sequence in one of them must not move the
/// cursor, and a change of direction must not reorder the line around it.
enum PrintableText {
    /// The text with white space of any kind as spaces and other controls as U+FFFD.
    static func of(_ text: String) -> String {
        if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return text }
        var scalars = String.UnicodeScalarView()
        for scalar in text.unicodeScalars { scalars.append(replacement(for: scalar)) }
        return String(scalars)
    }

    private static func replacement(for scalar: Unicode.Scalar) -> Unicode.Scalar {
        switch scalar.value {
        case 0x09...0x0D, 0x85, 0x2028, 0x2029: " "
        case 0x00...0x1F, 0x7F...0x9F: "\u{FFFD}"
        // Embeddings, overrides and isolates of the bidirectional algorithm.
        case 0x202A...0x202E, 0x2066...0x2069: "\u{FFFD}"
        default: scalar
        }
    }
}
