package import LedgerModel

/// Whether an account may be slipping away: how its revenue changed within a year, and how long
/// nobody has been in touch.
package struct Attention: Equatable, Sendable {
    /// Net revenue of the trailing 365 days against the 365 days before, in percent rounded down:
    /// −100 where nothing was ordered any more. Nil where there was no revenue above zero before,
    /// and where a figure is missing.
    package let netChangePercent: Int64?
    /// Whole days since the last visit or interaction; nil where there was none.
    package let daysSinceLastTouch: Int64?

    package init(trailingNet: Figure?, previousNet: Figure?, lastTouchAt: Instant?, asOf: Instant) {
        netChangePercent = Self.changePercent(from: previousNet?.value, to: trailingNet?.value)
        daysSinceLastTouch = lastTouchAt.map { asOf.days(since: $0) }
    }

    /// What a row of a portfolio tells.
    package init(_ row: PortfolioRow, asOf: Instant) {
        self.init(
            trailingNet: row.orders?.trailingNet, previousNet: row.orders?.previousNet,
            lastTouchAt: row.lastTouchAt, asOf: asOf)
    }

    /// Whether revenue fell by so many percent or more, or touches are known and so many days or
    /// more lie behind the last one. The thresholds are the caller's.
    package func isSlippingAway(fallPercent: Int64, silenceDays: Int64) -> Bool {
        if let netChangePercent, netChangePercent <= -fallPercent { return true }
        guard let daysSinceLastTouch else { return false }
        return daysSinceLastTouch >= silenceDays
    }

    private static func changePercent(from before: Int64?, to after: Int64?) -> Int64? {
        guard let before, let after, before > 0 else { return nil }
        let scaled = (Int128(after) - Int128(before)) * 100
        let (quotient, remainder) = scaled.quotientAndRemainder(dividingBy: Int128(before))
        return Int64(exactly: remainder < 0 ? quotient - 1 : quotient)
    }
}
