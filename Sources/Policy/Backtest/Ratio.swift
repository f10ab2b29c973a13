/// An exact fraction of two counts.
package struct Ratio: Equatable, Sendable {
    /// 0 or more.
    package let numerator: Int64
    /// Above 0.
    package let denominator: Int64

    /// Nil for a share of nothing.
    package init?(_ numerator: Int, of denominator: Int) {
        guard denominator > 0 else { return nil }
        self.numerator = Int64(numerator)
        self.denominator = Int64(denominator)
    }

    /// So many times the fraction, rounded half to even.
    package func rounded(times factor: Int64) -> Int64 {
        Int64((Int128(numerator) * Int128(factor)).dividedHalfEven(by: Int128(denominator)))
    }
}
