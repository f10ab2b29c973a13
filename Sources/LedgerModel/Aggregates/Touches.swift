/// Visits and other contacts with an account before an instant.
package struct Touches: Sendable {
    /// How many touches a year or a channel saw.
    package struct Count: Sendable {
        package internal(set) var visits = 0
        package internal(set) var interactions = 0

        package init() {}

        /// Visits and interactions together.
        package var touches: Int { visits + interactions }

        /// Adds the touches of another year, channel or account.
        package mutating func add(_ other: Count) {
            visits += other.visits
            interactions += other.interactions
        }
    }

    package internal(set) var count = Count()
    /// By calendar year (UTC).
    package internal(set) var byYear = ByYear<Count>()
    /// Interactions by channel and calendar year (UTC); a visit counts by itself, whatever channel
    /// it names.
    package internal(set) var channels: [(channel: TextRange, byYear: ByYear<Int>)] = []
    package internal(set) var lastTouchAt: Instant?
    package internal(set) var lastVisitAt: Instant?
}

extension AccountTimeline {
    /// The visits made and the interactions logged before an instant.
    package func touches(asOf: Instant) -> Touches {
        var touches = Touches()
        var years = YearReader()
        for entry in entries(before: asOf) {
            guard entry.kind == .visit || entry.kind == .interaction else { continue }
            touches.add(entry, year: years.year(of: entry.occurredAt))
        }
        return touches
    }
}

extension Touches {
    fileprivate mutating func add(_ entry: TimelineEntry, year: Int) {
        lastTouchAt = entry.occurredAt
        guard entry.kind == .interaction else {
            count.visits += 1
            byYear[year, Count()].visits += 1
            lastVisitAt = entry.occurredAt
            return
        }
        count.interactions += 1
        byYear[year, Count()].interactions += 1
        if let index = channels.firstIndex(where: { $0.channel == entry.text }) {
            channels[index].byYear[year, 0] += 1
        } else {
            var byYear = ByYear<Int>()
            byYear[year, 0] = 1
            channels.append((entry.text, byYear))
        }
    }
}
