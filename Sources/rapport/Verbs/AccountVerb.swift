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
            rank, class and RFM score, which need all accounts.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @Argument(help: "The account's id.")
    var account: String

    @OptionGroup var clocks: ClockOptions

    @Flag(help: "Add the places among all accounts.")
    var ranked = false

    @Option(help: ArgumentHelp("The currency of all amounts.", valueName: "code"))
    var currency: CurrencyArgument?

    @Flag(help: "Write JSON.")
    var json = false

    func run() async throws {
        let opened = try Ledger.opened(ledger, for: .reading)
        let card = try await card(of: AccountID(account), in: opened)
        let output = StandardOutput()
        if json {
            if let caveat = clocks.known.caveat { Message.write(caveat) }
            var members = JSONMembers()
            card.append(to: &members)
            members.endLine()
            try output.write(members.bytes)
        } else {
            let text = AccountText(card)
            for line in text.lines(Terminal.current().palette) { try output.writeLine(line) }
            if let caveat = clocks.known.caveat { try output.writeLine(caveat) }
        }
        try output.flush()
    }

    private func card(of account: AccountID, in ledger: Ledger) async throws -> AccountCard {
        let asOf = clocks.asOf?.instant ?? SystemClock.now()
        let known = clocks.known.value
        if ranked {
            return try await ledger.rankedCard(
                of: account, asOf: asOf, knownAt: known, currency: currency?.code)
        }
        return try ledger.card(of: account, asOf: asOf, knownAt: known, currency: currency?.code)
    }
}
