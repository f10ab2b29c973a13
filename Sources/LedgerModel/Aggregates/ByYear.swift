/// One value for each calendar year that has one, the earliest first.
package struct ByYear<Value: Sendable>: Sendable {
    package private(set) var entries: [(year: Int, value: Value)] = []

    package init() {}

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
                entries.insert((year, initial), at: index)
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
        for (year, value) in other.entries { combine(&self[year, initial], value) }
    }
}
