import ArgumentParser
import Instruments
import LedgerEngine
import LedgerModel

struct AccountVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Show one account: figures by year, complaints, contacts, satisfaction.",
        discussion: """
            With the tier, stage and satisfaction by the packs in force, what people say of the \
            stage, what the tier asks of us, and rank, class and RFM score among all accounts. \
            Most of that needs all accounts. --own-events reads those of the account and nothing \
            else, so that its figures come at once from a ledger of any size, in the currency of \
            its orders.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Argument(help: "The account's id.")
    var account: String

    @OptionGroup var clocks: ClockOptions

    @OptionGroup var language: LanguageOption

    @Flag(help: "Read the account's own events only: no levels, and no places among all accounts.")
    var ownEvents = false

    @Option(help: ArgumentHelp("The currency of all amounts.", valueName: "code"))
    var currency: CurrencyArgument?

    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let opened = try Ledger.opened(ledger, for: .reading)
        let asOf = clocks.asOf?.instant ?? SystemClock.now()
        let card = try await card(of: AccountID(account), in: opened, asOf: asOf)
        let levels = ownEvents ? nil : try AccountLevels(card, in: opened, clocks.known)
        let output = StandardOutput()
        if json {
            if let caveat = clocks.known.caveat { Diagnostic.write(caveat) }
            var members = JSONMembers()
            card.append(to: &members, levels?.standing.members)
            members.endLine()
            try output.write(members.bytes)
        } else {
            let words = language.words
            let text = AccountText(card, levels: try lines(levels, card), words)
            for line in text.lines(Terminal.current().palette) { try output.writeLine(line) }
            if let caveat = clocks.known.caveat { try output.writeLine(words.sentence(caveat)) }
        }
        try output.flush()
    }

    /// Without levels still what people say of the stage, by the names that they give it.
    private func lines(
        _ levels: AccountLevels?, _ card: AccountCard
    ) throws -> [String] {
        guard var levels else {
            return language.words.stageLabels(card.stageLabels)
        }
        return try levels.lines(language)
    }

    private func card(
        of account: AccountID, in ledger: Ledger, asOf: Instant
    ) async throws -> AccountCard {
        let known = clocks.known.value
        if ownEvents {
            return try ledger.card(
                of: account, asOf: asOf, knownAt: known, currency: currency?.code)
        }
        return try await ledger.rankedCard(
            of: account, asOf: asOf, knownAt: known, currency: currency?.code)
    }
}
