/// What a level asks of us: how often its accounts are visited and called.
package struct Cadence: Equatable, Sendable {
    /// So many times in each period of the calendar.
    package struct Frequency: Equatable, Sendable {
        /// How many.
        package let count: Int
        /// The period of the calendar.
        package let period: CalendarPeriod

        /// Reads `2 per quarter`; nil for another text, and for more than the shortest such period
        /// has days, since a day counts once.
        package init?(_ text: String) {
            let words = text.split(separator: " ")
            guard words.count == 3, words[1] == "per", let count = Int(words[0]),
                let (period, days) = Self.periods[String(words[2])], (1...days).contains(count)
            else { return nil }
            self.count = count
            self.period = period
        }

        /// By name, with the days that the shortest has.
        private static let periods: [String: (CalendarPeriod, days: Int)] = [
            "month": (.month, 28), "quarter": (.quarter, 90), "year": (.year, 365),
        ]
    }

    /// How an account is kept in touch with.
    package enum Channel: String, CaseIterable, Sendable {
        /// `visit.made`.
        case visits
        /// `interaction.logged` by phone.
        case calls
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

    package init(
        level: String, visits: Frequency?, calls: Frequency?, visitMinutes: Int? = nil,
        callMinutes: Int? = nil
    ) {
        self.level = level
        self.visits = visits
        self.calls = calls
        self.visitMinutes = visitMinutes
        self.callMinutes = callMinutes
    }

    /// How often the level is visited, or called; nil where nothing is asked.
    package func frequency(of channel: Channel) -> Frequency? {
        switch channel {
        case .visits: visits
        case .calls: calls
        }
    }
}

extension Pack {
    /// What a level of the tier asks of us; nil where the pack asks nothing for it.
    package func cadence(of level: String) -> Cadence? { cadences.first { $0.level == level } }

    /// What an outcome of the tier asks of us: one that waits for its approval asks nothing yet.
    package func cadence(of outcome: Outcome) -> Cadence? {
        guard case .level(let level) = outcome, let track = trackIndex(of: "tier") else {
            return nil
        }
        return cadence(of: levels(ofTrack: track)[level].name)
    }
}
