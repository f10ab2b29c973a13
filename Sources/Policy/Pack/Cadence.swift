/// What a level asks of us: how often its accounts are visited and called.
package struct Cadence: Equatable, Sendable {
    /// So many times in each period of the calendar.
    package struct Frequency: Equatable, Sendable {
        package let count: Int
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

    package let level: String
    package let visits: Frequency?
    package let calls: Frequency?
    /// Minutes that one visit, and one call, take.
    package let visitMinutes: Int?
    package let callMinutes: Int?
}
