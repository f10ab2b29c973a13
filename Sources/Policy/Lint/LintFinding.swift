/// What a pack that can be read may still not mean, for the person who wrote it.
package struct LintFinding: Equatable, Sendable {
    /// How much it weighs.
    package enum Weight: String, Sendable {
        /// The pack says something that it can't mean, or leaves something out.
        case warning
        /// Something was not looked for, since that would have taken too long.
        case note
    }

    /// How much it weighs.
    package let weight: Weight
    /// What it is, and where.
    package let problem: PackProblem

    /// The finding behind the name of its file: `pack.yaml:3:7: warning: nothing uses …`.
    package func text(in file: String) -> String {
        let (place, sentence) = (problem.place, problem.sentence)
        return "\(file):\(place.line):\(place.column): \(weight.rawValue): \(sentence)"
    }
}
