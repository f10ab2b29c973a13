import CivilCalendar
import LedgerModel

/// The hysteresis of one account in one decision: takes the rule's outcomes in the order of time
/// and says what counts.
struct HoldState: Sendable {
    private struct Pending {
        let target: Int
        let since: Instant
    }

    private let hold: Hold
    private let zone: CivilZone
    /// What counts now; nil before the first decision.
    private(set) var outcome: Outcome?
    /// Since when it counts.
    private var since = Instant.earliest
    /// When the validity of the level began.
    private var validFrom = Instant.earliest
    private var raw: Outcome?
    private var pending: Pending?
    /// Whether places in the cohort lie so near to a cut that the level stays.
    private var isInBand = false
    /// The last instant that was taken or fired.
    private var now = Instant.earliest

    init(_ hold: Hold, in zone: CivilZone) {
        self.hold = hold
        self.zone = zone
    }

    /// What stands of an account while a change waits for the level that the rule says.
    init(
        _ hold: Hold, in zone: CivilZone, outcome: Outcome, since: Instant, validFrom: Instant,
        raw: Outcome, waitingSince: Instant
    ) {
        self.init(hold, in: zone)
        (self.outcome, self.raw) = (outcome, raw)
        (self.since, self.validFrom) = (since, validFrom)
        guard case .level(let wanted) = raw, case .level(let current) = outcome else { return }
        pending = Pending(target: target(of: wanted, from: current), since: waitingSince)
    }

    /// When something that is held takes effect unless the rule says otherwise before.
    var timer: Instant? {
        guard let pending, case .level(let current)? = outcome else { return nil }
        let due = due(pending, from: current)
        return due > now ? due : nil
    }

    /// What keeps the rule's outcome from counting now.
    var reasons: Set<HoldReason> {
        guard case .level(let wanted)? = raw, case .level(let current)? = outcome,
            wanted != current
        else { return [] }
        var reasons: Set<HoldReason> = []
        if isInBand { return [.band] }
        if target(of: wanted, from: current) != wanted { reasons.insert(.maximumStep) }
        guard let pending else { return reasons }
        let due = due(pending, from: current)
        if let lasting = lasting(pending.target, from: current),
            lasting.added(to: pending.since, in: zone) == due
        {
            reasons.insert(.lasting)
        }
        if let dwell = hold.minimumDwell, dwell.added(to: since, in: zone) == due {
            reasons.insert(.minimumDwell)
        }
        if pending.target < current, let valid = validUntil, valid == due {
            reasons.insert(.validity)
        }
        return reasons
    }

    /// Takes what the rule says at an instant. The first outcome, and one before or behind which
    /// there is no level, is free of hold.
    ///
    /// - Parameter nearby: what the rule would say of places in the cohort at the ends of the band.
    mutating func observe(_ raw: Outcome, nearby: [Outcome] = [], at instant: Instant) {
        self.raw = raw
        now = instant
        isInBand = false
        guard case .level(let wanted) = raw, case .level(let current)? = outcome else {
            pending = nil
            if outcome != raw { change(to: raw, at: instant) }
            return
        }
        renewValidity(at: instant)
        isInBand = wanted != current && nearby.contains(.level(current))
        let target = isInBand ? current : target(of: wanted, from: current)
        aim(at: target, from: current, at: instant)
        settle(at: instant)
    }

    /// Lets what is due at the timer take effect.
    mutating func fire(at instant: Instant) {
        now = instant
        renewValidity(at: instant)
        settle(at: instant)
    }

    private mutating func aim(at target: Int, from current: Int, at instant: Instant) {
        guard target != current else {
            pending = nil
            return
        }
        if pending?.target != target { pending = Pending(target: target, since: instant) }
    }

    /// Lets a change take effect that is due at an instant. One that was cut to a step is followed
    /// by the next at a later instant.
    private mutating func settle(at instant: Instant) {
        guard let pending, case .level(let current)? = outcome,
            due(pending, from: current) <= instant
        else { return }
        change(to: .level(pending.target), at: instant)
        self.pending = nil
        guard case .level(let wanted)? = raw else { return }
        aim(at: target(of: wanted, from: pending.target), from: pending.target, at: instant)
    }

    private mutating func change(to outcome: Outcome, at instant: Instant) {
        self.outcome = outcome
        since = instant
        validFrom = instant
    }

    private func target(of wanted: Int, from current: Int) -> Int {
        hold.step(from: current, to: wanted)
    }

    private func lasting(_ target: Int, from current: Int) -> TimeLength? {
        target > current ? hold.upFor : hold.downFor
    }

    private func due(_ pending: Pending, from current: Int) -> Instant {
        var due = pending.since
        if let lasting = lasting(pending.target, from: current) {
            due = max(due, lasting.added(to: pending.since, in: zone))
        }
        if let dwell = hold.minimumDwell { due = max(due, dwell.added(to: since, in: zone)) }
        if pending.target < current, let valid = validUntil { due = max(due, valid) }
        return due
    }

    private var validUntil: Instant? { hold.validity.map { $0.added(to: validFrom, in: zone) } }

    /// A validity that ends while nothing is pending begins anew.
    private mutating func renewValidity(at instant: Instant) {
        guard pending == nil, let validity = hold.validity else { return }
        while let end = validUntil, end <= instant {
            validFrom = validity.added(to: validFrom, in: zone)
        }
    }
}
