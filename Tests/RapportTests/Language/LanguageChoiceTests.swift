import Testing

@testable import rapport

/// In which language the program speaks.
struct LanguageChoiceTests {
    private func check(
        _ arguments: [String], _ environment: [String: String], is language: Language,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        #expect(
            Language.asked(by: arguments, environment) == language, sourceLocation: sourceLocation)
    }

    @Test func `the option wins over the environment`() {
        check([], [:], is: .english)
        check([], ["LANG": "zh_CN.UTF-8"], is: .simplified)
        check([], ["LANG": "zh_TW.UTF-8"], is: .traditional)
        check([], ["LANG": "zh_HK"], is: .traditional)
        check([], ["LANG": "zh_Hans_HK"], is: .simplified)
        check([], ["LANG": "zh_CN", "LC_ALL": "en_GB"], is: .english)
        check([], ["LANG": "zh_CN", "LC_ALL": ""], is: .simplified)
        check(["why", "--language", "zh-Hant"], ["LANG": "zh_CN"], is: .traditional)
        check(["why", "--language=en"], ["LANG": "zh_CN"], is: .english)
    }

    @Test func `what is no language, or no option, asks for nothing`() {
        check(["why", "--language"], [:], is: .english)
        check(["why", "--language", "fr"], ["LANG": "zh_CN"], is: .simplified)
        check(["why", "--", "--language", "zh-Hans"], [:], is: .english)
    }
}
