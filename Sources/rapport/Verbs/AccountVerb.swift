import ArgumentParser
import Instruments
import LedgerEngine
import LedgerModel

struct AccountVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account",
        abstract: "Show one account: figures by year, complaints, contacts, satisfaction.",
        discussion: """
            By default the account's own events are read and nothing else, so that the answer \
            comes at once from a ledger of any size, in the currency of its orders. --ranked adds \
            rank, class and RFM score, and the tier, stage and satisfaction by the packs in force, \
            which need all accounts.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Argument(help: "The account's id.")
    var account: String

    @OptionGroup var clocks: ClockOptions

    @OptionGroup var language: LanguageOption

    @Flag(help: "Add the places among all accounts, and the levels by the packs in force.")
    var ranked = false

    @Option(help: ArgumentHelp("The currency of all amounts.", valueName: "code"))
    var currency: CurrencyArgument?

    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let opened = try Ledger.opened(ledger, for: .reading)
        let asOf = clocks.asOf?.instant ?? SystemClock.now()
        let card = try await card(of: AccountID(account), in: opened, asOf: asOf)
        let output = StandardOutput()
        if json {
            if let caveat = clocks.known.caveat { Diagnostic.write(caveat) }
            var members = JSONMembers()
            card.append(to: &members)
            members.endLine()
            try output.write(members.bytes)
        } else {
            let text = AccountText(card)
            for line in text.lines(Terminal.current().palette) { try output.writeLine(line) }
            if ranked {
                let levels = try AccountLevels(
                    AccountID(account), in: opened, asOf: asOf, clocks.known, language)
                try output.writeLine("")
                for line in levels.lines { try output.writeLine(PrintableText.of(line)) }
            }
            if let caveat = clocks.known.caveat { try output.writeLine(caveat) }
        }
        try output.flush()
    }

    private func card(
        of account: AccountID, in ledger: Ledger, asOf: Instant
    ) async throws -> AccountCard {
        let known = clocks.known.value
        if ranked {
            return try await ledger.rankedCard(
                of: account, asOf: asOf, knownAt: known, currency: currency?.code)
        }
        return try ledger.card(of: account, asOf: asOf, knownAt: known, currency: currency?.code)
    }
}
