import Policy
import SeededRandom

@testable import LedgerEngine

/// Packs of three decisions with random rules and holds, all over the same facts.
struct HeldPack {
    /// The hold of the first decision.
    let hold: String
    /// How often each decision is taken.
    let schedules: [String]
    private let holds: [String]
    private let rules: [[String]]

    init(seed: UInt64) {
        var random = SeededGenerator(seed: seed)
        let holds = (0..<3).map { _ in Self.hold(&random) }
        (self.holds, hold) = (holds, holds[0])
        // What is decided daily takes the reference long.
        schedules = [seed % 4 == 0 ? "day" : "month", "week", "quarter"].shuffled(using: &random)
        rules = (0..<3).map { _ in
            let rows = Self.rows.shuffled(using: &random).prefix(2 + random.below(3))
            let levels = ["low", "middle", "high", "top"].shuffled(using: &random)
            // Without the last row nothing applies to some.
            let last = random.below(3) > 0 ? ["- output: \"'low'\""] : []
            return zip(rows, levels).map { row, level in
                "- {condition: \(row), output: \"'\(level)'\"}"
            } + last
        }
    }

    /// `facts.brand` is missing of some accounts; the least revenue changes with time.
    private static let rows = [
        "facts.orders >= 3", "facts.share_before < percent(40)", "facts.brand == 'leading'",
        "facts.revenue >= params.minimum", "facts.orders == 1", "facts.share_before > percent(80)",
    ]

    private static func hold(_ random: inout SeededGenerator) -> String {
        var parts: [String] = []
        if random.below(4) > 0 { parts.append("up: {for: \(1 + random.below(80)) days}") }
        if random.below(4) > 0 { parts.append("down: {for: \(1 + random.below(80)) days}") }
        if random.below(3) == 0 { parts.append("min_dwell: \(1 + random.below(4)) months") }
        if random.below(3) == 0 { parts.append("max_step: \(1 + random.below(2))") }
        if random.below(4) == 0 {
            parts.append("validity: {for: \(1 + random.below(5)) months, within: up_only}")
        }
        return "{\(parts.joined(separator: ", "))}"
    }

    /// The pack.
    func read() throws -> Pack {
        let decisions = (0..<3).map { index in
            """
              d\(index):
                levels: [low, middle, high, top]
                evaluate: {every: \(schedules[index])}
                approval: required
                hold: \(holds[index])
                rule:
                  match:
                    \(rules[index].joined(separator: "\n        "))
            """
        }
        let text = """
            pack: held
            version: 1
            timezone: Asia/Shanghai
            currency: CNY
            parameters:
              minimum: {unit: money, values: {2022-05-01: 300万 CNY, 2023-06-01: 900万 CNY}}
            facts:
              revenue:
                {event: order.placed, sum: event.amount_minor, less: [order.returned],
                 window: 120 days, missing: 0}
              orders: {event: order.placed, count: true, window: 120 days}
              brand:
                {event: account.assessed, last: event.value, type: string,
                 where: "event.criterion == 'brand_class'"}
              share_before: {population: revenue, cumulative_share_before: true}
            decisions:
            \(decisions.joined(separator: "\n"))
            """
        return try TestPack.read(text)
    }
}
