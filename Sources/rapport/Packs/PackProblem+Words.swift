import Policy

extension PackProblem {
    /// What stands before the sentence: `pack.yaml:3:7: `.
    func place(in file: String) -> String { "\(file):\(place.line):\(place.column): " }

    /// The sentence in a language, and the line of the expression where it is one that is wrong.
    func sentence(_ words: Words, chapter: String = "") -> String {
        words.sentence(sentence, chapter: chapter) + (excerpt.map { "\n" + $0 } ?? "")
    }
}
