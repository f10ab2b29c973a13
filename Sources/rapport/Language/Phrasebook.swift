/// The sentences of all modules in Chinese.
///
/// Sentences are made in English where something goes wrong. Here, where they reach a person, they
/// are recognized and said in the person's language; one that isn't in the book stays as it is.
/// Its texts have blocks of three lines: English, simplified and traditional Chinese. A line `[…]`
/// begins a chapter of parts of sentences, `[]` goes back to whole ones; `#` begins a comment.
struct Phrasebook: Sendable {
    /// The book that comes with the program; read when the first sentence is looked up.
    static let embedded = Phrasebook(
        [
            PackageResources.commands_txt, PackageResources.events_txt,
            PackageResources.expressions_txt, PackageResources.ledger_txt,
            PackageResources.packs_txt,
        ].map { String(decoding: $0, as: UTF8.self) })

    /// By chapter, whole sentences under the empty name; what is most surely meant comes first.
    let chapters: [String: [Phrase]]

    init(_ texts: [String]) {
        var chapters: [String: [Phrase]] = [:]
        for text in texts {
            var chapter = ""
            var block: [Template] = []
            for line in text.split(separator: "\n") where !line.hasPrefix("#") {
                if block.isEmpty, line.hasPrefix("["), line.hasSuffix("]") {
                    chapter = String(line.dropFirst().dropLast())
                    continue
                }
                block.append(Template(String(line)))
                guard block.count == Language.allCases.count else { continue }
                chapters[chapter, default: []].append(
                    Phrase(english: block[0], simplified: block[1], traditional: block[2]))
                block.removeAll()
            }
            precondition(block.isEmpty, "a phrase has a line for each language")
        }
        self.chapters = chapters.mapValues { phrases in
            phrases.sorted { $0.english.literalLength > $1.english.literalLength }
        }
    }

    /// A sentence in a language; nil where the book doesn't have it.
    ///
    /// - Parameter chapter: the parts that are tried before whole sentences.
    func sentence(
        _ english: some StringProtocol, _ language: Language, chapter: String = ""
    ) -> String? {
        let text = Substring(english)
        for name in chapter.isEmpty ? [""] : [chapter, ""] {
            for phrase in chapters[name] ?? [] {
                if let found = sentence(text, as: phrase, language) { return found }
            }
        }
        return nil
    }

    private func sentence(
        _ text: Substring, as phrase: Phrase, _ language: Language
    ) -> String? {
        guard let values = phrase.english.values(in: text) else { return nil }
        var words: [String: String] = [:]
        for (place, value) in zip(phrase.english.places, values) {
            switch place.kind {
            case .verbatim: words[place.name] = String(value)
            case .list: words[place.name] = String(value.replacing(", ", with: "、"))
            case .translated:
                words[place.name] =
                    sentence(value, language, chapter: place.chapter) ?? String(value)
            case .required:
                guard let found = sentence(value, language, chapter: place.chapter) else {
                    return nil
                }
                words[place.name] = found
            }
        }
        return phrase.template(language).text(words)
    }
}

extension Words {
    /// A sentence of another module in this language; as it is where the phrasebook lacks it.
    ///
    /// - Parameter chapter: the parts of sentences that are tried first.
    func sentence(_ english: String, chapter: String = "") -> String {
        guard language != .english else { return english }
        return Phrasebook.embedded.sentence(english, language, chapter: chapter) ?? english
    }
}
