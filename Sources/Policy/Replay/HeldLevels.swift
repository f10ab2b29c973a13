import CivilCalendar
import LedgerModel

/// What a hold without a band leaves of the levels of some accounts in one decision, from instant
/// to instant: as `HoldState` has it of one account, over columns. An account takes twelve bytes,
/// and eight more for each time that the hold, or who asks for standings, has to know.
struct HeldLevels: Sendable {
    /// Stands for an outcome that is no level.
    static let unrated: Int16 = -1
    /// Stands for none, before the first decision.
    static let undecided: Int16 = -2

    private let hold: Hold
    /// What counts, by account: a level, `unrated` or `undecided`.
    private(set) var held: [Int16]
    /// What the rule said last. Where it is another level than what counts, a change waits.
    private var wanted: [Int16]
    /// When the change that waits takes effect, in microseconds; the least number where it is due
    /// at the next evaluation whenever that is, the greatest where none waits.
    private var due: [Int64]
    /// Since when the level counts.
    private var since: [Int64] = []
    /// When the validity of the level began.
    private var validFrom: [Int64] = []
    /// Since when a change waits.
    private var waitingSince: [Int64] = []

    /// Before the first decision.
    ///
    /// - Parameter keepsTimes: whether standings are asked for.
    init(_ hold: Hold, accountCount: Int, keepsTimes: Bool) {
        self.hold = hold
        held = Array(repeating: Self.undecided, count: accountCount)
        wanted = held
        due = Array(repeating: .max, count: accountCount)
        let none = Array(repeating: Int64(0), count: accountCount)
        if keepsTimes || hold.minimumDwell != nil { since = none }
        if hold.validity != nil { validFrom = none }
        if keepsTimes { waitingSince = none }
    }

    /// How many bytes an account takes.
    static func bytesPerAccount(_ hold: Hold) -> Int {
        12 + (hold.minimumDwell == nil ? 0 : 8) + (hold.validity == nil ? 0 : 8)
    }

    /// Takes what the rule says of the accounts at an instant. Waits that end before it end first.
    ///
    /// - Parameter levels: by account: a level, `unrated`, or `undecided` for accounts that aren't
    ///   known yet.
    mutating func observe(_ levels: [Int16], at instant: Instant, _ moves: inout HeldMoves) {
        let count = findBusy(levels, at: instant.microseconds, &moves.busy)
        for index in 0..<count {
            let account = Int(moves.busy[index])
            observe(levels[account], account, at: instant.microseconds, &moves)
        }
    }

    /// Finds the accounts of which the rule says something new, or something is due; all others
    /// stay as they are.
    private func findBusy(_ levels: [Int16], at instant: Int64, _ found: inout [Int32]) -> Int {
        if found.count < levels.count { found = Array(repeating: 0, count: levels.count) }
        let (levels, wanted, due) = (levels.span, wanted.span, due.span)
        var found = found.mutableSpan
        var count = 0
        for account in levels.indices {
            found[count] = Int32(truncatingIfNeeded: account)
            let isBusy = levels[account] != wanted[account] || due[account] <= instant
            count &+= isBusy ? 1 : 0
        }
        return count
    }

    /// Ends the waits that end by an instant.
    mutating func advance(through instant: Instant, _ moves: inout HeldMoves) {
        for account in due.indices where due[account] <= instant.microseconds {
            endWaits(account, through: instant.microseconds, &moves)
        }
    }

    private mutating func observe(
        _ level: Int16, _ account: Int, at instant: Int64, _ moves: inout HeldMoves
    ) {
        endWaits(account, through: instant - 1, &moves)
        let (current, before) = (held[account], wanted[account])
        wanted[account] = level
        guard level >= 0, current >= 0 else {
            due[account] = .max
            if current != level { change(account, to: level, at: instant, isByTime: false, &moves) }
            return
        }
        if before == current { renewValidity(account, at: instant, &moves) }
        let target = target(of: level, from: current)
        if target == current {
            due[account] = .max
        } else if target != self.target(of: before, from: current) {
            wait(account, for: target, at: instant, &moves)
        }
        if due[account] <= instant { settle(account, at: instant, isByTime: false, &moves) }
    }

    private func target(of wanted: Int16, from current: Int16) -> Int16 {
        Int16(truncatingIfNeeded: hold.step(from: Int(current), to: Int(wanted)))
    }

    private mutating func endWaits(
        _ account: Int, through instant: Int64, _ moves: inout HeldMoves
    ) {
        while due[account] > .min, due[account] < .max, due[account] <= instant {
            settle(account, at: due[account], isByTime: true, &moves)
        }
    }

    /// Lets the change take effect that waits. One that was cut to a step is followed by the next
    /// at a later instant.
    private mutating func settle(
        _ account: Int, at instant: Int64, isByTime: Bool, _ moves: inout HeldMoves
    ) {
        let reached = target(of: wanted[account], from: held[account])
        change(account, to: reached, at: instant, isByTime: isByTime, &moves)
        due[account] = .max
        let next = target(of: wanted[account], from: reached)
        if next != reached { wait(account, for: next, at: instant, &moves) }
    }

    private mutating func change(
        _ account: Int, to level: Int16, at instant: Int64, isByTime: Bool,
        _ moves: inout HeldMoves
    ) {
        moves.found.append(
            HeldMoves.Move(
                account: account, at: instant, from: held[account], to: level, isByTime: isByTime))
        held[account] = level
        if !since.isEmpty { since[account] = instant }
        if !validFrom.isEmpty { validFrom[account] = instant }
    }

    /// Puts down when a change takes effect that begins to wait.
    private mutating func wait(
        _ account: Int, for target: Int16, at instant: Int64, _ moves: inout HeldMoves
    ) {
        let (own, isUp) = (moves.ends.of(instant), target > held[account])
        var end = isUp ? own.up : own.down
        if hold.minimumDwell != nil { end = max(end, moves.ends.of(since[account]).dwell) }
        if hold.validity != nil, !isUp {
            end = max(end, moves.ends.of(validFrom[account]).validity)
        }
        due[account] = end > instant ? end : .min
        if !waitingSince.isEmpty { waitingSince[account] = instant }
    }

    /// A validity that ends while nothing waits begins anew.
    private mutating func renewValidity(_ account: Int, at instant: Int64, _ moves: inout HeldMoves)
    {
        guard hold.validity != nil else { return }
        var end = moves.ends.validity(from: validFrom[account])
        while end <= instant {
            validFrom[account] = end
            end = moves.ends.validity(from: end)
        }
    }
}

extension HeldLevels {
    /// Where an account stands; nil before the first decision. Only where times are kept.
    ///
    /// - Parameters:
    ///   - raw: what the rule said last.
    ///   - decidedAt: when it said so.
    func standing(
        _ account: Int, _ raw: Outcome, decidedAt: Instant, in zone: CivilZone
    ) -> Standing? {
        guard held[account] != Self.undecided else { return nil }
        let outcome = held[account] == Self.unrated ? raw : .level(Int(held[account]))
        let movedAt = Instant(microseconds: since[account])
        var reasons: Set<HoldReason> = []
        if case .level(let wanted) = raw, case .level(let current) = outcome, wanted != current {
            let state = HoldState(
                hold, in: zone, outcome: outcome, since: movedAt,
                validFrom: validFrom.isEmpty
                    ? movedAt : Instant(microseconds: validFrom[account]),
                raw: raw,
                waitingSince: Instant(microseconds: waitingSince[account]))
            reasons = state.reasons
        }
        let isByTime = movedAt > decidedAt
        return Standing(
            instant: isByTime ? movedAt : decidedAt, raw: raw, path: [], held: outcome,
            effective: outcome, heldBy: reasons, occasion: isByTime ? .timer : .evaluation)
    }
}
