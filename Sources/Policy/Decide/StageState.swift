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
    private(set) var timer: Instant?

    private var nextMove: Instant? {
        guard unrated == nil, let now else { return nil }
        var next: Instant?
        for due in [fallsAt, risesAt] {
            guard let due, due > now else { continue }
            next = next.map { min($0, due) } ?? due
        }
        return next
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
    mutating func observe(
        at instant: Instant, up: (_ state: Int) -> Holding?, keep: (_ state: Int) -> Holding?
    ) {
        now = instant
        unrated = nil
        turnedAt = nil
        var missing: (next: Unrated?, own: Unrated?) = (nil, nil)
        for index in wonSince.indices {
            let (won, kept) = (up(index), keep(index))
            wonSince[index] = won == .holds ? wonSince[index] ?? instant : nil
            lostSince[index] = kept == .fails ? lostSince[index] ?? instant : nil
            if index == state + 1, case .unknown(let reason)? = won { missing.next = reason }
            if index == state, case .unknown(let reason)? = kept { missing.own = reason }
        }
        unrated = missing.own ?? missing.next
        if unrated == nil { settle(at: instant) }
        timer = nextMove
    }

    /// Lets what is due at the timer take effect.
    mutating func fire(at instant: Instant) {
        now = instant
        settle(at: instant)
        timer = nextMove
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
