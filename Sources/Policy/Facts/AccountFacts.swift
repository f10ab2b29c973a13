import CivilCalendar
package import LedgerModel

/// The facts of one account that need no other: ready to be asked for any instant. A class, since
/// it never changes and would be copied with all it holds at every instant.
package final class AccountFacts: Sendable {
    private enum Series: Sendable {
        case events(EventSeries)
        case lists(Window)
        case cases(CaseSeries)
        case contacts(ContactFact)
        /// Computed of other facts.
        case derived
    }

    private let pack: Pack
    private let account: AccountID
    private let series: [Series]
    private let structure: ContactStructure
    private let lists: [FrozenList]

    /// - Parameters:
    ///   - lists: the lists of accounts that the ledger holds, by time.
    ///   - rates: the rates by which amounts in other currencies are converted.
    package init(
        _ account: AccountID, _ record: AccountReadings, _ pack: Pack, lists: [FrozenList],
        rates: RateTable
    ) {
        self.pack = pack
        self.account = account
        self.lists = lists
        structure = ContactStructure(record)
        series = pack.facts.map { fact in
            switch fact.content {
            case .events(let own) where own.aggregate == .member: .lists(own.window)
            case .events(let own): .events(EventSeries(own, pack, record, rates))
            case .open(let own): .cases(CaseSeries(own, record))
            case .contacts(let own): .contacts(own)
            case .growth, .share, .total, .population: .derived
            }
        }
    }

    /// A fact at an instant, by its index. Population facts are missing here.
    ///
    /// - Parameter anchor: the earlier instant whose windows are used, to tell what the passing of
    ///   time alone did; nil for those of the instant.
    package func value(
        of fact: Int, at instant: Instant, asWindowOf anchor: Instant? = nil
    ) -> FactValue {
        switch series[fact] {
        case .events(let series):
            return series.value(at: instant, asWindowOf: anchor, in: pack.zone)
        case .lists(let window):
            let range =
                anchor.map { window.range(at: instant, asWindowOf: $0, in: pack.zone) }
                ?? window.range(at: instant, in: pack.zone)
            let last = lists.last { range.contains($0.occurredAt) }
            return .truth(last?.members.contains(account.text) ?? false)
        case .cases(let series):
            return series.openCount(at: instant, asWindowOf: anchor, in: pack.zone)
        case .contacts(let fact):
            return structure.value(of: fact, at: instant, asWindowOf: anchor, in: pack.zone)
        case .derived:
            switch pack.facts[fact].content {
            case .growth(let base, let window):
                let before = window.range(at: anchor ?? instant, in: pack.zone).lowerBound
                return Derivation.growth(
                    from: value(of: base, at: before),
                    to: value(of: base, at: instant, asWindowOf: anchor))
            case .share(let part, let whole):
                return Derivation.share(
                    value(of: part, at: instant, asWindowOf: anchor),
                    of: value(of: whole, at: instant, asWindowOf: anchor))
            case .total(let facts, let less):
                let value = { self.value(of: $0, at: instant, asWindowOf: anchor) }
                return Derivation.total(of: facts.map(value), less: less.map(value))
            default: return .missing(.noEvent)
            }
        }
    }

    /// The events that a fact sees at an instant, by time; none for facts of other kinds.
    package func evidence(of fact: Int, at instant: Instant) -> ArraySlice<FactEntry> {
        if case .events(let series) = series[fact] {
            return series.visible(at: instant, in: pack.zone)
        }
        return []
    }
}

/// A list of accounts that holds for a time, such as the key accounts of a year.
package struct FrozenList: Sendable {
    /// When it happened.
    package let occurredAt: Instant
    /// Where the event stands in the ledger.
    package let position: Position
    /// From when to when the event counted.
    package let known: KnownSpan
    /// The ids of the accounts on it.
    package let members: Set<String>

    package init(
        occurredAt: Instant, position: Position, known: KnownSpan = .always, members: Set<String>
    ) {
        self.occurredAt = occurredAt
        self.position = position
        self.known = known
        self.members = members
    }
}

/// A rate between two currencies, and when it was known.
package struct QuotedRate: Sendable {
    /// From when to when the quote counted.
    package let known: KnownSpan
    /// A table of this quote alone.
    package let table: RateTable

    package init(known: KnownSpan, table: RateTable) {
        self.known = known
        self.table = table
    }
}

extension [QuotedRate] {
    /// The rates together.
    package var table: RateTable {
        reduce(into: RateTable()) { $0.merge($1.table) }
    }
}

/// Facts that are computed of others.
enum Derivation {
    /// How much a number grew, in parts per million rounded down; missing from nothing or less.
    static func growth(from before: FactValue, to now: FactValue) -> FactValue {
        guard case .number(let now) = now else { return now }
        guard case .number(let before) = before else { return before }
        guard before > 0 else { return .missing(.noBase) }
        return parts(Int128(now) - Int128(before), of: before)
    }

    /// A number as a part of another, in parts per million rounded down.
    static func share(_ part: FactValue, of whole: FactValue) -> FactValue {
        guard case .number(let part) = part else { return part }
        guard case .number(let whole) = whole else { return whole }
        guard whole > 0 else { return .missing(.noBase) }
        return parts(Int128(part), of: whole)
    }

    /// Numbers together, less others; missing where one of them is.
    static func total(of values: [FactValue], less: [FactValue]) -> FactValue {
        var total: Int128 = 0
        for (value, sign) in values.map({ ($0, Int128(1)) }) + less.map({ ($0, -1) }) {
            guard case .number(let number) = value else { return value }
            total += sign * Int128(number)
        }
        return Int64(exactly: total).map { .number($0) } ?? .missing(.overflow)
    }

    private static func parts(_ part: Int128, of whole: Int64) -> FactValue {
        let parts = (part * 1_000_000).floorDivided(by: Int128(whole))
        return Int64(exactly: parts).map { .number($0) } ?? .missing(.overflow)
    }
}
