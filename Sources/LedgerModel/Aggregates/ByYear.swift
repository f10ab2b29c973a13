import CivilCalendar

/// One value for each calendar year that has one, the earliest first.
package struct ByYear<Value: Sendable>: Sendable {
    /// The value of one year.
    package struct Entry: Sendable {
        /// A calendar year in UTC.
        package let year: Int
        package fileprivate(set) var value: Value
    }

    package private(set) var entries: [Entry] = []

    package init() {}

    /// Whether no year has a value.
    package var isEmpty: Bool { entries.isEmpty }

    /// The value of a year, or `initial` where there is none yet.
    package subscript(year: Int, initial: Value) -> Value {
        get {
            let index = index(of: year)
            return index < entries.count && entries[index].year == year
                ? entries[index].value : initial
        }
        _modify {
            let index = index(of: year)
            if index == entries.count || entries[index].year != year {
                entries.insert(Entry(year: year, value: initial), at: index)
            }
            yield &entries[index].value
        }
    }

    /// Where the year stands or would stand. Years come in ascending order nearly always, so the
    /// search begins at the end.
    private func index(of year: Int) -> Int {
        var index = entries.count
        while index > 0, entries[index - 1].year >= year { index -= 1 }
        return index
    }
}

extension ByYear {
    /// Combines the values of the same year.
    package mutating func merge(
        _ other: ByYear, startingWith initial: Value, by combine: (inout Value, Value) -> Void
    ) {
        for entry in other.entries { combine(&self[entry.year, initial], entry.value) }
    }
}

/// Tells the calendar years (UTC) of instants; a division is made only where the year changes,
/// which is seldom among instants that come by time.
struct YearReader {
    private var year = 0
    private var start = Instant.latest
    private var end = Instant.earliest

    mutating func year(of instant: Instant) -> Int {
        if instant < start || instant >= end {
            year = instant.date.year
            start = Instant(CivilDate(year: year, month: 1, day: 1))
            end = Instant(CivilDate(year: year + 1, month: 1, day: 1))
        }
        return year
    }
}
