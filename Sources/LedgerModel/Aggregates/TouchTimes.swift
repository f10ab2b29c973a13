package import CivilCalendar

/// When an account was visited and called, and for when further visits are arranged.
package struct TouchTimes: Equatable, Sendable {
    /// For when a visit is arranged.
    package enum PlannedTime: Equatable, Sendable {
        /// A day, in whatever zone the reader reckons.
        case day(CivilDate)
        /// A date and time.
        case instant(Instant)
    }

    /// The channel of the interactions that are calls.
    package static let callChannel = "phone"

    /// The visits made, ascending.
    package internal(set) var visits: [Instant] = []
    /// The interactions by phone, ascending.
    package internal(set) var calls: [Instant] = []
    /// The visits that were arranged for some time, and neither made nor cancelled, in the order in
    /// which they were first arranged.
    package internal(set) var planned: [PlannedTime] = []

    package init() {}
}

extension AccountTimeline {
    /// The visits and calls from one instant on and before another, and what is arranged by then.
    ///
    /// A visit that is arranged again under the same `visit_id` moves; one without an id stays
    /// arranged, and one without `planned_for` is left out.
    package func touchTimes(since start: Instant = .earliest, asOf: Instant) -> TouchTimes {
        var times = TouchTimes()
        var planned: [(id: TextRange, time: TextRange)] = []
        for entry in entries(before: asOf) {
            switch entry.kind {
            case .visit:
                if entry.occurredAt >= start { times.visits.append(entry.occurredAt) }
                planned.removeAll { isSame($0.id, entry.text) }
            case .visitCancelled: planned.removeAll { isSame($0.id, entry.text) }
            case .visitPlanned:
                if let index = planned.firstIndex(where: { isSame($0.id, entry.text) }) {
                    planned[index].time = entry.detail
                } else {
                    planned.append((entry.text, entry.detail))
                }
            case .interaction where entry.occurredAt >= start:
                if string(entry.text) == TouchTimes.callChannel {
                    times.calls.append(entry.occurredAt)
                }
            default: break
            }
        }
        times.planned = planned.compactMap { plannedTime($0.time) }
        return times
    }

    /// Whether two texts name the same; what names nothing is never the same.
    private func isSame(_ left: TextRange, _ right: TextRange) -> Bool {
        left != .empty && right != .empty && bytes(left) == bytes(right)
    }

    private func plannedTime(_ text: TextRange) -> TouchTimes.PlannedTime? {
        guard text != .empty else { return nil }
        let text = string(text)
        if let day = CivilDate(text) { return .day(day) }
        return (try? Instant(text)).map { .instant($0) }
    }
}
