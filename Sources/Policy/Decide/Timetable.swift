import CivilCalendar
import LedgerModel

/// When the decisions and machines of a pack are due for an account.
struct Timetable: Sendable {
    /// What is due at an instant.
    struct Slot: Sendable {
        let instant: Instant
        var decisions: [Int] = []
        var machines: [Int] = []

        /// What is due by this slot and by another of the same instant.
        func joined(with other: Slot) -> Slot {
            Slot(
                instant: instant, decisions: decisions + other.decisions,
                machines: machines + other.machines)
        }
    }

    private let pack: Pack
    /// What is due for all accounts, by the schedules that follow the calendar.
    let calendar: [Instant: Slot]
    private let eventDecisions: [Int]
    private let eventMachines: [Int]
    private let end: Instant

    /// - Parameters:
    ///   - span: the first and the last event that the pack's facts read: instants run from the
    ///     first one after the earliest to the first one after the latest.
    ///   - end: the last instant that is asked for.
    ///   - tracks: the decisions and machines that are asked for, machines behind decisions.
    init(
        _ pack: Pack, span: ClosedRange<Instant>, through end: Instant, tracks: Set<Int>
    ) {
        self.pack = pack
        self.end = end
        var slots: [Instant: Slot] = [:]
        func add(_ schedule: Schedule, _ note: (inout Slot) -> Void) {
            guard let after = schedule.next(after: span.upperBound, in: pack.zone) else { return }
            let own = schedule.instants(
                after: span.lowerBound, through: min(after, end), in: pack.zone)
            for instant in own { note(&slots[instant, default: Slot(instant: instant)]) }
        }
        let count = pack.decisions.count
        for (index, decision) in pack.decisions.enumerated() where tracks.contains(index) {
            add(decision.schedule) { $0.decisions.append(index) }
        }
        for (index, machine) in pack.machines.enumerated() where tracks.contains(count + index) {
            add(machine.schedule) { $0.machines.append(index) }
        }
        calendar = slots
        eventDecisions = pack.decisions.indices.filter {
            tracks.contains($0) && pack.decisions[$0].schedule == .onEvent
        }
        eventMachines = pack.machines.indices.filter {
            tracks.contains(count + $0) && pack.machines[$0].schedule == .onEvent
        }
    }

    /// What is due for an account at one of its own events.
    func eventSlot(at instant: Instant) -> Slot {
        Slot(instant: instant, decisions: eventDecisions, machines: eventMachines)
    }

    /// The instants of its own events at which something is due for an account.
    func eventInstants(for record: AccountReadings) -> [Instant] {
        guard !eventDecisions.isEmpty || !eventMachines.isEmpty else { return [] }
        return eventInstants(of: record).filter { $0 <= end }
    }

    /// One microsecond after each event, and whenever one that is read leaves a window.
    private func eventInstants(of record: AccountReadings) -> Set<Instant> {
        var instants: Set<Instant> = []
        let windows = pack.facts.compactMap(\.window)
        for moment in record.moments {
            instants.insert(Instant(microseconds: moment.occurredAt.microseconds + 1))
            for window in windows where moment.isRead {
                if let leaving = window.leavingTime(of: moment.occurredAt, in: pack.zone) {
                    instants.insert(leaving)
                }
            }
        }
        return instants
    }
}
