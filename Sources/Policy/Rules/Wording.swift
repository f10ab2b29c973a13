/// A text that an expression makes, in one language or in several.
package struct Wording: Sendable {
    /// By the tag of the language; one that is in none stands under `en`.
    package let formulas: [String: Formula]

    /// The expression in a language, else in English, else in any.
    func formula(in language: String) -> Formula? {
        formulas[language] ?? formulas["en"] ?? formulas.min { $0.key < $1.key }?.value
    }
}
