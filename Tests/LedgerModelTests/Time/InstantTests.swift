import CivilCalendar
import LedgerModel
import SeededRandom
import Testing

struct InstantTests {
    private func check(
        _ text: String, _ expected: String, _ location: SourceLocation = #_sourceLocation
    ) throws {
        #expect(try Instant(text).text == expected, sourceLocation: location)
    }

    private func check(
        _ text: String, throws expected: InstantError,
        _ location: SourceLocation = #_sourceLocation
    ) {
        #expect(throws: expected, "\(text)", sourceLocation: location) { try Instant(text) }
    }

    @Test func `offsets move to UTC`() throws {
        try check("1970-01-01T00:00:00Z", "1970-01-01T00:00:00Z")
        try check("1996-12-19T16:39:57-08:00", "1996-12-20T00:39:57Z")
        try check("1937-01-01T12:00:27.87+00:20", "1937-01-01T11:40:27.87Z")
        try check("2024-02-29T00:00:00+23:59", "2024-02-28T00:01:00Z")
        try check("2024-02-28T23:59:00-23:59", "2024-02-29T23:58:00Z")
        try check("2025-01-01T00:00:00-00:00", "2025-01-01T00:00:00Z")
    }

    @Test func `a fraction has one to six digits`() throws {
        try check("1969-12-31T23:59:59.999999Z", "1969-12-31T23:59:59.999999Z")
        try check("2025-01-01T00:00:00.1Z", "2025-01-01T00:00:00.1Z")
        try check("2025-01-01T00:00:00.100Z", "2025-01-01T00:00:00.1Z")
        try check("2025-01-01T00:00:00.000010Z", "2025-01-01T00:00:00.00001Z")
        #expect(try Instant("1969-12-31T23:59:59.999999Z").microseconds == -1)
        check("2025-01-01T00:00:00.1234567Z", throws: .finerThanMicroseconds)
        check("2025-01-01T00:00:00.0000000Z", throws: .finerThanMicroseconds)
        check("2025-01-01T00:00:00.Z", throws: .notDateTime)
        check("2025-01-01T00:00:00,5Z", throws: .notDateTime)
    }

    @Test func `another text is no instant`() {
        for text in [
            "", "yesterday", "2025-01-01", "2025-01-01 00:00:00Z", "2025-01-01t00:00:00Z",
            "2025-01-01T00:00:00z", "2025-01-01T00:00Z", "2025-01-01T0:00:00Z",
            "2025-01-01T00:00:00Zx", "2025-01-01T00:00:00+08", "2025-01-01T00:00:00+0800",
            "2025-01-01T00:00:00+08:00x", "2025-01-01T00:00:00 Z", "20250101T000000Z",
            "2025-01-01T", "2025-01-01T00:00:0", "2025-01-01T00:00:00+",
        ] {
            check(text, throws: .notDateTime)
        }
        check("2025-01-01T00:00:00", throws: .noZone)
        check("2025-01-01T00:00:00.5", throws: .noZone)
    }

    @Test func `a moment exists`() throws {
        try check("2024-02-29T23:59:59Z", "2024-02-29T23:59:59Z")
        for text in [
            "2023-02-29T00:00:00Z", "2025-04-31T00:00:00Z", "2025-00-01T00:00:00Z",
            "0000-12-31T00:00:00Z", "2025-01-01T24:00:00Z", "2025-01-01T00:60:00Z",
            "2016-12-31T23:59:60Z", "2025-01-01T00:00:00+24:00", "2025-01-01T00:00:00+00:60",
        ] {
            check(text, throws: .noSuchMoment)
        }
    }

    @Test func `a moment lies within the years 1 to 9999 of UTC`() throws {
        try check("0001-01-01T00:00:00Z", "0001-01-01T00:00:00Z")
        try check("9999-12-31T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z")
        try check("0001-01-01T00:01:00+00:01", "0001-01-01T00:00:00Z")
        #expect(try Instant("0001-01-01T00:00:00Z") == .earliest)
        #expect(try Instant("9999-12-31T23:59:59.999999Z") == .latest)
        check("0001-01-01T00:00:59.999999+00:01", throws: .outOfRange)
        check("9999-12-31T23:59:00-00:01", throws: .outOfRange)
    }

    @Test(arguments: 1...8 as ClosedRange<UInt64>)
    func `any instant reads back from its text at any offset`(seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let range = Instant.earliest.microseconds...Instant.latest.microseconds
        for _ in 0..<2_000 {
            let instant = Instant(microseconds: .random(in: range, using: &generator))
            #expect(try Instant(instant.text) == instant, "seed \(seed): \(instant)")
            let minutes = Int64.random(in: -1_439...1_439, using: &generator)
            let local = Instant(microseconds: instant.microseconds + minutes * 60_000_000)
            guard local >= .earliest, local <= .latest else { continue }
            let (hours, rest) = (abs(minutes) / 60, abs(minutes) % 60)
            let offset = (minutes < 0 ? "-" : "+") + twoDigits(hours) + ":" + twoDigits(rest)
            let text = local.text.dropLast() + offset
            #expect(try Instant(String(text)) == instant, "seed \(seed): \(text)")
        }
    }

    private func twoDigits(_ value: Int64) -> String { (value < 10 ? "0" : "") + "\(value)" }

    @Test(arguments: 1...4 as ClosedRange<UInt64>)
    func `texts are in the order of their instants`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let instants = (0..<500).map { _ in
            Instant(microseconds: .random(in: -10_000_000_000...10_000_000_000, using: &generator))
        }
        // Without the zone, a missing fraction sorts before any.
        let texts = instants.sorted().map { $0.text.dropLast() }
        #expect(
            texts == texts.sorted { $0.utf8.lexicographicallyPrecedes($1.utf8) }, "seed \(seed)")
    }

    @Test func `an instant knows its day`() throws {
        #expect(Instant(microseconds: -1).date.text == "1969-12-31")
        #expect(Instant(microseconds: 0).date.text == "1970-01-01")
        #expect(Instant(microseconds: 86_400_000_000 - 1).date.text == "1970-01-01")
        #expect(
            try Instant("2024-02-28T12:00:00Z").advanced(byDays: 2).text == "2024-03-01T12:00:00Z")
        let day = try #require(CivilDate("2024-02-29"))
        #expect(Instant(day).text == "2024-02-29T00:00:00Z")
    }

    @Test func `division rounds down`() {
        #expect(
            [-7, -6, -1, 0, 1, 6, 7].map { $0.floorDivided(by: 3) } == [-3, -2, -1, 0, 0, 2, 2])
    }

    @Test func `every error says what to do`() {
        let errors: [InstantError] = [
            .notDateTime, .noZone, .finerThanMicroseconds, .noSuchMoment, .outOfRange,
        ]
        #expect(Set(errors.map(\.sentence)).count == errors.count)
    }
}
