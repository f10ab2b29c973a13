import ArgumentParser
import LedgerEngine
import Policy

struct PackVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "pack",
        abstract: "Check, test and show policy packs: tiers, stages and satisfaction as data.",
        subcommands: [
            PackCheckVerb.self, PackTestVerb.self, PackShowVerb.self, PackListVerb.self,
            PackActivateVerb.self, PackTableVerb.self,
        ])
}

/// The pack that a verb is about.
struct PackArgument: ParsableArguments {
    @Argument(
        help: "A pack that comes with rapport (see pack list), or a file; - is standard input.")
    var pack: String

    /// Reads it.
    func read() throws -> (source: PackSource, pack: Pack) {
        let source = try PackSource(pack)
        return (source, try source.read())
    }
}

struct PackCheckVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "check",
        abstract: "Say all that is wrong with a pack, each with line, column and a sentence.",
        discussion: """
            Of a sound pack it also says what it may not mean: rows and choices that are never the \
            answer, values without a row, what nothing uses, levels that fall when revenue rises, \
            states that are never entered. These are warnings, and the exit code stays 0 without \
            --strict.
            """)

    @OptionGroup var argument: PackArgument

    @OptionGroup var language: LanguageOption

    @Flag(help: "Exit with 1 where there is a warning.")
    var strict = false

    func run() throws {
        let (source, pack) = try argument.read()
        let findings = PackLint.findings(of: pack)
        let output = StandardOutput()
        let words = language.words
        try output.writeLine(words.sound(pack))
        for finding in findings {
            let place = finding.problem.place(in: source.name)
            let weight = words.weight(finding.weight)
            try output.writeLine(place + weight + finding.problem.sentence(words))
        }
        try output.flush()
        if strict, findings.contains(where: { $0.weight == .warning }) {
            throw ExitCode.answerIsNo
        }
    }
}

struct PackTestVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "test",
        abstract: "Run the tests that a pack brings.",
        discussion: "Exit code 1 where one fails.")

    @OptionGroup var argument: PackArgument

    @OptionGroup var language: LanguageOption

    func run() throws {
        let (source, pack) = try argument.read()
        let results = pack.runTests()
        let (output, words) = (StandardOutput(), language.words)
        for result in results {
            try output.writeLine(words.outcome(isPass: result.failures.isEmpty) + result.name)
            for failure in result.failures {
                let place = failure.place(in: source.name)
                try output.writeLine("      \(place)\(failure.sentence(words, chapter: "test"))")
            }
        }
        let failed = results.count { !$0.failures.isEmpty }
        try output.writeLine(words.passed(results.count, failed: failed))
        try output.flush()
        if failed > 0 { throw ExitCode.answerIsNo }
    }
}

struct PackShowVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Print a pack.",
        discussion: "--json gives its canonical JSON, over which it is hashed.")

    @OptionGroup var argument: PackArgument

    @Flag(help: "Write the canonical JSON.")
    var json = false

    func run() throws {
        let (source, _) = try argument.read()
        let output = StandardOutput()
        if json {
            try output.write(try DocumentNode.parse(source.text).canonicalJSON())
            try output.writeLine("")
        } else {
            try output.write(Array(source.text.utf8))
        }
        try output.flush()
    }
}

struct PackListVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "list", abstract: "List the packs that come with rapport.")

    @OptionGroup var language: LanguageOption

    func run() throws {
        let (output, words) = (StandardOutput(), language.words)
        for name in PackSource.embedded.keys.sorted() {
            let pack = try PackSource(name).read()
            let tracks = pack.decisions.map(\.name) + pack.machines.map(\.name)
            let names = tracks.enumerated().map { track, name in
                words.language == .english
                    ? name
                    : pack.label(ofTrack: track)?.text(in: words.language.rawValue)
                        ?? words.name(name)
            }
            let decided = words.list(names)
            try output.writeLine("\(name)  \(decided)  \(pack.source ?? "")")
        }
        try output.flush()
    }
}
