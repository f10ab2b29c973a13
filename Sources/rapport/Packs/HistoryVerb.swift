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
            then decides each with what was known by then; --known-at both shows the two side by \
            side.
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
        if options.areBoth { return try writeBoth(opened) }
        let packs = try opened.packs(options.value)
        let history = try history(opened, packs, options.value)
        let steps = (all ? history?.steps : history?.changes(packs)) ?? []
        let text = HistoryText(
            decision: decision, steps: steps, outcomes: OutcomeText(packs: packs, words: words))
        if steps.isEmpty, options.isLedgerThen { Diagnostic.write(words.knownFromImportOn) }
        let output = StandardOutput()
        if json {
            if let caveat = options.caveat { Diagnostic.write(caveat) }
            try output.write(text.json)
        } else {
            for line in text.lines(Terminal.current().palette) { try output.writeLine(line) }
            if let caveat = options.caveat { try output.writeLine(words.sentence(caveat)) }
        }
        try output.flush()
    }

    private var words: Words { Words(language: language.value) }

    private func history(
        _ opened: Ledger, _ packs: PacksInForce, _ knowledge: DecisionKnowledge
    ) throws -> DecisionHistory? {
        try packs.requireDecision(decision)
        let asOf = options.asOf?.instant(in: packs.zone(of: decision)) ?? SystemClock.now()
        var reader = DecisionReader(opened, packs, of: AccountID(account), knowledge)
        return try reader.histories([decision], through: asOf).first
    }

    /// As known then and as known now, a line for each change of either.
    private func writeBoth(_ opened: Ledger) throws {
        let sides = try [DecisionKnowledge.then(options.knowledge), .at(.now)].map {
            let packs = try opened.packs($0)
            return HistoryText(
                decision: decision, steps: try history(opened, packs, $0)?.changes(packs) ?? [],
                outcomes: OutcomeText(packs: packs, words: words))
        }
        let both = HistoryComparison(then: sides[0], restated: sides[1])
        let output = StandardOutput()
        if json {
            if let caveat = options.caveat { Diagnostic.write(caveat) }
            try output.write(both.json)
        } else {
            for line in both.lines(Terminal.current().palette) { try output.writeLine(line) }
            if let caveat = options.caveat { try output.writeLine(words.sentence(caveat)) }
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
