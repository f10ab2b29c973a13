extension Sequence<String> {
    /// The one that differs least from a text, where it differs by two letters at most: what a
    /// person may have meant.
    package func nearest(to text: String) -> String? {
        let near = map { (distance: text.editDistance(to: $0), name: $0) }
            .min { ($0.distance, $0.name) < ($1.distance, $1.name) }
        guard let near, near.distance <= 2 else { return nil }
        return near.name
    }
}

extension String {
    /// How many letters must be put in, left out or changed to make one text of the other
    /// (Levenshtein's distance).
    fileprivate func editDistance(to other: String) -> Int {
        let other = Array(other.unicodeScalars)
        var row = Array(0...other.count)
        for (line, scalar) in unicodeScalars.enumerated() {
            var diagonal = row[0]
            row[0] = line + 1
            for column in other.indices {
                let above = row[column + 1]
                row[column + 1] = Swift.min(
                    row[column] + 1, above + 1, diagonal + (scalar == other[column] ? 0 : 1))
                diagonal = above
            }
        }
        return row[other.count]
    }
}
