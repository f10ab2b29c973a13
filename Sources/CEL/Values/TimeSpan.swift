/// A duration: a signed number of nanoseconds.
package struct TimeSpan: Equatable, Sendable {
    /// From about −292 to 292 years.
    package let nanoseconds: Int64

    package init(nanoseconds: Int64) { self.nanoseconds = nanoseconds }

    /// Nil beyond the range.
    init?(_ nanoseconds: Int128) {
        guard let nanoseconds = Int64(exactly: nanoseconds) else { return nil }
        self.nanoseconds = nanoseconds
    }

    private static let units: [(name: String, nanoseconds: Int128)] = [
        ("ns", 1), ("us", 1_000), ("µs", 1_000), ("ms", 1_000_000), ("h", 3_600_000_000_000),
        ("m", 60_000_000_000), ("s", 1_000_000_000),
    ]

    /// Reads a sign and numbers with units: `1h30m`, `-1.5s`, `0`. Nil for anything else; digits
    /// beyond the nanosecond are dropped.
    package init?(_ text: String) {
        var rest = Substring(text)
        let isNegative = rest.first == "-"
        if isNegative || rest.first == "+" { rest.removeFirst() }
        guard !rest.isEmpty else { return nil }
        var sum: Int128 = 0
        if rest == "0" { rest = "" }
        while !rest.isEmpty {
            guard let part = Self.part(&rest) else { return nil }
            sum += part
            guard sum <= Int128(Int64.max) + 1 else { return nil }
        }
        self.init(isNegative ? -sum : sum)
    }

    private static func part(_ rest: inout Substring) -> Int128? {
        let whole = digits(&rest)
        var fraction: Substring = ""
        if rest.first == "." {
            rest.removeFirst()
            fraction = digits(&rest)
        }
        guard whole.count + fraction.count > 0, whole.count < 20,
            let unit = units.first(where: { rest.hasPrefix($0.name) })
        else { return nil }
        rest.removeFirst(unit.name.count)
        var nanoseconds = (Int128(whole) ?? 0) * unit.nanoseconds
        var scale = unit.nanoseconds
        for digit in fraction.prefix(18) {
            scale /= 10
            nanoseconds += Int128(digit.wholeNumberValue ?? 0) * scale
        }
        return nanoseconds
    }

    private static func digits(_ rest: inout Substring) -> Substring {
        let digits = rest.prefix { $0.isASCII && $0.isNumber }
        rest.removeFirst(digits.count)
        return digits
    }

    /// Seconds with as many decimals as needed: `1000000s`, `-1.5s`.
    package var text: String {
        let (seconds, rest) = nanoseconds.magnitude.quotientAndRemainder(dividingBy: 1_000_000_000)
        let fraction = rest == 0 ? "" : "." + Decimals.trimmed(rest, width: 9)
        return (nanoseconds < 0 ? "-" : "") + "\(seconds)\(fraction)s"
    }
}

/// Decimals behind a point.
enum Decimals {
    /// The digits with leading zeros up to a width, and without zeros at the end.
    static func trimmed(_ value: some BinaryInteger, width: Int) -> String {
        let digits = String(value)
        let padded = String(repeating: "0", count: max(0, width - digits.count)) + digits
        return String(padded.reversed().drop { $0 == "0" }.reversed())
    }
}
