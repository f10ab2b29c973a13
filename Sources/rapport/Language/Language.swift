import ArgumentParser
import Foundation

/// The language of words that people read.
enum Language: String, CaseIterable, ExpressibleByArgument {
    case english = "en"
    case simplified = "zh-Hans"
    case traditional = "zh-Hant"

    /// The language in which this process speaks, known also where the command line is wrong.
    static let spoken = asked(
        by: ProcessInfo.processInfo.arguments, ProcessInfo.processInfo.environment)

    /// The language that a command line asks for, else the environment.
    static func asked(by arguments: [String], _ environment: [String: String]) -> Language {
        let options = arguments.prefix { $0 != "--" }
        for (index, argument) in options.enumerated() {
            if argument.hasPrefix("--language=") {
                return Language(rawValue: String(argument.dropFirst("--language=".count)))
                    ?? ofEnvironment(environment)
            }
            if argument == "--language", index + 1 < options.count {
                return Language(rawValue: options[index + 1]) ?? ofEnvironment(environment)
            }
        }
        return ofEnvironment(environment)
    }

    /// The language that the environment asks for: `LC_ALL`, `LC_MESSAGES` or `LANG`.
    static func ofEnvironment(_ environment: [String: String]) -> Language {
        let names = ["LC_ALL", "LC_MESSAGES", "LANG"]
        let first = names.compactMap { environment[$0] }.first { !$0.isEmpty } ?? ""
        guard first.hasPrefix("zh") else { return .english }
        if first.contains("Hans") { return .simplified }
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

    var words: Words { Words(language: value) }
}
