package import JSON

/// The exchange rates that `rate.quoted` events give, each from its own time on.
///
/// Folding is independent of order: quotes are kept by time, those of one instant by position.
package struct RateTable: Sendable {
    private struct Pair: Hashable {
        let from: CurrencyCode
        let to: CurrencyCode
    }

    private struct Quote {
        let occurredAt: Instant
        let position: Position
        /// Nil where the quote can't be used.
        let rate: DecimalRate?

        func precedes(_ instant: Instant, _ other: Position) -> Bool {
            (occurredAt, position) < (instant, other)
        }
    }

    private var quotes: [Pair: [Quote]] = [:]

    package init() {}

    /// Whether a type is one that the table reads.
    package static func reads(definition: Int) -> Bool { definition == rateQuoted }

    private static let rateQuoted = Catalogue.index(of: "rate.quoted") ?? -2

    /// Takes one `rate.quoted`. One that lacks a field counts for nothing.
    package mutating func fold(
        occurredAt: Instant, position: Position, _ tape: borrowing JSONTape,
        data: JSONNode.Index, in text: Span<UInt8>
    ) {
        guard let from = tape.currency("from", of: data, in: text),
            let to = tape.currency("to", of: data, in: text),
            let rate = tape.member("rate", of: data, in: text), tape[rate].kind == .string
        else { return }
        let node = tape[rate]
        let decimal = DecimalRate(text.extracting(node.start..<node.end))
        insert(
            Quote(occurredAt: occurredAt, position: position, rate: decimal),
            for: Pair(from: from, to: to))
    }

    /// Adds the quotes that another table has folded from other events.
    package mutating func merge(_ other: RateTable) {
        for (pair, quotes) in other.quotes {
            for quote in quotes { insert(quote, for: pair) }
        }
    }

    private mutating func insert(_ quote: Quote, for pair: Pair) {
        let index = Self.count(of: quotes[pair] ?? [], before: quote.occurredAt, quote.position)
        quotes[pair, default: []].insert(quote, at: index)
    }

    /// How many of the quotes come before this moment and position.
    private static func count(
        of quotes: [Quote], before instant: Instant, _ position: Position
    ) -> Int {
        var (low, high) = (0, quotes.count)
        while low < high {
            let middle = (low + high) / 2
            if quotes[middle].precedes(instant, position) {
                low = middle + 1
            } else {
                high = middle
            }
        }
        return low
    }
}

extension RateTable {
    /// An amount in minor units of another currency, by the last quote from the one to the other
    /// that comes before the event; rounded half to even, once.
    package func convert(
        _ minor: Int64, from: CurrencyCode, to: CurrencyCode, at instant: Instant,
        _ position: Position
    ) -> Figure {
        guard from != to else { return .value(minor) }
        let known = quotes[Pair(from: from, to: to)] ?? []
        let count = Self.count(of: known, before: instant, position)
        guard count > 0 else { return .missing(.noRate(from: from, to: to, at: instant)) }
        guard let rate = known[count - 1].rate else {
            return .missing(.unusableRate(from: from, to: to, at: instant))
        }
        let shift = to.minorDigits - from.minorDigits
        guard let converted = rate.multiplied(by: minor, shiftedBy: shift) else {
            return .missing(.outOfRange)
        }
        return .value(converted)
    }
}

/// The exact value of a rate: coefficient × 10^(−scale), above zero.
struct DecimalRate: Equatable, Sendable {
    /// 1 … 10^18.
    let coefficient: Int64
    /// 0 … 30.
    let scale: Int

    /// Reads digits with at most one point; nil for a rate of zero or less, and for one that is
    /// too long to multiply exactly.
    init?(_ text: Span<UInt8>) {
        var (value, scale, seesPoint): (Int128, Int, Bool) = (0, 0, false)
        for index in text.indices {
            if text[index] == UInt8(ascii: "."), !seesPoint {
                seesPoint = true
                continue
            }
            let digit = text[index] &- UInt8(ascii: "0")
            guard digit < 10, value < 1_000_000_000_000_000_000_000_000_000_000_000_000 else {
                return nil
            }
            value = value * 10 + Int128(digit)
            scale += seesPoint ? 1 : 0
        }
        while scale > 0, value % 10 == 0 {
            value /= 10
            scale -= 1
        }
        guard (1...1_000_000_000_000_000_000).contains(value), scale <= 30 else { return nil }
        coefficient = Int64(value)
        self.scale = scale
    }

    /// amount × rate × 10^shift rounded half to even; nil where it needs more than 64 bits.
    func multiplied(by amount: Int64, shiftedBy shift: Int) -> Int64? {
        let product = Int128(amount) * Int128(coefficient)
        let exponent = shift - scale
        let power = Self.powerOfTen(exponent.magnitude)
        guard exponent < 0 else {
            let (shifted, overflow) = product.multipliedReportingOverflow(by: power)
            return overflow ? nil : Int64(exactly: shifted)
        }
        let (quotient, remainder) = product.magnitude.quotientAndRemainder(
            dividingBy: UInt128(power))
        let twice = remainder * 2
        let roundsUp = twice > UInt128(power) || twice == UInt128(power) && quotient % 2 == 1
        let magnitude = Int128(quotient + (roundsUp ? 1 : 0))
        return Int64(exactly: amount < 0 ? -magnitude : magnitude)
    }

    /// At most 10^34, of 38 digits that fit.
    private static func powerOfTen(_ exponent: UInt) -> Int128 {
        var power: Int128 = 1
        for _ in 0..<exponent { power *= 10 }
        return power
    }
}
