import Policy

@testable import LedgerEngine

/// Packs whose parameters enter conditions over facts of the account and of all accounts, with and
/// without what holds a level.
enum SweptPack {
    /// What stands of the decision, by name.
    private static let rules = [
        "plain": """
            rule:
              match:
                - condition: facts.revenue >= params.minimum && facts.brand == 'leading'
                  output: "'top'"
                - {condition: facts.revenue <= 0, output: "'low'"}
                - condition: facts.share_before < params.cut || facts.orders > params.orders
                  output: "'high'"
                - {condition: facts.orders >= 1, output: "'middle'"}
        """,
        "hold": """
            hold: {up: {for: 45 days}, down: {for: 60 days}, min_dwell: 90 days}
            rule:
              match:
                - {condition: facts.orders >= params.orders, output: "'top'"}
                - {condition: facts.share_before < params.cut, output: "'high'"}
                - {condition: facts.revenue >= params.minimum, output: "'middle'"}
                - output: "'low'"
        """,
        "band": """
            hold: {band: 5 %}
            rule:
              match:
                - condition: facts.share_before < params.cut
                  output: "'high'"
                - {condition: facts.orders >= params.orders, output: "'middle'"}
                - {condition: facts.revenue >= params.minimum, output: "'top'"}
                - output: "'low'"
        """,
        "sticky": """
            rule:
              match:
                - condition: facts.orders >= params.orders && previous.tier != 'low'
                  output: "'top'"
                - condition: facts.share_before < params.cut && previous.tier == 'high'
                  output: "'high'"
                - {condition: facts.share_before < params.cut, output: "'high'"}
                - {condition: facts.revenue >= params.minimum, output: "'middle'"}
                - output: "'low'"
        """,
        "before": """
            rule:
              match:
                - {condition: facts.orders >= params.orders, output: "'high'"}
                - {condition: previous.tier == 'high', output: "'middle'"}
                - {condition: facts.revenue >= params.minimum, output: "'middle'"}
                - {condition: facts.share_before < params.cut, output: "'top'"}
                - output: "'low'"
        """,
        "variables": """
            approval: required
            rule:
              variables:
                - {name: big, expression: facts.revenue >= params.minimum}
              match:
                - {condition: variables.big && facts.brand != 'other', output: "'top'"}
                - {condition: facts.share_before < params.cut, output: "'high'"}
                - condition: facts.orders >= params.orders
                  output: "facts.orders % 2 == 0 ? 'middle' : 'low'"
        """,
    ]

    /// What stands of the decision: `held 7` is `hold` with another hold, of that seed.
    private static func text(of rule: String) -> String {
        guard let seed = rule.split(separator: " ").last.flatMap({ UInt64($0) }),
            let held = rules["hold"]
        else { return rules[rule] ?? "" }
        let lines = held.split(separator: "\n").dropFirst()
        return (["    hold: \(HeldPack(seed: seed).hold)"] + lines).joined(separator: "\n")
    }

    /// A pack by the name of its rule.
    ///
    /// - Parameter minimum: the parameter of that name; nil for one that changes with time.
    static func read(
        _ rule: String, every: String = "month", cut: String = "50 %", orders: Int64 = 3,
        minimum: Int64? = nil
    ) throws -> Pack {
        let dated = "{2022-05-01: 300万 CNY, 2023-06-01: 900万 CNY}"
        let text = """
            pack: swept
            version: 1
            timezone: UTC
            currency: CNY
            parameters:
              cut: {unit: share, value: \(cut)}
              orders: {unit: count, value: \(orders)}
              minimum: {unit: money, values: \(minimum.map { "{2022-05-01: \($0) CNY}" } ?? dated)}
            facts:
              revenue:
                {event: order.placed, sum: event.amount_minor, less: [order.returned],
                 window: 240 days, missing: 0}
              orders: {event: order.placed, count: true, window: 240 days}
              brand:
                {event: account.assessed, last: event.value, type: string,
                 where: "event.criterion == 'brand_class'"}
              share_before: {population: revenue, cumulative_share_before: true}
            decisions:
              tier:
                levels: [low, middle, high, top]
                evaluate: {every: \(every)}
            \(text(of: rule))
            machines:
              stage:
                states: [first, second, third]
                evaluate: {every: month}
                up:
                  second: {when: facts.orders >= params.orders}
                  third: {when: facts.share_before < params.cut, for: 45 days}
                keep:
                  second: {when: facts.orders >= 1, for: 30 days}
                  third: {when: facts.orders + 1 >= params.orders}
            """
        return try TestPack.read(text)
    }

    /// The pack with the values of a point in its document.
    static func read(
        _ rule: String, _ every: String, _ outcome: LedgerSweep.Outcome, _ grid: SweepGrid
    ) throws -> Pack {
        var (cut, orders, minimum) = ("50 %", Int64(3), Int64?.none)
        for (parameter, number) in zip(grid.parameters, outcome.point.numbers) {
            switch parameter {
            case 0: cut = "\(number / 10_000) %"
            case 1: orders = number
            default: minimum = number / 100
            }
        }
        return try read(rule, every: every, cut: cut, orders: orders, minimum: minimum)
    }
}
