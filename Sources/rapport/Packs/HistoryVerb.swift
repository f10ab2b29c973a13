import ArgumentParser
import LedgerEngine
import LedgerModel
import Policy

struct HistoryVerb: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "history",
        abstract: "Show how an account's tier, stage or satisfaction came about over time.",
        discussion: """
            A line for each change of what counts, with what the rule itself says and what holds \
            it back. By default every instant is decided with all that is known now; --known-at \
            then decides each with what was known by then.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Argument(help: "The account's id.")
    var account: String

    @Option(help: ArgumentHelp("tier, stage, satisfaction or another.", valueName: "name"))
    var decision: String = "tier"

    @Flag(help: "Show every instant, not only changes.")
    var all = false

    @OptionGroup var options: DecisionOptions
    @OptionGroup var language: LanguageOption

    @Flag(help: "Write one JSON object a line.")
    var json = false

    func run() throws {
        let opened = try Ledger.opened(ledger, for: .reading)
        let packs = try opened.packs(options.value)
        try packs.requireDecision(decision)
        let asOf = options.asOf?.instant(in: packs.zone(of: decision)) ?? SystemClock.now()
        let histories = try opened.histories(
            [decision], of: AccountID(account), packs, through: asOf, options.value)
        guard let history = histories.first else { return }
        let steps = all ? history.steps : history.changes(packs)
        let words = Words(language: language.value)
        let text = HistoryText(
            decision: decision, steps: steps, outcomes: OutcomeText(packs: packs, words: words))
        let output = StandardOutput()
        if json {
            if let caveat = options.caveat { Diagnostic.write(caveat) }
            try output.write(text.json)
        } else {
            for line in text.lines(Terminal.current().palette) { try output.writeLine(line) }
            if let caveat = options.caveat { try output.writeLine(caveat) }
        }
        try output.flush()
    }
}

extension PacksInForce {
    /// Throws where no pack defines a decision.
    func requireDecision(_ decision: String) throws {
        let packs = [starter] + activations.map(\.pack)
        guard !packs.contains(where: { $0.trackIndex(of: decision) != nil }) else { return }
        let known = Set(packs.flatMap { $0.decisions.map(\.name) + $0.machines.map(\.name) })
        throw VerbError(
            sentence: "no pack of this ledger decides '\(decision)'; they decide "
                + known.sorted().joined(separator: ", "))
    }
}
