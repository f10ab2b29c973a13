import Instruments
import JSON
import LedgerModel

extension FoldedEvents {
    /// Events from a table with one a line: account, time (a bare date is 00:00 UTC), type, and the
    /// members of its data without braces. The line is the position.
    init(table: String) throws {
        try self.init(Self.lines(of: table))
    }

    /// The NDJSON of such a table.
    static func lines(of table: String) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in table.split(separator: "\n") {
            let cells = line.split(separator: " ", maxSplits: 3).map { String($0) }
            let time = cells[1].utf8.count == 10 ? cells[1] + "T00:00:00Z" : cells[1]
            bytes += Array("{\"subject\":".utf8)
            JSONWriter.appendQuoted(cells[0], to: &bytes)
            bytes += Array(",\"time\":\"\(time)\",\"type\":\"\(cells[2])\"".utf8)
            bytes += Array(",\"data\":{\(cells.count > 3 ? cells[3] : "")}}\n".utf8)
        }
        return bytes
    }

    /// The card of an account.
    func card(of account: String, asOf: Instant) -> AccountCard? {
        let id = AccountID(account)
        guard let aggregate = aggregates[id] else { return nil }
        return AccountCard(id, aggregate, asOf: asOf, in: valuation)
    }

    /// All that a portfolio says, row by row and in total.
    func everything(asOf: Instant) -> String {
        let portfolio = portfolio(asOf: asOf)
        var members = JSONMembers()
        portfolio.appendLines(portfolio.rows.indices, to: &members)
        PortfolioTotals(of: portfolio).append(to: &members)
        members.endLine()
        for account in aggregates.keys.sorted() {
            let card = AccountCard(
                account, aggregates[account] ?? AccountState(), in: portfolio, valuation)
            card?.append(to: &members)
            members.endLine()
        }
        return String(decoding: members.bytes, as: UTF8.self)
    }
}

extension Instant {
    /// 00:00 UTC of a day, or the instant of a full date and time.
    init(_ text: String) throws {
        let time = text.utf8.count == 10 ? text + "T00:00:00Z" : text
        try self.init(parsing: Array(time.utf8).span)
    }
}
