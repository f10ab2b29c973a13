import LedgerModel

/// What is due for which account, instant by instant. Accounts that no event has admitted yet are
/// passed over, so that one event of a distant time costs little.
struct Agenda {
    private let timetable: Timetable
    /// The instants at which something is due, ascending.
    let instants: [Instant]
    /// The accounts with something due at events of their own.
    private var eventRuns: [Instant: [Int]] = [:]
    /// The accounts that are not admitted yet, the next one last.
    private var waiting: [(from: Instant, run: Int)] = []
    /// Those that are.
    private var admitted: [Int] = []

    /// - Parameter records: what is read of the accounts that are asked for.
    init(_ timetable: Timetable, _ records: [AccountReadings]) {
        self.timetable = timetable
        for (run, record) in records.enumerated() {
            if let from = record.admittedFrom { waiting.append((from, run)) }
            for instant in timetable.eventInstants(for: record) {
                eventRuns[instant, default: []].append(run)
            }
        }
        waiting.sort { $0.from > $1.from }
        instants = Set(timetable.calendar.keys).union(eventRuns.keys).sorted()
    }

    /// What is due at an instant, by the index of the account; instants must be asked for in their
    /// order.
    mutating func due(at instant: Instant) -> [(run: Int, slot: Timetable.Slot)] {
        while let next = waiting.last, next.from < instant {
            admitted.append(next.run)
            waiting.removeLast()
        }
        let own = eventRuns[instant] ?? []
        let eventSlot = timetable.eventSlot(at: instant)
        guard let shared = timetable.calendar[instant] else {
            return own.map { ($0, eventSlot) }
        }
        guard !own.isEmpty else { return admitted.map { ($0, shared) } }
        let isOwn = Set(own)
        return admitted.map { run in
            (run, isOwn.contains(run) ? shared.joined(with: eventSlot) : shared)
        } + own.filter { !admitted.contains($0) }.map { ($0, eventSlot) }
    }
}
