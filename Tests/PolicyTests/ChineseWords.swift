import Policy
import Testing

@testable import rapport

/// Whatever a test provokes has its words in Chinese.
enum ChineseWords {
    static func expect(
        of problems: [PackProblem], sourceLocation: SourceLocation = #_sourceLocation
    ) {
        expect(of: problems.map(\.sentence), sourceLocation: sourceLocation)
    }

    /// - Parameter chapter: the parts of sentences that are tried first.
    static func expect(
        of sentences: [String], chapter: String = "",
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        for sentence in sentences {
            for language in [Language.simplified, .traditional] {
                let said = Phrasebook.embedded.sentence(sentence, language, chapter: chapter)
                #expect(said != nil, "\(sentence)", sourceLocation: sourceLocation)
            }
        }
    }
}
