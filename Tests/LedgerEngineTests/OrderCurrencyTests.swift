import LMDB
import LedgerModel
import Policy
import Testing

@testable import LedgerEngine

/// The currency of a ledger: that of most orders, whatever a pack reads of them, and without orders
/// that of any amount.
struct OrderCurrencyTests {
    /// Accounts that complained ordered in CNY; others more often, in USD.
    private struct History: RecordedHistory {
        private(set) var next = 0
        private(set) var accounts: [String] = []

        mutating func lines() -> [String] {
            (0..<90).map { _ in
                next += 1
                let (account, type, data) =
                    switch next % 9 {
                    case 0: ("in\(next % 4)", "complaint.opened", #""complaint_id":"c\#(next)""#)
                    case 1...3: ("in\(next % 4)", "order.placed", order("CNY", "EU"))
                    default: ("out\(next % 4)", "order.placed", order("USD", "US"))
                    }
                accounts.append(account)
                let time = RandomHistory.instant(day: next * 2).text
                return #"{"specversion":"1.0","id":"\#(next)","source":"/s","type":"\#(type)","#
                    + #""subject":"\#(account)","time":"\#(time)","data":{\#(data)}}"#
            }
        }

        private func order(_ currency: String, _ region: String) -> String {
            #""order_id":"o\#(next)","currency":"\#(currency)","region":"\#(region)","#
                + #""amount_minor":\#(next * 100)"#
        }

        /// Annulments of all orders in USD.
        var annulments: [String] {
            accounts.indices.filter { accounts[$0].hasPrefix("out") }.map { index in
                #"{"specversion":"1.0","id":"annul\#(index)","source":"/s","#
                    + #""type":"event.annulled","subject":"\#(accounts[index])","#
                    + #""time":"2024-12-01T00:00:00Z","#
                    + #""data":{"source":"/s","id":"\#(index + 1)","reason":"wrong"}}"#
            }
        }
    }

    /// A pack that knows accounts that complained alone, and reads some of their orders.
    private static func pack(_ condition: String) throws -> Pack {
        try TestPack.read(
            """
            pack: complainers
            version: 1
            currency: ledger
            accounts: {having: complaint.opened}
            facts: {revenue: {event: order.placed, sum: event.amount_minor\(condition), missing: 0}}
            decisions:
              tier:
                levels: [low, high]
                evaluate: {every: month}
                rule: {match: [{condition: facts.revenue > 5000, output: "'high'"},
                  {output: "'low'"}]}

            """)
    }

    /// Amounts that are no orders.
    private static let amounts = [
        ("order.amended", "USD"), ("order.returned", "USD"), ("cost.allocated", "EUR"),
        ("complaint.opened", "USD"),
    ].enumerated().map { number, own in
        #"{"specversion":"1.0","id":"m\#(number)","source":"/s","type":"\#(own.0)","#
            + #""subject":"in1","time":"2024-01-02T00:00:00Z","data":{"order_id":"o1","#
            + #""cost_type":"freight","currency":"\#(own.1)","amount_minor":5,"#
            + #""change_minor":5,"complaint_id":"c"}}"#
    }

    @Test(arguments: [true, false])
    func `without orders any amount tells the currency, of several the first by name`(
        isSealed: Bool
    ) throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var writer = try Writer(ledger, tuning: .small)
        var history = History()
        try history.append(Self.amounts, &writer)
        if isSealed {
            let others = (0..<40).flatMap { _ in history.lines() }
            try history.append(others.filter { $0.contains("complaint.opened") }, &writer)
            while try writer.settle() {}
        }
        try checkCurrency(ledger, try Self.pack(""), "EUR", "sealed \(isSealed)")
    }

    private func check(_ ledger: Ledger, _ pack: Pack, _ currency: String, _ what: String) throws {
        try checkCurrency(ledger, pack, currency, what)
        try ReplayOracle.check(ledger, pack, .now, what)
    }

    private func checkCurrency(
        _ ledger: Ledger, _ pack: Pack, _ currency: String, _ what: String
    ) throws {
        let expected = try #require(CurrencyCode(currency))
        let replay = try ledger.replay(pack, tracks: [0], ReplayOptions())
        #expect(replay.pack.currency == expected, "\(what)")
        for knowledge in [DecisionKnowledge.at(.now), .then(.source)] {
            let run = try ledger.historyRun(pack, knowledge)
            #expect(run.pack.currency == expected, "\(what), \(knowledge)")
        }
    }

    @Test(arguments: ["", ", where: \"event.region == 'EU'\""])
    func `all orders tell the currency of a ledger, sealed or not`(condition: String) throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        let pack = try Self.pack(condition)
        var history = History()
        var writer = try Writer(ledger, tuning: .small)
        for _ in 0..<4 { try history.append(history.lines(), &writer) }
        try check(ledger, pack, "USD", "in the log")
        while try writer.settle() {}
        let sealed = try ledger.environment.read { (transaction) throws(StorageError) in
            try ColumnSegment.all(transaction, ledger.tables).last?.end
        }
        #expect(try #require(sealed) > 300)
        try check(ledger, pack, "USD", "in columns")
        try history.append(history.lines(), &writer)
        try check(ledger, pack, "USD", "in columns and the log")
        try history.append(history.annulments, &writer)
        try check(ledger, pack, "CNY", "after annulments")
    }
}
