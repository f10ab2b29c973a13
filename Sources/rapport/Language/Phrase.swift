/// A sentence in English and in both ways of writing Chinese, with the same places.
struct Phrase: Sendable {
    let english: Template
    let simplified: Template
    let traditional: Template

    /// The sentence of a language.
    func template(_ language: Language) -> Template {
        switch language {
        case .english: english
        case .simplified: simplified
        case .traditional: traditional
        }
    }
}
