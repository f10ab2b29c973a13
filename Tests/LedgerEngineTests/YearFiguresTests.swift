import Instruments
import LMDB
import LedgerModel
import SeededRandom
import Testing
import TransparencyLog

@testable import LedgerEngine

/// What columns say of the year of all accounts against the portfolio, which folds every event.
struct YearFiguresTests {
    @Test(arguments: [UInt64(3), 14, 159])
    func `revenue, events, losses and names are those of all events`(seed: UInt64) async throws {
        let file = try TemporaryLedger()
        let ledger = try file.open()
        var (history, random) = (RandomHistory(seed: seed), SeededGenerator(seed: seed))
        var writer = try Writer(ledger, tuning: .small)
        for batch in 0..<9 {
            let turns = (0..<12).map { Self.turn("\(batch)-\($0)", &random) }
            try history.append(history.lines(batch) + turns, &writer)
            while try batch < 7 && writer.maintain() {}
        }
        let middle = try ledger.treeHead().size / 2
        for knownAt in [
            KnownAt.now, .position(Position(middle)),
            .instant(RandomHistory.instant(day: 700), .source),
        ] {
            try await check(ledger, knownAt, "\(knownAt), seed \(seed)")
        }
        try history.append(history.annulments, &writer)
        try await check(ledger, .now, "after annulments, seed \(seed)")
    }

    /// An account is opened, named anew, lost or won back.
    private static func turn(_ id: String, _ random: inout SeededGenerator) -> String {
        let (type, data) = [
            ("account.opened", #"{"name":"First \#(id)"}"#),
            ("account.updated", #"{"name":"Then \#(id)"}"#), ("account.closed", "{}"),
            ("account.reopened", "{}"), ("churn.confirmed", #"{"scope":"full"}"#),
            ("winback.won", "{}"),
            ("order.amended", #"{"order_id":"o","currency":"CNY","change_minor":-5}"#),
            ("order.amended", #"{"order_id":"o","currency":"JPY","change_minor":70}"#),
        ][random.below(8)]
        let day = RandomHistory.instant(day: random.below(1_000))
        return #"{"specversion":"1.0","id":"turn\#(id)","source":"/s","type":"\#(type)","#
            + #""subject":"a\#(random.below(40))","time":"\#(day.text)","data":\#(data)}"#
    }

    private func check(_ ledger: Ledger, _ knownAt: KnownAt, _ place: String) async throws {
        var options = ReplayOptions()
        options.knowledge = .at(knownAt)
        let replay = try ledger.replay(try TestPack.named("starter"), tracks: [0], options)
        let (_, reading) = try #require(replay.columns)
        var missing = 0
        for day in [200, 500, 731, 2_000] {
            let end = RandomHistory.instant(day: day)
            let year = try YearFigures(reading, before: end)
            let expected = try Self.turns(ledger, knownAt, before: end)
            let portfolio = try await ledger.portfolio(asOf: end, knownAt: knownAt)
            #expect(year.currency == portfolio.currency, "\(place), day \(day)")
            let accounts = try ledger.accountNames(.max)
            let names = try AccountNames.read(
                of: Set(accounts.indices.map { UInt32($0) }), reading, before: end)
            for (number, account) in accounts.enumerated() where account != .ledger {
                let (number, row) = (UInt32(number), portfolio.row(of: account))
                let revenue = year.revenue(of: number)
                #expect(revenue == row?.orders?.trailingNet ?? .value(0), "\(place), \(account)")
                if revenue.value == nil { missing += 1 }
                #expect(year.events(of: number) == expected.counts[account] ?? 0, "\(place)")
                #expect(year.lostAt(number) == expected.losses[account], "\(place), \(account)")
                #expect(names[number] == row?.name, "\(place), \(account), day \(day)")
            }
        }
        #expect(missing > 0, "a currency without a rate")
    }

    /// How many events each account had in the year, and when it was lost, event by event.
    private static func turns(
        _ ledger: Ledger, _ knownAt: KnownAt, before end: Instant
    ) throws -> (counts: [AccountID: Int], losses: [AccountID: Instant]) {
        let types = try ledger.environment.read { (transaction) throws(StorageError) in
            try TypeDirectory(transaction, ledger.tables).names
        }
        let names = try ledger.accountNames(.max)
        var counts: [AccountID: Int] = [:]
        var turns: [AccountID: [(at: Instant, position: UInt64, isLoss: Bool)]] = [:]
        try ledger.forEachCounting(knownAt) { position, header, _, _ in
            let (at, account) = (header.occurredAt, names[Int(header.account)])
            guard !header.flags.contains(.annulment), at < end,
                at >= end.advanced(byDays: -365)
            else { return }
            counts[account, default: 0] += 1
            switch types[Int(header.type)] {
            case "churn.confirmed", "account.closed":
                turns[account, default: []].append((at, position, true))
            case "account.reopened", "winback.won":
                turns[account, default: []].append((at, position, false))
            default: break
            }
        }
        let last = turns.mapValues { $0.max { ($0.at, $0.position) < ($1.at, $1.position) } }
        let losses = last.compactMapValues { turn in
            turn.flatMap { $0.isLoss ? $0.at : nil }
        }
        return (counts, losses)
    }
}
