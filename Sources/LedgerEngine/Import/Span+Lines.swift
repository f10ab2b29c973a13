extension Span<UInt8> {
    /// A line without the carriage return before its line break.
    func lineContent(in line: Range<Int>) -> Range<Int> {
        guard let last = line.last, self[last] == UInt8(ascii: "\r") else { return line }
        return line.lowerBound..<last
    }

    /// Whether a line holds blanks and tabs only.
    func isBlank(_ line: Range<Int>) -> Bool {
        for offset in line
        where self[offset] != UInt8(ascii: " ") && self[offset] != UInt8(ascii: "\t") {
            return false
        }
        return true
    }
}
