public import CivilCalendar
import JSON

/// Why a text isn't an instant.
package enum InstantError: Error, Equatable {
    case notDateTime
    case noZone
    case finerThanMicroseconds
    case noSuchMoment
    case outOfRange

    /// What is wrong and what to do.
    package var sentence: String {
        switch self {
        case .notDateTime:
            "is not a date and time of RFC 3339; send it like 2026-03-01T09:30:00+08:00"
        case .noZone: "has no zone; add Z or an offset like +08:00"
        case .finerThanMicroseconds:
            "has a fraction finer than a microsecond; send at most six digits"
        case .noSuchMoment: "names a day or an hour that does not exist"
        case .outOfRange: "lies outside the years 1 to 9999 in UTC"
        }
    }
}

extension Instant {
    /// Reads RFC 3339 (https://www.rfc-editor.org/rfc/rfc3339#section-5.6) with any offset and at
    /// most six digits of fraction.
    package init(parsing text: Span<UInt8>) throws(InstantError) {
        var scanner = DateTimeScanner(offset: 0)
        let date = try scanner.date(text)
        guard scanner.offset < text.count else { throw .notDateTime }
        guard text[10] == UInt8(ascii: "T") else { throw .notDateTime }
        scanner.offset = 11
        let time = try scanner.timeOfDay(text)
        let shift = try scanner.zone(text)
        let days = Int64(date.daysSinceEpoch) * Self.microsecondsPerDay
        self.init(microseconds: days + time - shift * 60 * Self.microsecondsPerSecond)
        guard self >= .earliest, self <= .latest else { throw .outOfRange }
    }

    /// Appends the instant as RFC 3339 in UTC, without trailing zeros of the fraction.
    package func append(to output: inout [UInt8]) {
        let days = microseconds.floorDivided(by: Self.microsecondsPerDay)
        var rest = microseconds - days * Self.microsecondsPerDay
        CivilDate(daysSinceEpoch: Int(days)).append(to: &output)
        let seconds = rest / Self.microsecondsPerSecond
        rest %= Self.microsecondsPerSecond
        output.append(UInt8(ascii: "T"))
        JSONWriter.appendPadded(Int(seconds / 3_600), width: 2, to: &output)
        output.append(UInt8(ascii: ":"))
        JSONWriter.appendPadded(Int(seconds / 60 % 60), width: 2, to: &output)
        output.append(UInt8(ascii: ":"))
        JSONWriter.appendPadded(Int(seconds % 60), width: 2, to: &output)
        if rest > 0 {
            var width = 6
            while rest % 10 == 0 {
                rest /= 10
                width -= 1
            }
            output.append(UInt8(ascii: "."))
            JSONWriter.appendPadded(Int(rest), width: width, to: &output)
        }
        output.append(UInt8(ascii: "Z"))
    }

    /// The instant as RFC 3339 in UTC.
    public var text: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

extension CivilDate {
    /// Reads `YYYY-MM-DD`; nil for another text or a day that doesn't exist.
    public init?(_ text: String) {
        self.init(parsing: Array(text.utf8).span)
    }

    /// Reads the bytes of `YYYY-MM-DD`; nil for another text or a day that doesn't exist.
    package init?(parsing text: Span<UInt8>) {
        var scanner = DateTimeScanner(offset: 0)
        guard let date = try? scanner.date(text), scanner.offset == text.count else { return nil }
        self = date
    }

    /// Appends `YYYY-MM-DD`.
    package func append(to output: inout [UInt8]) {
        JSONWriter.appendPadded(Int(Int64(year)), width: 4, to: &output)
        output.append(UInt8(ascii: "-"))
        JSONWriter.appendPadded(Int(Int64(month)), width: 2, to: &output)
        output.append(UInt8(ascii: "-"))
        JSONWriter.appendPadded(Int(Int64(day)), width: 2, to: &output)
    }

    /// `YYYY-MM-DD`.
    public var text: String {
        var bytes: [UInt8] = []
        append(to: &bytes)
        return String(decoding: bytes, as: UTF8.self)
    }
}

/// Reads the parts of a date and time from left to right.
private struct DateTimeScanner {
    var offset: Int

    mutating func date(_ text: Span<UInt8>) throws(InstantError) -> CivilDate {
        let year = try number(text, digits: 4)
        try expect(UInt8(ascii: "-"), text)
        let month = try number(text, digits: 2)
        try expect(UInt8(ascii: "-"), text)
        let day = try number(text, digits: 2)
        guard year >= 1, (1...12).contains(month), day >= 1,
            day <= CivilDate.days(inMonth: month, of: year)
        else { throw .noSuchMoment }
        return CivilDate(year: year, month: month, day: day)
    }

    /// Microseconds since 00:00.
    mutating func timeOfDay(_ text: Span<UInt8>) throws(InstantError) -> Int64 {
        let hour = try number(text, digits: 2)
        try expect(UInt8(ascii: ":"), text)
        let minute = try number(text, digits: 2)
        try expect(UInt8(ascii: ":"), text)
        let second = try number(text, digits: 2)
        guard hour < 24, minute < 60, second < 60 else { throw .noSuchMoment }
        let whole = Int64(hour * 3_600 + minute * 60 + second) * Instant.microsecondsPerSecond
        return try whole + fraction(text)
    }

    /// Minutes east of UTC.
    mutating func zone(_ text: Span<UInt8>) throws(InstantError) -> Int64 {
        guard offset < text.count else { throw .noZone }
        let mark = text[offset]
        offset += 1
        if mark == UInt8(ascii: "Z") {
            guard offset == text.count else { throw .notDateTime }
            return 0
        }
        guard mark == UInt8(ascii: "+") || mark == UInt8(ascii: "-") else { throw .notDateTime }
        let hours = try number(text, digits: 2)
        try expect(UInt8(ascii: ":"), text)
        let minutes = try number(text, digits: 2)
        guard offset == text.count else { throw .notDateTime }
        guard hours < 24, minutes < 60 else { throw .noSuchMoment }
        return Int64(mark == UInt8(ascii: "-") ? -(hours * 60 + minutes) : hours * 60 + minutes)
    }

    private mutating func fraction(_ text: Span<UInt8>) throws(InstantError) -> Int64 {
        guard offset < text.count, text[offset] == UInt8(ascii: ".") else { return 0 }
        offset += 1
        var (value, scale): (Int64, Int64) = (0, 1_000_000)
        let start = offset
        while offset < text.count, let digit = Self.digit(text[offset]) {
            guard scale > 1 else { throw .finerThanMicroseconds }
            scale /= 10
            value += Int64(digit) * scale
            offset += 1
        }
        guard offset > start else { throw .notDateTime }
        return value
    }

    private mutating func number(_ text: Span<UInt8>, digits: Int) throws(InstantError) -> Int {
        guard text.count - offset >= digits else { throw .notDateTime }
        var value = 0
        for index in offset..<offset + digits {
            guard let digit = Self.digit(text[index]) else { throw .notDateTime }
            value = value * 10 + digit
        }
        offset += digits
        return value
    }

    private mutating func expect(_ byte: UInt8, _ text: Span<UInt8>) throws(InstantError) {
        guard offset < text.count, text[offset] == byte else { throw .notDateTime }
        offset += 1
    }

    private static func digit(_ byte: UInt8) -> Int? {
        let value = byte &- UInt8(ascii: "0")
        return value < 10 ? Int(value) : nil
    }
}
