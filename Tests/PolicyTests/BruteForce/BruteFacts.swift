import Policy

/// The value of a fact, found by looking at every event of a history.
enum BruteValue: Hashable {
    case number(Int64)
    case text(String)
    case truth(Bool)
    /// No value.
    case missing

    var number: Int64? { if case .number(let number) = self { number } else { nil } }
}

struct BruteFacts {
    let pack: PlannedPack
    let clock: WallClock
    /// Those that count, by time and position.
    let events: [PastEvent]
    let accounts: [String]
    /// The other accounts, where they are not those of these events.
    var peers: Peers?
    /// The earlier instant whose windows are used.
    var anchor: Int64?

    init(_ pack: PlannedPack, _ history: [PastEvent], _ accounts: [String], knownAt: Int64) {
        self.pack = pack
        clock = WallClock(pack.zone)
        events = history.filter { $0.counts(knownAt: knownAt) }.sorted {
            ($0.at, $0.position) < ($1.at, $1.position)
        }
        self.accounts = accounts
    }

    /// Whether the account has any event before an instant.
    func isAdmitted(_ account: String, at instant: Int64) -> Bool {
        events.contains { $0.account == account && $0.at < instant }
    }

    private func events(
        _ types: [String], of account: String, _ window: PlannedWindow, at instant: Int64
    ) -> [PastEvent] {
        events.filter {
            $0.account == account && types.contains($0.type)
                && window.contains($0.at, at: instant, asWindowOf: anchor, clock)
        }
    }

    func value(of fact: Int, _ account: String, at instant: Int64) -> BruteValue {
        func seen(_ types: [String], _ window: PlannedWindow) -> [PastEvent] {
            events(types, of: account, window, at: instant)
        }
        func amounts(_ window: PlannedWindow) -> [Int64] {
            seen(["order.placed"], window).compactMap { $0.numbers["amount_minor"] }
        }
        switch pack.facts[fact] {
        case .revenue(let window, let missing):
            let types = ["order.placed", "order.amended", "order.cancelled"]
            return Self.net(of: seen(types, window)) ?? (missing ? .missing : .number(0))
        case .visits(let window): return .number(Int64(seen(["visit.made"], window).count))
        case .orders(let window):
            return .number(
                Int64(
                    seen(["order.placed"], window).count - seen(["order.cancelled"], window).count))
        case .orderIDs(let window):
            return .number(
                Int64(Set(seen(["order.placed"], window).map { $0.texts["order_id"] }).count))
        case .largest(let window): return amounts(window).max().map { .number($0) } ?? .missing
        case .smallest(let window): return .number(amounts(window).min() ?? 7)
        case .answers(let window):
            return Self.mean(seen(["satisfaction.surveyed"], window).map(Self.normalised))
        case .brand, .firstBrand:
            let said = seen(["account.assessed"], .whole).filter {
                $0.texts["criterion"] == "brand"
            }
            .compactMap { $0.texts["value"] }
            if case .brand = pack.facts[fact] { return said.last.map { .text($0) } ?? .missing }
            return .text(said.first ?? "none")
        case .daysQuiet:
            let last = seen(["visit.made", "interaction.logged"], .whole).last
            return last.map { .number(max(0, (anchor ?? instant) - $0.at) / 86_400_000_000) }
                ?? .missing
        case .streak: return .number(streak(account, at: instant))
        case .open(let window): return .number(openCases(account, window, at: instant))
        case .listed:
            let lists = events("~ledger", .calendarYear, at: instant)
            return .truth(lists.last?.lists["members"]?.contains(account) ?? false)
        case .contacts(let measure, let window):
            return contacts(measure, account, window, at: instant)
        case .growth(let base):
            var past = self
            past.anchor = nil
            let before = past.value(
                of: base, account, at: clock.adding(months: -12, to: anchor ?? instant))
            let now = value(of: base, account, at: instant)
            guard let before = before.number, let now = now.number, before > 0 else {
                return .missing
            }
            return .number(Self.millionths(now - before, of: before))
        case .share(let part, let whole):
            guard let part = value(of: part, account, at: instant).number,
                let whole = value(of: whole, account, at: instant).number, whole > 0
            else { return .missing }
            return .number(Self.millionths(part, of: whole))
        case .total(let fact, let less):
            guard let fact = value(of: fact, account, at: instant).number,
                let less = value(of: less, account, at: instant).number
            else { return .missing }
            return .number(fact - less)
        case .population(let measure, let base, let byRegion, let shared):
            return population(measure, base, byRegion, shared, account, at: instant)
        }
    }

    /// What orders bring together; nil without any.
    private static func net(of orders: [PastEvent]) -> BruteValue? {
        guard !orders.isEmpty else { return nil }
        return .number(
            orders.reduce(0) { sum, event in
                switch event.type {
                case "order.placed": sum + (event.numbers["amount_minor"] ?? 0)
                case "order.amended": sum + (event.numbers["change_minor"] ?? 0)
                default: sum - (event.numbers["amount_minor"] ?? 0)
                }
            })
    }

    private func events(
        _ account: String, _ window: PlannedWindow, at instant: Int64
    ) -> [PastEvent] {
        events.filter {
            $0.account == account
                && window.contains($0.at, at: instant, asWindowOf: anchor, clock)
        }
    }

    /// Millionths, rounded down, of small numbers.
    private static func millionths(_ number: Int64, of divisor: Int64) -> Int64 {
        var quotient = number * 1_000_000 / divisor
        while quotient * divisor > number * 1_000_000 { quotient -= 1 }
        return quotient
    }

    private static func normalised(_ event: PastEvent) -> Int64 {
        let score = event.numbers["score"] ?? 0
        let (low, high) = (event.numbers["scale_min"] ?? 0, event.numbers["scale_max"] ?? 1)
        return (score - low) * 10_000 / (high - low)
    }

    /// The mean, halves to the even number.
    private static func mean(_ numbers: [Int64]) -> BruteValue {
        guard !numbers.isEmpty else { return .missing }
        let (sum, count) = (numbers.reduce(0, +), Int64(numbers.count))
        var candidates = [sum / count - 1, sum / count, sum / count + 1]
        candidates.sort {
            let (left, right) = (abs($0 * count - sum), abs($1 * count - sum))
            return left == right ? $0 % 2 == 0 && $1 % 2 != 0 : left < right
        }
        return .number(candidates[0])
    }

    private func streak(_ account: String, at instant: Int64) -> Int64 {
        let orders = events(["order.placed"], of: account, .whole, at: instant)
        func month(_ instant: Int64) -> Int { clock.year(instant) * 12 + clock.month(instant) }
        let months = Set(orders.map { month($0.at) })
        var streak = 0
        while months.contains(month(anchor ?? instant) - 1 - streak) { streak += 1 }
        return Int64(streak)
    }

    private func openCases(_ account: String, _ window: PlannedWindow, at instant: Int64) -> Int64 {
        var open: [String: Bool] = [:]
        for event in events where event.account == account {
            guard let key = event.texts["complaint_id"] else { continue }
            // What comes after the end of the window counts in no way.
            let isBefore = event.at < instant && !isBehind(window, event.at, anchor ?? instant)
            guard isBefore else { continue }
            switch event.type {
            case "complaint.opened"
            where window.contains(event.at, at: instant, asWindowOf: anchor, clock):
                open[key] = true
            case "complaint.resolved" where open[key] != nil: open[key] = false
            case "complaint.reopened" where open[key] != nil: open[key] = true
            default: break
            }
        }
        return Int64(open.values.count { $0 })
    }

    private func isBehind(_ window: PlannedWindow, _ event: Int64, _ instant: Int64) -> Bool {
        switch window {
        case .previousYear: clock.year(event) >= clock.year(instant)
        case .previousQuarter: clock.quarter(event) >= clock.quarter(instant)
        default: false
        }
    }
}

extension BruteFacts {
    private func contacts(
        _ measure: ContactFact.Measure, _ account: String, _ window: PlannedWindow,
        at instant: Int64
    ) -> BruteValue {
        let touches = events(
            ["visit.made", "interaction.logged"], of: account, window, at: instant)
        func hasLeft(_ contact: String) -> Bool {
            events.last {
                $0.account == account && $0.texts["contact_id"] == contact && $0.at < instant
            }?.type == "contact.left"
        }
        func said(_ name: String, _ contact: String, _ touch: Int64) -> String? {
            events.last {
                $0.account == account && $0.texts["contact_id"] == contact && $0.at < touch
                    && $0.texts[name] != nil
            }?.texts[name]
        }
        func pairs(_ touch: PastEvent) -> Set<[String]> {
            var pairs: Set<[String]> = []
            for person in touch.lists["our_people"] ?? [] {
                for contact in touch.lists["contacts"] ?? [] where !hasLeft(contact) {
                    pairs.insert([person, contact])
                }
            }
            return pairs
        }
        switch measure {
        case .pairs: return .number(Int64(Set(touches.flatMap { pairs($0) }).count))
        case .knotShare:
            let all = touches.map { pairs($0) }.filter { !$0.isEmpty }
            guard !all.isEmpty else { return .missing }
            let most = Set(all.flatMap { $0 }).map { pair in all.count { $0.contains(pair) } }.max()
            return .number(Int64(most ?? 0) * 1_000_000 / Int64(all.count))
        case .functionPairs, .levelPairs:
            let name = measure == .functionPairs ? "function" : "level"
            var found: Set<[String]> = []
            var isAnyonePresent = false
            for touch in touches {
                let contacts = touch.lists["contacts"] ?? []
                for contact in contacts.isEmpty ? [""] : contacts where !hasLeft(contact) {
                    isAnyonePresent = true
                    let theirs = touch.texts["their_\(name)"] ?? said(name, contact, touch.at)
                    if let ours = touch.texts["our_\(name)"], let theirs {
                        found.insert([ours, theirs])
                    }
                }
            }
            return found.isEmpty && isAnyonePresent ? .missing : .number(Int64(found.count))
        }
    }

    /// Whose facts, and of when, stand for an account.
    private func own(_ account: String, at instant: Int64) -> (BruteFacts, Int64) {
        guard let peers, peers.account != account else { return (self, instant) }
        return (peers.facts, peers.instant)
    }

    private func population(
        _ measure: PopulationFact.Measure, _ base: Int, _ byRegion: Bool, _ shared: Bool,
        _ account: String, at instant: Int64
    ) -> BruteValue {
        func region(_ account: String) -> String? {
            let (facts, instant) = own(account, at: instant)
            return facts.events.last {
                $0.account == account && $0.at < instant && $0.texts["region"] != nil
            }?.texts["region"]
        }
        guard let value = value(of: base, account, at: instant).number else { return .missing }
        if byRegion, region(account) == nil { return .missing }
        var others: [(account: String, value: Int64)] = []
        for other in accounts {
            let (facts, instant) = own(other, at: instant)
            guard other == account || facts.isAdmitted(other, at: instant),
                !byRegion || region(other) == region(account),
                let value = facts.value(of: base, other, at: instant).number
            else { continue }
            others.append((other, value))
        }
        let before = others.filter {
            $0.value > value
                || !shared && $0.value == value
                    && $0.account.utf8.lexicographicallyPrecedes(account.utf8)
        }
        let behind = others.count {
            $0.value < value
                || !shared && $0.value == value
                    && account.utf8.lexicographicallyPrecedes($0.account.utf8)
        }
        let count = Int64(others.count)
        let total = others.reduce(Int64(0)) { $0 + max(0, $1.value) }
        let sumBefore = before.reduce(Int64(0)) { $0 + max(0, $1.value) }
        switch measure {
        case .rank: return .number(Int64(before.count) + 1)
        case .percentile: return .number(Int64(behind) * 1_000_000 / count)
        case .quintile: return .number(1 + Int64(behind) * 5 / count)
        case .cumulativeBefore: return .number(sumBefore)
        case .cohortTotal: return .number(total)
        case .cumulativeShareBefore:
            return total > 0 ? .number(sumBefore * 1_000_000 / total) : .missing
        case .cohortAverage: return Self.mean(others.map(\.value))
        }
    }
}
