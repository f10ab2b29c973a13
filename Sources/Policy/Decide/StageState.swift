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

    /// What of a guard counts for the course of an account.
    enum Finding {
        case absent
        case holds
        case fails
        case unknown
    }

    /// A guard: that into a state, or the one that keeps it.
    enum Question {
        case up(Int)
        case keep(Int)
    }

    private let waits: StageWaits
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

    init(_ waits: StageWaits) {
        self.waits = waits
        wonSince = Array(repeating: nil, count: waits.stateCount)
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

    private var fallsAt: Instant? {
        lostSince[state].map { waits.end(of: .keep(state), since: $0) }
    }

    private var risesAt: Instant? {
        let next = state + 1
        guard next < wonSince.count else { return nil }
        return wonSince[next].map { waits.end(of: .up(next), since: $0) }
    }

    /// Takes what the guards say at an instant: those into each state, and those that keep each.
    /// Where the guard of the next state, or of the present one, has no value, the state is
    /// unknown.
    ///
    /// - Parameter reason: why a guard has no value.
    mutating func observe(
        at instant: Instant, finding: (Question) -> Finding, reason: (Question) -> Unrated
    ) {
        now = instant
        if unrated != nil { unrated = nil }
        turnedAt = nil
        var (isNextUnknown, isOwnUnknown) = (false, false)
        for index in wonSince.indices {
            let (won, kept) = (finding(.up(index)), finding(.keep(index)))
            wonSince[index] = won == .holds ? wonSince[index] ?? instant : nil
            lostSince[index] = kept == .fails ? lostSince[index] ?? instant : nil
            if index == state + 1, won == .unknown { isNextUnknown = true }
            if index == state, kept == .unknown { isOwnUnknown = true }
        }
        if isOwnUnknown {
            unrated = reason(.keep(state))
        } else if isNextUnknown {
            unrated = reason(.up(state + 1))
        } else {
            settle(at: instant)
        }
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

/// How long guards of a machine must last: one for all accounts, each of which holds a few words.
final class StageWaits: Sendable {
    private let up: [TimeLength?]
    private let keep: [TimeLength?]
    private let zone: CivilZone

    init(_ machine: MachineDefinition, in zone: CivilZone) {
        up = machine.up.map { $0?.lasting }
        keep = machine.keep.map { $0?.lasting }
        self.zone = zone
    }

    var stateCount: Int { up.count }

    /// When a guard has lasted long enough.
    func end(of question: StageState.Question, since start: Instant) -> Instant {
        let length =
            switch question {
            case .up(let state): up[state]
            case .keep(let state): keep[state]
            }
        return length?.added(to: start, in: zone) ?? start
    }
}
