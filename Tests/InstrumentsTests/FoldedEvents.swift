import CivilCalendar
import Instruments
import JSON
import LedgerModel
import Testing

/// Aggregates folded from NDJSON, as the engine folds them from its log.
struct FoldedEvents {
    private(set) var aggregates: [AccountID: AccountState] = [:]
    private(set) var rates = RateTable()
    private(set) var lastEventAt = Instant.earliest
    private(set) var count = 0

    init() {}

    /// Folds the lines whose number `includes` accepts, each at the position of its line.
    init(_ lines: [UInt8], where includes: (Int) -> Bool = { _ in true }) throws {
        var tape = JSONTape()
        for (number, range) in Self.lines(of: lines).enumerated() where includes(number) {
            try fold(lines, range, position: number, with: &tape)
        }
    }

    /// Folds the lines in a random order, each at the position of its line.
    init(shuffling lines: [UInt8], using generator: inout some RandomNumberGenerator) throws {
        var tape = JSONTape()
        for (number, range) in Self.lines(of: lines).enumerated().shuffled(using: &generator) {
            try fold(lines, range, position: number, with: &tape)
        }
    }

    /// The ranges of the lines that aren't empty.
    static func lines(of text: [UInt8]) -> [Range<Int>] {
        var ranges: [Range<Int>] = []
        var start = 0
        for index in text.indices where text[index] == UInt8(ascii: "\n") {
            if index > start { ranges.append(start..<index) }
            start = index + 1
        }
        if start < text.count { ranges.append(start..<text.count) }
        return ranges
    }

    mutating func fold(
        _ bytes: [UInt8], _ range: Range<Int>, position: Int, with tape: inout JSONTape
    ) throws {
        let text = bytes.span.extracting(range)
        try tape.parse(text)
        func string(_ name: JSONName) throws -> String {
            let member = tape.member(name, of: tape.root, in: text)
            return tape.string(try #require(member), in: text)
        }
        let account = AccountID(try string("subject"))
        let occurredAt = try Instant(parsing: Array(try string("time").utf8).span)
        let definition = Catalogue.index(of: try string("type")) ?? -1
        let member = tape.member("data", of: tape.root, in: text)
        let data = try #require(member)
        let position = Position(UInt64(position))
        count += 1
        guard account != .ledger else {
            guard RateTable.reads(definition: definition) else { return }
            rates.fold(
                occurredAt: occurredAt, position: position, tape, data: data, in: text)
            return
        }
        lastEventAt = max(lastEventAt, occurredAt)
        aggregates[account, default: AccountState()].fold(
            definition: definition, occurredAt: occurredAt, position: position, tape, data: data,
            in: text)
    }

    mutating func merge(_ other: FoldedEvents) {
        rates.merge(other.rates)
        for (account, aggregate) in other.aggregates {
            aggregates[account, default: AccountState()].merge(aggregate)
        }
    }

    /// 00:00 UTC of the day after the last event: the instant of the ground truths' RFM.
    var dayAfter: Instant {
        Instant(CivilDate(daysSinceEpoch: lastEventAt.date.daysSinceEpoch + 1))
    }

    var valuation: Valuation {
        var tally = CurrencyTally()
        for aggregate in aggregates.values { tally.add(aggregate) }
        return Valuation(currency: tally.proposal, rates: rates)
    }

    func portfolio(asOf: Instant, in valuation: Valuation? = nil) -> Portfolio {
        let valuation = valuation ?? self.valuation
        var parts = [
            PortfolioPart(asOf: asOf, in: valuation), PortfolioPart(asOf: asOf, in: valuation),
        ]
        for (number, account) in aggregates.keys.sorted().enumerated() {
            parts[number % 2].add(account, aggregates[account] ?? AccountState())
        }
        return Portfolio(asOf: asOf, in: valuation, joining: parts)
    }
}
