/// What a level asks of us: how often its accounts are visited and called.
package struct Cadence: Equatable, Sendable {
    /// So many times in each period of the calendar.
    package struct Frequency: Equatable, Sendable {
        /// How many.
        package let count: Int
        /// The period of the calendar.
        package let period: CalendarPeriod

        /// Reads `2 per quarter`; nil for another text.
        package init?(_ text: String) {
            let words = text.split(separator: " ")
            guard words.count == 3, words[1] == "per", let count = Int(words[0]),
                (1...1_000).contains(count)
            else { return nil }
            self.count = count
            switch words[2] {
            case "month": period = .month
            case "quarter": period = .quarter
            case "year": period = .year
            default: return nil
            }
        }
    }

    /// The name of the level that asks.
    package let level: String
    /// How often it is visited; nil where nothing is asked.
    package let visits: Frequency?
    /// How often it is called; nil where nothing is asked.
    package let calls: Frequency?
    /// Minutes that one visit, and one call, take.
    package let visitMinutes: Int?
    /// Minutes that one call takes.
    package let callMinutes: Int?
}
