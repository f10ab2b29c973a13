import Policy
import SeededRandom

/// A random pack, as a document and as a plan that the brute force follows.
struct PlannedPack {
    indirect enum Condition {
        /// With a number, or with the limit of the time.
        case compare(fact: Int, sign: String, number: Int64?)
        case equals(fact: Int, text: String)
        case truth(fact: Int)
        case not(Condition)
        case and([Condition])
        case or([Condition])
        case always
    }

    struct Choice {
        let condition: Condition
        let level: Int
    }

    struct Guard {
        let condition: Condition
        let days: Int?
    }

    enum Schedule: String, CaseIterable {
        case year
        case quarter
        case month
        case week
        case onEvent = "on_event"
    }

    static let levels = ["low", "middle", "high", "top"]
    static let states = ["one", "two", "three"]

    var zone = "UTC"
    var facts: [PlannedFact] = []
    var schedule = Schedule.month
    var machineSchedule = Schedule.month
    var choices: [Choice] = []
    var upDays: Int?
    var downDays: Int?
    var dwellMonths: Int?
    var step: Int?
    /// Parts per million.
    var band: Int64?
    var validMonths: Int?
    var needsApproval = false
    var up: [Guard] = []
    var keep: [Guard?] = []
    /// What the limit is from the 10th of June of a year on.
    var limits: [(year: Int, limit: Int64)] = []

    func limit(at instant: Int64, _ clock: WallClock) -> Int64 {
        limits.last { clock.start(year: $0.year, month: 6, day: 10) <= instant }?.limit ?? 0
    }

    init(_ random: inout SeededGenerator) {
        zone = Self.pick(
            ["UTC", "Asia/Shanghai", "America/New_York", "Europe/Berlin", "Australia/Sydney"],
            &random)
        schedule = Self.pick(Schedule.allCases, &random)
        machineSchedule = Self.pick([.month, .week, .onEvent, .quarter], &random)
        limits = [2000, 2021, 2022, 2023].map { year in
            (year, Self.pick([1, 2, 100, 150, 400], &random))
        }
        facts = [.revenue(Self.window(&random), missing: random.below(2) == 0)]
        for _ in 0..<(3 + random.below(5)) { facts.append(fact(&random)) }
        for _ in 0..<(1 + random.below(3)) {
            choices.append(
                Choice(condition: condition(&random, 2), level: random.below(Self.levels.count)))
        }
        if random.below(4) > 0 {
            choices.append(Choice(condition: .always, level: random.below(Self.levels.count)))
        }
        if random.below(2) == 0 { upDays = 1 + random.below(120) }
        if random.below(2) == 0 { downDays = 1 + random.below(120) }
        if random.below(3) == 0 { dwellMonths = 1 + random.below(8) }
        if random.below(3) == 0 { step = 1 + random.below(2) }
        if random.below(4) == 0 { addBand(&random) }
        if random.below(4) == 0 { validMonths = 1 + random.below(14) }
        needsApproval = random.below(4) == 0
        for _ in 1..<Self.states.count {
            up.append(
                Guard(
                    condition: condition(&random, 1),
                    days: random.below(2) == 0 ? nil : 1 + random.below(100)))
        }
        keep = [nil]
        for _ in 1..<Self.states.count {
            let days = random.below(2) == 0 ? nil : 1 + random.below(100)
            keep.append(
                random.below(3) == 0 ? nil : Guard(condition: condition(&random, 1), days: days))
        }
    }

    /// A band, and a first choice that cuts a cohort.
    private mutating func addBand(_ random: inout SeededGenerator) {
        band = Int64(1 + random.below(40)) * 10_000
        facts.append(
            .population(
                Self.pick([.percentile, .cumulativeShareBefore], &random), of: 0, byRegion: false,
                shared: random.below(2) == 0))
        let cut = Condition.compare(
            fact: facts.count - 1, sign: Self.pick(["<", ">="], &random),
            number: Self.pick([200_000, 250_000, 400_000, 600_000, 750_000], &random))
        choices.insert(Choice(condition: cut, level: random.below(Self.levels.count)), at: 0)
    }

    private static func pick<Element>(
        _ elements: [Element], _ random: inout SeededGenerator
    ) -> Element {
        elements[random.below(elements.count)]
    }

    private static func window(_ random: inout SeededGenerator) -> PlannedWindow {
        pick(PlannedWindow.allCases, &random)
    }

    private func fact(_ random: inout SeededGenerator) -> PlannedFact {
        let window = Self.window(&random)
        let bases = facts.indices.filter { facts[$0].isBase }
        let base = Self.pick(bases, &random)
        switch random.below(18) {
        case 0: return .visits(window)
        case 1: return .orders(window)
        case 2: return .orderIDs(window)
        case 3: return .largest(window)
        case 4: return .smallest(window)
        case 5: return .answers(window)
        case 6: return .brand
        case 7: return .firstBrand
        case 8: return .daysQuiet
        case 9: return .streak
        case 10: return .open(window)
        case 11: return .listed
        case 12:
            return .contacts(Self.pick(ContactFact.Measure.allCases, &random), window)
        case 13: return .growth(of: base)
        case 14: return .share(of: base, in: Self.pick(bases, &random))
        case 15:
            let amounts = bases.filter { facts[$0].isAmount }
            return .total(of: Self.pick(amounts, &random), less: Self.pick(amounts, &random))
        default:
            return .population(
                Self.pick(PopulationFact.Measure.allCases, &random), of: base,
                byRegion: random.below(2) == 0, shared: random.below(2) == 0)
        }
    }

    private func condition(_ random: inout SeededGenerator, _ depth: Int) -> Condition {
        if depth > 0, random.below(2) == 0 {
            let parts = (0..<(2 + random.below(2))).map { _ in condition(&random, depth - 1) }
            return random.below(2) == 0 ? .and(parts) : .or(parts)
        }
        if depth > 0, random.below(6) == 0 { return .not(condition(&random, depth - 1)) }
        let fact = random.below(facts.count)
        if facts[fact].isText {
            return .equals(fact: fact, text: Self.pick(["gold", "tin", "none"], &random))
        }
        if facts[fact].isTruth { return .truth(fact: fact) }
        return .compare(
            fact: fact, sign: Self.pick(["<", "<=", ">", ">=", "==", "!="], &random),
            number: random.below(4) == 0
                ? nil
                : Self.pick([0, 1, 2, 3, 5, 40, 100, 150, 400, 5_000, 250_000, 800_000], &random))
    }
}

extension PlannedPack {
    static func name(_ fact: Int) -> String { "f\(fact)" }

    var yaml: String {
        var lines = ["pack: random", "version: 1", "timezone: \(zone)", "currency: CNY"]
        let values = limits.map { "\($0.year)-06-10: \($0.limit)" }.joined(separator: ", ")
        lines += ["parameters:", "  limit: {unit: count, values: {\(values)}}", "facts:"]
        for (index, fact) in facts.enumerated() {
            lines.append("  \(Self.name(index)): \(fact.yaml(named: Self.name))")
        }
        lines += ["decisions:", "  tier:", "    levels: [\(Self.levels.joined(separator: ", "))]"]
        lines.append("    evaluate: {every: \(schedule.rawValue)}")
        if needsApproval { lines.append("    approval: required") }
        lines += ["    rule:", "      match:"]
        for choice in choices {
            if case .always = choice.condition {
            } else {
                lines.append("        - condition: \"\(choice.condition.text)\"")
            }
            let isFirst = if case .always = choice.condition { true } else { false }
            lines.append(
                "        \(isFirst ? "- " : "  ")output: \"'\(Self.levels[choice.level])'\"")
        }
        lines.append("    hold: {\(hold.joined(separator: ", "))}")
        lines += ["machines:", "  stage:", "    states: [\(Self.states.joined(separator: ", "))]"]
        lines += ["    evaluate: {every: \(machineSchedule.rawValue)}", "    up:"]
        for (index, own) in up.enumerated() {
            lines.append("      \(Self.states[index + 1]): \(own.yaml)")
        }
        if keep.contains(where: { $0 != nil }) {
            lines.append("    keep:")
            for (index, own) in keep.enumerated() {
                if let own { lines.append("      \(Self.states[index]): \(own.yaml)") }
            }
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private var hold: [String] {
        var parts: [String] = []
        if let upDays { parts.append("up: {for: \(upDays) days}") }
        if let downDays { parts.append("down: {for: \(downDays) days}") }
        if let dwellMonths { parts.append("min_dwell: \(dwellMonths) months") }
        if let step { parts.append("max_step: \(step)") }
        if let band { parts.append("band: \(band / 10_000) %") }
        if let validMonths {
            parts.append("validity: {for: \(validMonths) months, within: up_only}")
        }
        return parts
    }
}

extension PlannedPack.Guard {
    var yaml: String {
        "{when: \"\(condition.text)\"\(days.map { ", for: \($0) days" } ?? "")}"
    }
}

extension PlannedPack.Condition {
    var text: String {
        switch self {
        case .compare(let fact, let sign, let number):
            "facts.\(PlannedPack.name(fact)) \(sign) \(number.map(String.init) ?? "params.limit")"
        case .equals(let fact, let text): "facts.\(PlannedPack.name(fact)) == '\(text)'"
        case .truth(let fact): "facts.\(PlannedPack.name(fact))"
        case .not(let inner): "!(\(inner.text))"
        case .and(let parts): parts.map { "(\($0.text))" }.joined(separator: " && ")
        case .or(let parts): parts.map { "(\($0.text))" }.joined(separator: " || ")
        case .always: "true"
        }
    }
}
