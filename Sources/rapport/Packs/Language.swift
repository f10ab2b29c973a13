import ArgumentParser
import Foundation

/// The language of words that people read.
enum Language: String, CaseIterable, ExpressibleByArgument {
    case english = "en"
    case simplified = "zh-Hans"
    case traditional = "zh-Hant"

    /// The language that the environment asks for: `LANGUAGE`, `LC_ALL`, `LC_MESSAGES` or `LANG`.
    static func ofEnvironment(_ environment: [String: String]) -> Language {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
        let first = names.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        guard first.hasPrefix("zh") else { return .english }
        let isTraditional = ["TW", "HK", "MO", "Hant"].contains { first.contains($0) }
        return isTraditional ? .traditional : .simplified
    }
}

/// In which language a verb answers.
struct LanguageOption: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "The language of labels and sentences; that of LANG by default.",
            valueName: "en|zh-Hans|zh-Hant"))
    var language: Language?

    var value: Language {
        language ?? .ofEnvironment(ProcessInfo.processInfo.environment)
    }
}
