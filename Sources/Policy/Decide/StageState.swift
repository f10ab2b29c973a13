import CivilCalendar
import LedgerModel

/// One account in one machine: takes what the guards say in the order of time and moves one state
/// at an instant.
struct StageState: Sendable {
    /// What a guard says.
    enum Holding: Equatable {
        case holds
        case fails
        case unknown(Unrated)
    }

    private let machine: MachineDefinition
    private let zone: CivilZone
    /// The state; time about which nothing is known does not move it.
    private(set) var state = 0
    /// Why nothing can be said at present.
    private var unrated: Unrated?
    /// Since when the guard into each state has held.
    private var wonSince: [Instant?]
    /// Since when the guard that keeps each state has failed.
    private var lostSince: [Instant?]
    /// The last instant that was taken or fired.
    private var now: Instant?
    /// Since when what moved it at that instant had held; nil where it stayed.
    private(set) var turnedAt: Instant?

    init(_ machine: MachineDefinition, in zone: CivilZone) {
        self.machine = machine
        self.zone = zone
        wonSince = Array(repeating: nil, count: machine.states.count)
        lostSince = wonSince
    }

    /// The state, or why there is none; nil before the first evaluation.
    var outcome: Outcome? {
        guard now != nil else { return nil }
        return unrated.map { .none($0) } ?? .level(state)
    }

    /// When the account moves unless a guard says otherwise before.
    var timer: Instant? {
        guard unrated == nil, let now else { return nil }
        return [fallsAt, risesAt].compactMap(\.self).filter { $0 > now }.min()
    }

    private var fallsAt: Instant? { end(of: machine.keep[state], since: lostSince[state]) }

    private var risesAt: Instant? {
        let next = state + 1
        return next < machine.states.count
            ? end(of: machine.up[next], since: wonSince[next]) : nil
    }

    private func end(of own: MachineDefinition.Guard?, since start: Instant?) -> Instant? {
        guard let start else { return nil }
        return own?.lasting?.added(to: start, in: zone) ?? start
    }

    /// Takes what the guards say at an instant: those into each state, and those that keep each,
    /// nil where there is none. Where the guard of the next state, or of the present one, has no
    /// value, the state is unknown.
    mutating func observe(up: [Holding?], keep: [Holding?], at instant: Instant) {
        now = instant
        for state in machine.states.indices {
            wonSince[state] = up[state] == .holds ? wonSince[state] ?? instant : nil
            lostSince[state] = keep[state] == .fails ? lostSince[state] ?? instant : nil
        }
        let next = state + 1 < machine.states.count ? up[state + 1] : nil
        unrated = nil
        turnedAt = nil
        for case .unknown(let reason)? in [next, keep[state]] { unrated = reason }
        if unrated == nil { settle(at: instant) }
    }

    /// Lets what is due at the timer take effect.
    mutating func fire(at instant: Instant) {
        now = instant
        settle(at: instant)
    }

    /// A state that is lost goes before one that is won.
    private mutating func settle(at instant: Instant) {
        turnedAt = nil
        if let fallsAt, fallsAt <= instant {
            turnedAt = lostSince[state]
            state -= 1
        } else if let risesAt, risesAt <= instant {
            state += 1
            turnedAt = wonSince[state]
        }
    }
}
