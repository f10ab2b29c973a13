/// The hysteresis of a random pack for one account.
struct BruteHold {
    private let pack: PlannedPack
    private let clock: WallClock
    private(set) var hasBegun = false
    /// What counts; nil where there is no level.
    private(set) var level: Int?
    /// What the rule says.
    private(set) var wanted: Int?
    private var since: Int64 = 0
    private var validFrom: Int64 = 0
    /// The target that has been asked for without a break, and since when.
    private var asked: (target: Int, since: Int64)?
    /// Whether an end of the band says what counts already.
    private(set) var isNear = false
    var now = Int64.min

    init(_ pack: PlannedPack, _ clock: WallClock) {
        self.pack = pack
        self.clock = clock
    }

    var timer: Int64? { due.flatMap { $0 > now ? $0 : nil } }

    private var due: Int64? {
        guard let level, let asked else { return nil }
        var due = asked.since
        if asked.target > level, let days = pack.upDays {
            due = max(due, clock.adding(days: days, to: asked.since))
        }
        if asked.target < level, let days = pack.downDays {
            due = max(due, clock.adding(days: days, to: asked.since))
        }
        if let months = pack.dwellMonths {
            due = max(due, clock.adding(months: months, to: since))
        }
        if asked.target < level, let months = pack.validMonths {
            due = max(due, clock.adding(months: months, to: validFrom))
        }
        return due
    }

    /// Takes what the rule says at an instant.
    ///
    /// - Parameter nearby: what it says at the ends of the band.
    mutating func take(_ outcome: Int?, nearby: [Int?], at instant: Int64) {
        now = instant
        wanted = outcome
        isNear = false
        guard hasBegun, level != nil, outcome != nil else {
            asked = nil
            if !hasBegun || level != outcome { reach(outcome, instant) }
            hasBegun = true
            return
        }
        renew(instant)
        isNear = nearby.contains(level)
        if isNear { asked = nil } else { ask(instant) }
        settle(instant)
    }

    /// Lets time pass until an instant.
    mutating func pass(_ instant: Int64) {
        renew(instant)
        settle(instant)
    }

    private mutating func reach(_ reached: Int?, _ instant: Int64) {
        (level, since, validFrom) = (reached, instant, instant)
    }

    private mutating func renew(_ instant: Int64) {
        guard let months = pack.validMonths, asked == nil else { return }
        while clock.adding(months: months, to: validFrom) <= instant {
            validFrom = clock.adding(months: months, to: validFrom)
        }
    }

    private mutating func ask(_ instant: Int64) {
        guard let wanted, let level else {
            asked = nil
            return
        }
        let step = pack.step ?? PlannedPack.levels.count
        let next = max(level - step, min(level + step, wanted))
        asked = next == level ? nil : asked?.target == next ? asked : (next, instant)
    }

    private mutating func settle(_ instant: Int64) {
        guard let due, due <= instant, let reached = asked?.target else { return }
        reach(reached, instant)
        asked = nil
        ask(instant)
    }
}
