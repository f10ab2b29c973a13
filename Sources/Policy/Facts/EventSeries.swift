import CivilCalendar
import LedgerModel

/// What a fact reads of one account's events, by time, so that its value in any window comes from
/// two searches.
struct EventSeries: Sendable {
    private let aggregate: EventFact.Aggregation
    private let window: Window
    private let missing: FactValue?
    private let entries: [FactEntry]
    /// Sums of the entries before each, in 128 bits, so that only a sum itself can be too large.
    private let sums: [Int128]
    /// What can't be converted, by the index of its entry.
    private let gaps: [(index: Int, reason: MissingReason)]

    /// - Parameters:
    ///   - currency: what amounts are converted to.
    ///   - rates: the rates by which they are.
    init(
        _ fact: EventFact, _ pack: Pack, _ record: AccountReadings, _ rates: RateTable
    ) {
        aggregate = fact.aggregate
        window = fact.window
        missing = fact.missing
        var entries: [FactEntry] = []
        for index in fact.readings {
            let isNegative = pack.readings[index].isNegative
            entries += isNegative ? record.entries[index].map(\.negated) : record.entries[index]
        }
        if fact.readings.count > 1 { entries.sort { $0.precedes($1) } }
        var gaps: [(Int, MissingReason)] = []
        if let currency = pack.currency {
            for index in entries.indices where entries[index].value.number != nil {
                let isMoney = entries[index].currency != .none
                guard isMoney, entries[index].currency != currency else { continue }
                switch entries[index].converted(to: currency, rates) {
                case .success(let converted): entries[index] = converted
                case .failure(let gap): gaps.append((index, gap.reason))
                }
            }
        }
        self.gaps = gaps
        sums = aggregate.needsSums ? Self.sums(of: entries) : []
        self.entries = entries
    }

    private static func sums(of entries: [FactEntry]) -> [Int128] {
        var sums: [Int128] = [0]
        sums.reserveCapacity(entries.count + 1)
        var sum: Int128 = 0
        for entry in entries {
            sum += Int128(entry.value.number ?? 0)
            sums.append(sum)
        }
        return sums
    }

    /// The entries that a fact sees at an instant.
    func visible(at instant: Instant, in zone: CivilZone) -> ArraySlice<FactEntry> {
        entries[indices(at: instant, in: zone)]
    }

    private func indices(
        at instant: Instant, asWindowOf anchor: Instant? = nil, in zone: CivilZone
    ) -> Range<Int> {
        let range =
            anchor.map { window.range(at: instant, asWindowOf: $0, in: zone) }
            ?? window.range(at: instant, in: zone)
        let start = count(before: range.lowerBound)
        return start..<max(start, count(before: range.upperBound))
    }

    /// How many entries happened before an instant.
    private func count(before instant: Instant) -> Int {
        var (low, high) = (0, entries.count)
        while low < high {
            let middle = (low + high) / 2
            if entries[middle].occurredAt < instant {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }

    /// The value of the fact at an instant.
    ///
    /// - Parameter anchor: the earlier instant whose window is used, to tell what the passing of
    ///   time alone did.
    func value(
        at instant: Instant, asWindowOf anchor: Instant? = nil, in zone: CivilZone
    ) -> FactValue {
        let seen = indices(at: instant, asWindowOf: anchor, in: zone)
        let clock = anchor ?? instant
        if case .streak(let period) = aggregate {
            return .number(streak(of: period, seen, at: clock, in: zone))
        }
        guard !seen.isEmpty else { return missing ?? .missing(.noEvent) }
        if aggregate.needsAmounts, let gap = gaps.first(where: { seen.contains($0.index) }) {
            return .missing(.notConvertible(gap.reason))
        }
        let window = entries[seen]
        switch aggregate {
        case .sum: return Self.value(sums[seen.upperBound] - sums[seen.lowerBound])
        case .count: return .number(window.reduce(0) { $0 + ($1.isNegative ? -1 : 1) })
        case .countDistinct: return .number(Int64(Set(window.map(\.value)).count))
        case .minimum: return window.compactMap(\.value.number).min().map { .number($0) } ?? absent
        case .maximum: return window.compactMap(\.value.number).max().map { .number($0) } ?? absent
        case .average:
            let sum = sums[seen.upperBound] - sums[seen.lowerBound]
            return Self.value(sum.dividedHalfEven(by: Int128(window.count)))
        case .first: return window.first?.value ?? absent
        case .last: return window.last?.value ?? absent
        case .daysSince:
            return window.last.map { .number(max(0, clock.days(since: $0.occurredAt))) } ?? absent
        case .streak, .member: return absent
        }
    }

    private var absent: FactValue { .missing(.noEvent) }

    private static func value(_ number: Int128) -> FactValue {
        Int64(exactly: number).map { .number($0) } ?? .missing(.overflow)
    }

    /// How many whole periods in a row, back from the last one before an instant, have an entry.
    private func streak(
        of period: CalendarPeriod, _ seen: Range<Int>, at instant: Instant, in zone: CivilZone
    ) -> Int64 {
        var end = period.start(around: instant, in: zone)
        var last = seen.upperBound
        var streak: Int64 = 0
        while true {
            while last > seen.lowerBound, entries[last - 1].occurredAt >= end { last -= 1 }
            let start = period.start(
                around: Instant(microseconds: end.microseconds - 1), in: zone)
            guard last > seen.lowerBound, entries[last - 1].occurredAt >= start else {
                return streak
            }
            streak += 1
            end = start
        }
    }
}

extension EventFact.Aggregation {
    fileprivate var needsSums: Bool { self == .sum || self == .average }

    /// Whether amounts that can't be converted leave it without a value.
    fileprivate var needsAmounts: Bool {
        switch self {
        case .sum, .minimum, .maximum, .average, .first, .last: true
        case .count, .countDistinct, .daysSince, .streak, .member: false
        }
    }
}

extension FactEntry {
    /// Why an amount can't be converted.
    fileprivate struct Gap: Error {
        let reason: MissingReason
    }

    /// Of a reading that takes off: a number with the other sign; a mere event counts as false.
    fileprivate var negated: FactEntry {
        switch value {
        case .number(let number):
            with(number == .min ? .missing(.overflow) : .number(-number), currency)
        case .truth: with(.truth(false), currency)
        case .text, .missing: self
        }
    }

    fileprivate var isNegative: Bool { value == .truth(false) }

    fileprivate func converted(
        to target: CurrencyCode, _ rates: RateTable
    ) -> Result<FactEntry, Gap> {
        guard let number = value.number, number != 0 else { return .success(with(value, target)) }
        switch rates.convert(number, from: currency, to: target, at: occurredAt, position) {
        case .value(let converted): return .success(with(.number(converted), target))
        case .missing(let reason): return .failure(Gap(reason: reason))
        }
    }

    private func with(_ value: FactValue, _ currency: CurrencyCode) -> FactEntry {
        FactEntry(
            occurredAt: occurredAt, position: position, value: value, currency: currency,
            known: known)
    }
}

extension Int128 {
    /// The quotient rounded to the nearest whole number, halves to the even one; the divisor must
    /// be positive.
    func dividedHalfEven(by divisor: Int128) -> Int128 {
        let quotient = floorDivided(by: divisor)
        let twice = (self - quotient * divisor) * 2
        if twice == divisor { return quotient % 2 == 0 ? quotient : quotient + 1 }
        return twice > divisor ? quotient + 1 : quotient
    }
}
