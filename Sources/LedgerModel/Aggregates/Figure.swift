import JSON

/// A whole number that an instrument found, or why there is none.
package enum Figure: Hashable, Sendable {
    case value(Int64)
    case missing(MissingReason)

    /// The number; nil where it is missing.
    package var value: Int64? {
        guard case .value(let value) = self else { return nil }
        return value
    }
}

/// Why a figure is missing.
package enum MissingReason: Hashable, Sendable {
    /// No `rate.quoted` from one currency to the other came before the event at this instant.
    case noRate(from: CurrencyCode, to: CurrencyCode, at: Instant)
    /// The last `rate.quoted` before the event is not positive, or has more than 18 significant
    /// digits.
    case unusableRate(from: CurrencyCode, to: CurrencyCode, at: Instant)
    /// The event at this instant has an amount and no currency.
    case noCurrency(at: Instant)
    /// The number is beyond ±(2^53 − 1), which JSON carries exactly (RFC 7493 §2.2,
    /// https://www.rfc-editor.org/rfc/rfc7493#section-2.2).
    case outOfRange

    /// What is missing and what to do.
    package var sentence: String {
        switch self {
        case .noRate(let from, let to, let instant):
            "no rate.quoted from \(from.text) to \(to.text) comes before the event at "
                + "\(instant.text); append one, or report in another currency"
        case .unusableRate(let from, let to, let instant):
            "the last rate.quoted from \(from.text) to \(to.text) before the event at "
                + "\(instant.text) can't be used; quote a positive rate of at most 18 digits"
        case .noCurrency(let instant):
            "the event at \(instant.text) has an amount without a currency; correct it"
        case .outOfRange:
            "the number is beyond 9007199254740991; ask for a shorter time or fewer accounts"
        }
    }
}

/// A sum of figures in 128 bits, so that neither the order of the summands nor a large part of the
/// sum matters, only the sum itself. One missing summand makes the sum missing.
package struct FigureSum: Hashable, Sendable {
    private var total: Int128 = 0
    private var missing: MissingReason?

    package init() {}

    init(_ total: Int128) { self.total = total }

    /// Adds one figure; of several missing ones the reason of the first stays.
    package mutating func add(_ figure: Figure) {
        switch figure {
        case .value(let value): total += Int128(value)
        case .missing(let reason): missing = missing ?? reason
        }
    }

    /// Adds one number.
    package mutating func add(_ value: Int64) { total += Int128(value) }

    /// Adds a sum; what is missing in it is missing in both together.
    package mutating func add(_ other: FigureSum) {
        total += other.total
        missing = missing ?? other.missing
    }

    /// Takes a sum away; what is missing in it is missing in the difference.
    package mutating func subtract(_ other: FigureSum) {
        total -= other.total
        missing = missing ?? other.missing
    }

    /// The sum, within ±(2^53 − 1).
    package var figure: Figure {
        if let missing { return .missing(missing) }
        guard total.magnitude <= UInt128(JSONLimits.integerMagnitude) else {
            return .missing(.outOfRange)
        }
        return .value(Int64(total))
    }
}
