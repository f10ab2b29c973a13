import CivilCalendar
import LedgerModel
import Testing

/// The calendar against one that counts day by day.
struct CivilDateTests {
    /// A day that knows only how to become the next one.
    private struct BruteForceDay: Equatable {
        var (year, month, day) = (1, 1, 1)

        mutating func advance() {
            day += 1
            guard day > length else { return }
            (month, day) = (month + 1, 1)
            if month == 13 { (year, month) = (year + 1, 1) }
        }

        private var length: Int {
            let lengths = [31, isLeapYear ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
            return lengths[month - 1]
        }

        private var isLeapYear: Bool {
            if year % 400 == 0 { return true }
            if year % 100 == 0 { return false }
            return year % 4 == 0
        }
    }

    @Test func `every day from year 1 to 9999 is the one after the day before`() {
        var expected = BruteForceDay()
        var number = CivilDate(year: 1, month: 1, day: 1).daysSinceEpoch
        var wrong = 0
        while expected.year <= 9_999 {
            let date = CivilDate(daysSinceEpoch: number)
            if date.year != expected.year || date.month != expected.month
                || date.day != expected.day || date.daysSinceEpoch != number
            {
                wrong += 1
            }
            expected.advance()
            number += 1
        }
        #expect(wrong == 0)
        #expect(number == CivilDate(year: 9_999, month: 12, day: 31).daysSinceEpoch + 1)
        #expect(CivilDate(daysSinceEpoch: 0).text == "1970-01-01")
    }

    @Test func `a day's text reads back`() {
        let (first, last) = (Instant.earliest.date, Instant.latest.date)
        for number in stride(from: first.daysSinceEpoch, through: last.daysSinceEpoch, by: 97) {
            let date = CivilDate(daysSinceEpoch: number)
            #expect(CivilDate(date.text) == date && date.text.utf8.count == 10)
        }
    }

    @Test func `only days that exist are read`() {
        func check(_ text: String, isDay: Bool) {
            #expect(CivilDate(text)?.text == (isDay ? text : nil), "\(text)")
        }
        for year in ["0004", "1600", "2000", "2024"] { check("\(year)-02-29", isDay: true) }
        for year in ["0001", "1900", "2023", "2100"] { check("\(year)-02-29", isDay: false) }
        for month in ["04", "06", "09", "11"] {
            check("2025-\(month)-30", isDay: true)
            check("2025-\(month)-31", isDay: false)
        }
        check("0001-01-01", isDay: true)
        check("9999-12-31", isDay: true)
        for text in [
            "0000-01-01", "2025-00-01", "2025-13-01", "2025-01-00", "2025-01-32", "2025-1-01",
            "2025-01-1", "2025/01/01", "25-01-01", "2025-01-01Z", " 2025-01-01", "", "-001-01-01",
            "２025-01-01", "10000-01-01",
        ] {
            check(text, isDay: false)
        }
    }

    @Test func `days are ordered`() {
        let days = ["2024-12-31", "2025-01-01", "2025-01-02", "2025-02-01"].compactMap(
            CivilDate.init)
        #expect(days.count == 4 && days.reversed().sorted() == days)
    }

    @Test func `a month has its days`() {
        #expect((1...12).map { CivilDate.days(inMonth: $0, of: 2023) }.reduce(0, +) == 365)
        #expect((1...12).map { CivilDate.days(inMonth: $0, of: 2024) }.reduce(0, +) == 366)
    }

    @Test func `a day that doesn't exist can't be made`() async {
        await #expect(processExitsWith: .failure) { _ = CivilDate(year: 2025, month: 2, day: 29) }
        await #expect(processExitsWith: .failure) { _ = CivilDate(year: 2025, month: 13, day: 1) }
    }
}
