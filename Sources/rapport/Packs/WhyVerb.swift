import ArgumentParser
import LedgerEngine
import LedgerModel
import Policy

struct WhyVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why",
        abstract: "Explain where an account stands: the rule, its facts, their events, the cause.",
        discussion: """
            Says which choice of the rule applied and what each part of its conditions came to, \
            every fact with its window, value and largest events, how far the next level up and \
            down is, who approved or overrode it, and what made it change.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Argument(help: "The account's id.")
    var account: String

    @Option(help: ArgumentHelp("tier, stage, satisfaction or another.", valueName: "name"))
    var decision: String = "tier"

    @OptionGroup var options: DecisionOptions
    @OptionGroup var language: LanguageOption

    @Flag(help: "Write JSON (schemas/decision.v1.json).")
    var json = false

    func validate() throws {
        if options.areBoth {
            throw ValidationError(
                "--known-at both is for history; explain one with then, one without.")
        }
    }

    func run() throws {
        let opened = try Ledger.opened(ledger, for: .reading)
        let packs = try opened.packs(options.value)
        try packs.requireDecision(decision)
        let words = Words(language: language.value)
        var reader = DecisionReader(opened, packs, of: AccountID(account), options.value)
        let explained = try reader.explanation(
            of: decision,
            asOf: options.asOf?.instant(in: packs.zone(of: decision)) ?? SystemClock.now(),
            language: language.value.rawValue)
        guard let explained else {
            let hint = options.isLedgerThen ? words.semicolon + words.knownFromImportOn : ""
            throw VerbError(sentence: words.nothing + hint)
        }
        let text = WhyText(explained, OutcomeText(packs: packs, words: words))
        let output = StandardOutput()
        if json {
            if let caveat = options.caveat { Diagnostic.write(caveat) }
            try output.write(text.json)
        } else {
            for line in text.lines { try output.writeLine(PrintableText.of(line)) }
            if let caveat = options.caveat { try output.writeLine(words.sentence(caveat)) }
        }
        try output.flush()
    }
}
