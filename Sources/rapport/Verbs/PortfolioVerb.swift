import ArgumentParser
import Instruments
import LedgerEngine
import LedgerModel

struct PortfolioVerb: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "portfolio",
        abstract: "Show all accounts: who matters, who complains, who is slipping away.",
        discussion: """
            Net revenue is orders placed and amended less cancelled and returned, each at its own \
            time. The class is A for the accounts that together bring the first 80 % of the \
            trailing 365 days, B up to 95 %, C for the rest. Amounts in other currencies are \
            converted by the last rate.quoted before the event, or are missing with the reason.

            Tier, stage and satisfaction are those of the packs in force; beside the tier stands \
            whether it rose or fell since one calendar year before, and what it was. The next \
            visit is due by the cadence of the pack that decides the tier. A column in which no \
            account has anything is left out.

            --json writes one object an account with all figures, --totals one for the whole.
            """)

    @Argument(help: "The ledger.")
    var ledger: String

    @OptionGroup var clocks: ClockOptions

    @OptionGroup var language: LanguageOption

    @Option(help: ArgumentHelp("Only accounts of this owner.", valueName: "name"))
    var owner: String?

    @Option(help: "The order of the accounts; t12m by default, account with --json.")
    var sort: PortfolioOrder?

    @Option(help: ArgumentHelp("The currency of all amounts.", valueName: "code"))
    var currency: CurrencyArgument?

    @Flag(help: "Write one JSON object an account.")
    var json = false

    @Flag(help: "Write comma-separated values.")
    var csv = false

    @Flag(help: "Show the totals instead of the accounts.")
    var totals = false

    func validate() throws {
        if json, csv { throw ValidationError("--json and --csv exclude each other.") }
        if totals, csv { throw ValidationError("--totals come as text or with --json.") }
        if totals, owner != nil { throw ValidationError("--totals are of all accounts.") }
    }

    func run() async throws {
        let asOf = clocks.asOf?.instant ?? SystemClock.now()
        let opened = try Ledger.opened(ledger, for: .reading)
        let portfolio = try await opened.portfolio(
            asOf: asOf, knownAt: clocks.known.value, currency: currency?.code)
        if json || csv, let caveat = clocks.known.caveat { Diagnostic.write(caveat) }
        let output = StandardOutput()
        if totals {
            try write(PortfolioTotals(of: portfolio), to: output)
        } else {
            let levels = csv ? nil : try LevelBook(opened, asOf: asOf, clocks.known)
            try write(portfolio, levels, to: output)
        }
        try output.flush()
    }

    private func write(
        _ portfolio: Portfolio, _ levels: LevelBook?, to output: StandardOutput
    ) throws {
        let order = sort ?? (json ? .account : .trailing)
        let rows = order.sorted(portfolio.rows.filter { owner == nil || $0.owner == owner })
        if json {
            var members = JSONMembers()
            for row in rows {
                row.append(to: &members, levels?.standing(of: row).members)
                members.endLine()
                guard members.bytes.count > 1 << 18 else { continue }
                try output.write(members.bytes)
                members.removeAll()
            }
            try output.write(members.bytes)
        } else if csv {
            try output.write(PortfolioCSV.header)
            for row in rows { try output.write(PortfolioCSV.line(row)) }
        } else if let levels {
            let words = language.words
            let table = PortfolioTable(rows, of: portfolio, levels, words)
            for line in table.lines(Terminal.current().palette) { try output.writeLine(line) }
            if let caveat = clocks.known.caveat { try output.writeLine(words.sentence(caveat)) }
        }
    }

    private func write(_ totals: PortfolioTotals, to output: StandardOutput) throws {
        if json {
            var members = JSONMembers()
            totals.append(to: &members)
            members.endLine()
            try output.write(members.bytes)
        } else {
            let words = language.words
            for line in TotalsText(totals, words).lines { try output.writeLine(line) }
            if let caveat = clocks.known.caveat { try output.writeLine(words.sentence(caveat)) }
        }
    }
}

/// A currency code of ISO 4217 on the command line.
struct CurrencyArgument: ExpressibleByArgument {
    let code: CurrencyCode

    init?(argument: String) {
        guard let code = CurrencyCode(argument) else { return nil }
        self.code = code
    }
}

/// How a portfolio is ordered. Equal accounts stand in order of their ids.
enum PortfolioOrder: String, CaseIterable, ExpressibleByArgument {
    case trailing = "t12m"
    case net
    case account
    case change
    case complaints
    case contact
    case satisfaction

    func sorted(_ rows: [PortfolioRow]) -> [PortfolioRow] {
        switch self {
        case .account: rows
        case .trailing: descending(rows) { $0.orders?.trailingNet.value }
        case .net: descending(rows) { $0.orders?.net.value }
        case .complaints: descending(rows) { Int64($0.openComplaints) }
        case .change: ascending(rows) { $0.netChangePercent }
        case .contact: ascending(rows) { $0.lastTouchAt?.microseconds }
        case .satisfaction: ascending(rows) { $0.satisfactionBasisPoints }
        }
    }

    /// The rows come in order of their ids, and the sort is stable; those without a value last.
    private func descending(
        _ rows: [PortfolioRow], _ value: (PortfolioRow) -> Int64?
    ) -> [PortfolioRow] {
        rows.sorted { value($0) ?? .min > value($1) ?? .min }
    }

    private func ascending(
        _ rows: [PortfolioRow], _ value: (PortfolioRow) -> Int64?
    ) -> [PortfolioRow] {
        rows.sorted { value($0) ?? .max < value($1) ?? .max }
    }
}

extension PortfolioRow {
    /// Trailing 365 days against those before, in percent rounded down.
    var netChangePercent: Int64? {
        Attention(
            trailingNet: orders?.trailingNet, previousNet: orders?.previousNet,
            lastTouchAt: nil, asOf: .latest
        ).netChangePercent
    }

    /// The mean of all answers in basis points of their scales, rounded down.
    var satisfactionBasisPoints: Int64? {
        answers > 0 ? answerSum.value.map { $0 / Int64(answers) } : nil
    }
}
