/// How many columns of a terminal a text takes.
///
/// Han, kana, hangul and full-width forms take two columns, as do emoji; combining marks, joiners
/// and control characters take none. One grapheme cluster never takes more than two.
enum DisplayWidth {
    /// The columns of a text on one line.
    static func columns(of text: some StringProtocol) -> Int {
        if text.utf8.allSatisfy({ 0x20..<0x7F ~= $0 }) { return text.utf8.count }
        return text.reduce(0) { $0 + columns(of: $1) }
    }

    /// The columns of one grapheme cluster: 0, 1 or 2.
    static func columns(of cluster: Character) -> Int {
        let scalars = cluster.unicodeScalars
        let emoji = scalars.first?.properties.isEmoji ?? false
        if emoji, scalars.contains("\u{FE0F}") { return 2 }
        return min(2, scalars.reduce(0) { $0 + columns(of: $1) })
    }

    /// The text, or as much of it as leaves room for an ellipsis within so many columns.
    static func truncated(_ text: String, toColumns limit: Int) -> String {
        guard columns(of: text) > limit else { return text }
        guard limit > 0 else { return "" }
        var kept = ""
        var width = 0
        for cluster in text {
            width += columns(of: cluster)
            guard width < limit else { break }
            kept.append(cluster)
        }
        return kept + "…"
    }

    /// The text with blanks behind it up to so many columns, and at least one.
    static func padded(_ text: String, toColumns count: Int) -> String {
        text + String(repeating: " ", count: max(1, count - columns(of: text)))
    }

    private static func columns(of scalar: Unicode.Scalar) -> Int {
        if isZeroWidth(scalar) { return 0 }
        return isWide(scalar) ? 2 : 1
    }

    private static func isZeroWidth(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .control, .format, .lineSeparator,
            .paragraphSeparator:
            return true
        default:
            // Vowels and final consonants of hangul stack onto the initial consonant.
            return 0x1160...0x11FF ~= scalar.value || 0xD7B0...0xD7FF ~= scalar.value
                || scalar.properties.isDefaultIgnorableCodePoint
        }
    }

    private static func isWide(_ scalar: Unicode.Scalar) -> Bool {
        guard scalar.value >= 0x1100 else { return false }
        if scalar.properties.isEmojiPresentation { return true }
        var low = 0
        var high = wide.count
        while low < high {
            let middle = (low + high) / 2
            if wide[middle].contains(scalar.value) { return true }
            if wide[middle].lowerBound > scalar.value { high = middle } else { low = middle + 1 }
        }
        return false
    }

    /// East_Asian_Width W and F without emoji (https://www.unicode.org/reports/tr11/), ascending;
    /// gaps that hold only unassigned code points or combining marks are closed.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2329...0x232A, 0x2630...0x2637, 0x268A...0x268F, 0x2E80...0x3029,
        0x3030...0x303E, 0x3041...0x3163, 0x3165...0x3247, 0x3250...0xA4C6, 0xA960...0xA97C,
        0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE10...0xFE6B, 0xFF01...0xFF60, 0xFFE0...0xFFE6,
        0x16FE0...0x16FE3, 0x16FF2...0x191D2, 0x1AFF0...0x1B2FB, 0x1D300...0x1D376,
        0x1F200...0x1F265, 0x20000...0x3FFFD,
    ]
}
