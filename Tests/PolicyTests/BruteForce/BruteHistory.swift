import Policy

/// The decisions of a random pack over a random history, instant by instant.
struct BruteHistory {
    let pack: PlannedPack
    let history: [PastEvent]
    let accounts: [String]
    /// Whether each instant is decided with what was known by then.
    let knowsThen: Bool
    /// Otherwise, until when things were known.
    let knownAt: Int64
    let clock: WallClock

    init(
        _ pack: PlannedPack, _ history: [PastEvent], _ accounts: [String], knowsThen: Bool,
        knownAt: Int64
    ) {
        self.pack = pack
        self.history = history
        self.accounts = accounts
        self.knowsThen = knowsThen
        self.knownAt = knownAt
        clock = WallClock(pack.zone)
    }

    /// What counts from an instant on.
    struct Step: Equatable {
        let at: Int64
        let raw: String
        /// After hold.
        let held: String
        let effective: String
        let isEvaluation: Bool
        /// Whether an end of the band keeps the level.
        var isNear = false
        /// Of a machine: since when what moved it had held, and the state that it was in before.
        var turn: Int64?
        var around = 0
    }

    /// The facts of a history as known at an instant.
    func facts(_ history: [PastEvent], at instant: Int64) -> BruteFacts {
        BruteFacts(pack, history, accounts, knownAt: knowsThen ? instant : knownAt)
    }

    /// The events by which the instants of the pack are laid out: all that will be known.
    private var reading: [PastEvent] {
        history.filter { knowsThen || $0.counts(knownAt: knownAt) }
    }

    private func isRead(_ type: String) -> Bool {
        pack.facts.contains { fact in
            switch fact {
            case .revenue: ["order.placed", "order.amended", "order.cancelled"].contains(type)
            case .visits: type == "visit.made"
            case .orders: ["order.placed", "order.cancelled"].contains(type)
            case .orderIDs, .largest, .smallest, .streak: type == "order.placed"
            case .answers: type == "satisfaction.surveyed"
            case .brand, .firstBrand: type == "account.assessed"
            case .daysQuiet, .contacts: ["visit.made", "interaction.logged"].contains(type)
            case .open: type.hasPrefix("complaint.")
            case .population(_, _, true, _): ["account.opened", "account.updated"].contains(type)
            case .listed, .growth, .share, .total, .population: false
            }
        }
    }

    private func instants(_ schedule: PlannedPack.Schedule, _ account: String) -> [Int64] {
        let read = reading.filter { isRead($0.type) && $0.account != "~ledger" }
        guard let first = read.map(\.at).min(), let last = read.map(\.at).max() else { return [] }
        var all: Set<Int64> = []
        switch schedule {
        case .onEvent:
            for event in reading where event.account == account {
                all.insert(event.at + 1)
                for window in windows where isRead(event.type) {
                    if let leaving = window.leaving(event.at, clock) { all.insert(leaving) }
                }
            }
            return all.sorted()
        case .year:
            for year in 2018...2032 { all.insert(clock.start(year: year, month: 1)) }
        case .quarter:
            for quarter in (2018 * 4)...(2032 * 4) { all.insert(clock.start(quarter: quarter)) }
        case .month:
            for year in 2018...2032 {
                for month in 1...12 { all.insert(clock.start(year: year, month: month)) }
            }
        case .week:
            // 1 January 2018 was a Monday.
            for week in 0..<780 {
                all.insert(clock.start(year: 2018, month: 1, day: 1 + 7 * week))
            }
        }
        let after = all.filter { $0 > last }.min() ?? last
        return all.filter { $0 > first && $0 <= after }.sorted()
    }

    private var windows: [PlannedWindow] {
        pack.facts.compactMap { fact in
            switch fact {
            case .revenue(let window, _), .visits(let window), .orders(let window),
                .orderIDs(let window), .largest(let window), .smallest(let window),
                .answers(let window), .open(let window), .contacts(_, let window):
                window
            case .listed: .calendarYear
            default: nil
            }
        }
    }

    /// The truth of a condition; nil where it has no value.
    func truth(
        _ condition: PlannedPack.Condition, _ values: [BruteValue], _ limit: Int64
    ) -> Bool? {
        switch condition {
        case .always: return true
        case .truth(let fact): return values[fact] == .truth(true)
        case .equals(let fact, let text):
            return values[fact] == .missing ? nil : values[fact] == .text(text)
        case .not(let inner): return truth(inner, values, limit).map { !$0 }
        case .and(let parts):
            let truths = parts.map { truth($0, values, limit) }
            return truths.contains(false) ? false : truths.contains(nil) ? nil : true
        case .or(let parts):
            let truths = parts.map { truth($0, values, limit) }
            return truths.contains(true) ? true : truths.contains(nil) ? nil : false
        case .compare(let fact, let sign, let number):
            guard let value = values[fact].number else { return nil }
            let number = number ?? limit
            switch sign {
            case "<": return value < number
            case "<=": return value <= number
            case ">": return value > number
            case ">=": return value >= number
            case "==": return value == number
            default: return value != number
            }
        }
    }

    /// The level that the rule itself gives; nil for none.
    func raw(_ values: [BruteValue], _ limit: Int64) -> Int? {
        for choice in pack.choices {
            switch truth(choice.condition, values, limit) {
            case true?: return choice.level
            case nil: return nil
            case false?: continue
            }
        }
        return nil
    }

    /// The same at the ends of the band around the places in a cohort.
    func nearby(_ values: [BruteValue], _ limit: Int64) -> [Int?] {
        guard let band = pack.band else { return [] }
        return [-band, band].map { shift in
            let moved = zip(values, pack.facts).map { value, fact -> BruteValue in
                switch (value, fact) {
                case (.number(let place), .population(.percentile, _, _, _)),
                    (.number(let place), .population(.cumulativeShareBefore, _, _, _)):
                    .number(max(0, min(1_000_000, place + shift)))
                default: value
                }
            }
            return raw(moved, limit)
        }
    }

    private func values(_ account: String, at instant: Int64) -> [BruteValue]? {
        let facts = facts(history, at: instant)
        guard facts.isAdmitted(account, at: instant) else { return nil }
        return pack.facts.indices.map { facts.value(of: $0, account, at: instant) }
    }

    /// What counts after hold and rulings, told again at every instant at which it could change.
    func decisions(of account: String, through end: Int64) -> [Step] {
        var hold = BruteHold(pack, clock)
        var steps: [Step] = []
        var coming = instants(pack.schedule, account)
        var rulings = Set(
            self.rulings(of: account, knownAt: knowsThen ? nil : knownAt).flatMap {
                [$0.at] + ($0.expires.map { [$0] } ?? [])
            })
        func tell(_ instant: Int64, isEvaluation: Bool = false) {
            guard hold.hasBegun || override(of: account, at: instant) != nil || !steps.isEmpty
            else { return }
            let held = Self.name(hold.level)
            let step = Step(
                at: instant, raw: hold.hasBegun ? Self.name(hold.wanted) : "not_rated", held: held,
                effective: ruled(
                    held, account, overriddenAsOf: instant, approvedAsOf: instant),
                isEvaluation: isEvaluation, isNear: hold.isNear)
            if steps.last?.at == instant { steps.removeLast() }
            steps.append(step)
        }
        while true {
            let timer = hold.timer
            let ruling = rulings.min()
            let next = [coming.first, timer, ruling].compactMap(\.self).min()
            guard let next, next <= end else { return steps }
            rulings.remove(next)
            if coming.first == next {
                coming.removeFirst()
                if let values = values(account, at: next) {
                    let limit = pack.limit(at: next, clock)
                    hold.take(
                        raw(values, limit), nearby: nearby(values, limit), at: next)
                    tell(next, isEvaluation: true)
                    continue
                }
            }
            hold.now = next
            if timer == next { hold.pass(next) }
            if timer == next || ruling == next { tell(next) }
        }
    }

    private static func name(_ level: Int?) -> String {
        level.map { PlannedPack.levels[$0] } ?? "not_rated"
    }

    private struct Ruling {
        let at: Int64
        let level: String
        let isApproval: Bool
        let expires: Int64?
    }

    private func rulings(of account: String, knownAt: Int64? = nil) -> [Ruling] {
        history.sorted { ($0.at, $0.position) < ($1.at, $1.position) }.compactMap { event in
            guard event.account == account, let level = event.texts["to"] else { return nil }
            if let knownAt, !event.counts(knownAt: knownAt) { return nil }
            let isApproval = event.type == "tier.approved"
            guard !isApproval || pack.needsApproval else { return nil }
            return Ruling(
                at: event.at, level: level, isApproval: isApproval,
                expires: event.numbers["expires_at"])
        }
    }

    private func override(of account: String, at instant: Int64) -> Ruling? {
        rulings(of: account, knownAt: knowsThen ? instant : knownAt).last {
            !$0.isApproval && $0.at <= instant && ($0.expires ?? .max) > instant
        }
    }

    /// What counts of what hold leaves, with the overrides and approvals of some instants.
    func ruled(
        _ held: String, _ account: String, overriddenAsOf overridden: Int64,
        approvedAsOf approved: Int64
    ) -> String {
        if let override = override(of: account, at: overridden) { return override.level }
        guard pack.needsApproval else { return held }
        let approval = rulings(of: account, knownAt: knowsThen ? approved : knownAt).last {
            $0.isApproval && $0.at <= approved
        }
        return approval?.level ?? (held == "not_rated" ? held : "unapproved")
    }
}

extension BruteHistory {
    /// The states of the machine.
    func stages(of account: String, through end: Int64) -> [Step] {
        var state: Int?
        var isUnknown = false
        var wonSince: [Int64?] = [nil, nil, nil]
        var lostSince: [Int64?] = [nil, nil, nil]
        var steps: [Step] = []
        var coming = instants(pack.machineSchedule, account).filter { $0 <= end }
        var now = Int64.min
        func dueTime(_ own: PlannedPack.Guard?, _ since: Int64?) -> Int64? {
            guard let own, let since else { return nil }
            return own.days.map { clock.adding(days: $0, to: since) } ?? since
        }
        func moves() -> (falls: Int64?, rises: Int64?) {
            guard let state, !isUnknown else { return (nil, nil) }
            return (
                dueTime(pack.keep[state], lostSince[state]),
                state < 2 ? dueTime(pack.up[state], wonSince[state + 1]) : nil
            )
        }
        var (turn, around): (Int64?, Int) = (nil, 0)
        func settle(_ instant: Int64) {
            let (falls, rises) = moves()
            let own = state ?? 0
            if let falls, falls <= instant {
                turn = lostSince[own]
                state = own - 1
            } else if let rises, rises <= instant {
                turn = wonSince[own + 1]
                state = own + 1
            }
        }
        func tell(_ instant: Int64, isEvaluation: Bool) {
            let name = isUnknown ? "unknown" : PlannedPack.states[state ?? 0]
            steps.append(
                Step(
                    at: instant, raw: name, held: name, effective: name,
                    isEvaluation: isEvaluation, turn: turn, around: around))
        }
        while true {
            let (falls, rises) = moves()
            let timer = [falls, rises].compactMap(\.self).filter { $0 > now }.min()
            let next = [coming.first, timer].compactMap(\.self).min()
            guard let next, next <= end else { return steps }
            now = next
            (turn, around) = (nil, state ?? 0)
            guard coming.first == next else {
                settle(next)
                tell(next, isEvaluation: false)
                continue
            }
            coming.removeFirst()
            guard let values = values(account, at: next) else { continue }
            let limit = pack.limit(at: next, clock)
            let own = state ?? 0
            state = own
            for index in 0..<3 {
                let up = index == 0 ? nil : truth(pack.up[index - 1].condition, values, limit)
                wonSince[index] = up == true ? wonSince[index] ?? next : nil
                let keep = pack.keep[index].map { truth($0.condition, values, limit) }
                lostSince[index] = keep == .some(false) ? lostSince[index] ?? next : nil
            }
            let upIsUnknown = own < 2 && truth(pack.up[own].condition, values, limit) == nil
            let keepIsUnknown =
                pack.keep[own].map { truth($0.condition, values, limit) == nil } ?? false
            isUnknown = upIsUnknown || keepIsUnknown
            if !isUnknown { settle(next) }
            tell(next, isEvaluation: true)
        }
    }
}
