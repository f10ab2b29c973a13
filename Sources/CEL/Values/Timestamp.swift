import CivilCalendar

/// An instant: nanoseconds since 1970-01-01T00:00:00Z, in the years 1 to 9999.
package struct Timestamp: Equatable, Sendable {
    /// Since 1970-01-01T00:00:00Z.
    package let nanoseconds: Int128

    private static let perSecond: Int128 = 1_000_000_000
    /// 0001-01-01T00:00:00Z and 9999-12-31T23:59:59.999999999Z.
    private static let range =
        (-62_135_596_800 * perSecond)...(253_402_300_800 * perSecond - 1)

    /// Nil beyond the range.
    package init?(nanoseconds: Int128) {
        guard Self.range.contains(nanoseconds) else { return nil }
        self.nanoseconds = nanoseconds
    }

    /// Nil beyond the range.
    init?(seconds: Int64) { self.init(nanoseconds: Int128(seconds) * Self.perSecond) }

    /// Whole seconds since 1970, rounded down.
    package var seconds: Int64 { Int64(floored(Self.perSecond)) }

    private func floored(_ unit: Int128) -> Int128 {
        let (quotient, rest) = nanoseconds.quotientAndRemainder(dividingBy: unit)
        return rest < 0 ? quotient - 1 : quotient
    }

    /// The nanoseconds of the second.
    var fraction: Int { Int(nanoseconds - Int128(seconds) * Self.perSecond) }

    /// Reads RFC 3339 (https://www.rfc-editor.org/rfc/rfc3339#section-5.6); nil for anything else.
    package init?(_ text: String) {
        let bytes = Array(text.utf8)
        func number(_ range: Range<Int>) -> Int? {
            guard range.upperBound <= bytes.count else { return nil }
            var value = 0
            for byte in bytes[range] {
                guard Lexer.isDigit(byte) else { return nil }
                value = value * 10 + Int(byte - UInt8(ascii: "0"))
            }
            return value
        }
        func has(_ mark: String, at offset: Int) -> Bool {
            offset < bytes.count && mark.utf8.contains(bytes[offset])
        }
        guard let year = number(0..<4), let month = number(5..<7), let day = number(8..<10),
            let hour = number(11..<13), let minute = number(14..<16),
            let second = number(17..<19), has("-", at: 4), has("-", at: 7), has("Tt", at: 10),
            has(":", at: 13), has(":", at: 16), hour < 24, minute < 60, second < 60,
            year > 0, (1...12).contains(month), day > 0,
            day <= CivilDate.days(inMonth: month, of: year)
        else { return nil }
        let date = CivilDate(year: year, month: month, day: day)
        var offset = 19
        var nanosecond = 0
        if has(".", at: offset) {
            let digits = bytes[(offset + 1)...].prefix { Lexer.isDigit($0) }
            guard (1...9).contains(digits.count) else { return nil }
            let padded =
                String(decoding: digits, as: UTF8.self)
                + String(repeating: "0", count: 9 - digits.count)
            nanosecond = Int(padded) ?? 0
            offset += 1 + digits.count
        }
        guard let zone = ZoneOffset.seconds(String(decoding: bytes[offset...], as: UTF8.self)),
            has("Zz+-", at: offset)
        else { return nil }
        let seconds = date.daysSinceEpoch * 86_400 + hour * 3_600 + minute * 60 + second - zone
        self.init(nanoseconds: Int128(seconds) * Self.perSecond + Int128(nanosecond))
    }

    /// RFC 3339 in UTC, with as many decimals as needed.
    package var text: String {
        let clock = ClockReading(self, zoneSeconds: 0)
        let date = clock.date
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        let year = String(repeating: "0", count: max(0, 4 - "\(date.year)".count)) + "\(date.year)"
        let decimals = fraction == 0 ? "" : "." + Decimals.trimmed(fraction, width: 9)
        return "\(year)-\(two(date.month))-\(two(date.day))T\(two(clock.hour)):"
            + "\(two(clock.minute)):\(two(clock.second))\(decimals)Z"
    }
}

/// The seconds of a zone east of UTC by its offset.
enum ZoneOffset {
    /// Reads `Z`, `UTC`, `+hh:mm`, `-hh:mm` or `hh:mm`; nil for anything else.
    static func seconds(_ text: String) -> Int? {
        if ["Z", "z", "UTC"].contains(text) { return 0 }
        var rest = Substring(text)
        let isWest = rest.first == "-"
        if isWest || rest.first == "+" { rest.removeFirst() }
        let parts = rest.split(separator: ":", omittingEmptySubsequences: false)
        guard parts.count == 2, parts.allSatisfy({ $0.utf8.count == 2 }),
            parts.allSatisfy({ $0.utf8.allSatisfy(Lexer.isDigit) }), let hours = Int(parts[0]),
            let minutes = Int(parts[1]), hours < 24, minutes < 60
        else { return nil }
        return (isWest ? -1 : 1) * (hours * 3_600 + minutes * 60)
    }
}
