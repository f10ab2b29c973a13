import CivilCalendar
import Policy
import Testing

/// What packs leave unused, levels that fall when revenue rises, states that are never entered.
struct LintUseTests: LintChecking {
    @Test func `facts, parameters and variables that nothing uses are named`() {
        check(
            LintPack.rule(
                [("facts.vip && variables.a", "low"), (nil, "high")],
                variables: [("a", "facts.part > 5"), ("b", "variables.a")],
                parameters: ["key: {unit: count, value: 5}"])
                + "\n  spare: {share: part, of: rev}",
            finds: [
                "p:12:23: warning: nothing uses the variable 'b'",
                "p:18:3: warning: nothing uses the parameter 'key'",
                "p:24:3: warning: nothing uses the fact 'spare'",
            ])
    }

    @Test func `a fact is used by facts, tables, outputs and explanations that name it`() {
        // 'part' is computed of 'rev' and 'orders', which nothing else names.
        check(LintPack.rule([("facts.part > 5", "low"), (nil, "high")]))
        check(LintPack.rule([(nil, "' + (facts.vip ? 'low' : 'high') + '")]))
        check(
            LintPack.rule([("facts.vip", "low"), (nil, "high")]).replacing(
                "output: \"'low'\"", with: "output: \"'low'\"\n          explanation: facts.brand")
                + "\n  brand: {event: account.assessed, last: event.value, type: string}")
    }

    @Test func `what only tests expect is not used`() {
        let order = "{order_id: A, currency: CNY, amount_minor: 1}"
        check(
            LintPack.rule([("facts.vip", "low"), (nil, "high")])
                + """

                  rev: {event: order.placed, sum: event.amount_minor, missing: 0}
                tests:
                  - name: one order
                    events:
                      - {type: order.placed, time: 2025-01-05, data: \(order)}
                    expect: [{as_of: 2026-01-01, tier: high}]
                """,
            finds: ["p:14:3: warning: nothing uses the fact 'rev'"])
    }

    @Test func `a level that falls when only revenue rises is named with both sides`() {
        check(
            LintPack.rule([
                ("facts.rev > 500", "low"), ("facts.rev > 100", "high"), (nil, "middle"),
            ]),
            finds: [
                "p:9:11: warning: 'tier' falls from 'high' to 'low' when rev rises from 5.00 CNY "
                    + "to 5.01 CNY"
            ])
        check(
            LintPack.rule(
                [
                    ("facts.rev >= params.cut && facts.brand == 'a'", "low"),
                    ("facts.brand == 'a'", "high"), (nil, "low"),
                ], parameters: ["cut: {unit: money, value: 20 CNY}"]),
            finds: [
                "p:9:11: warning: 'tier' falls from 'high' to 'low' when rev rises from 19.99 CNY "
                    + "to 20.00 CNY, with brand 'a'"
            ])
        check(
            LintPack.text(
                "    table:\n      hit: U\n      inputs: [facts.rev]\n      rows:\n"
                    + "        - [\"< 5 CNY\", high]\n        - [\">= 5 CNY\", low]",
                naming: "facts.rev"),
            finds: [
                "p:12:11: warning: 'tier' falls from 'high' to 'low' when rev rises from 4.99 CNY "
                    + "to 5.00 CNY"
            ])
    }

    @Test func `a level that rises with revenue, or is about costs, is left alone`() {
        check(
            LintPack.rule([
                ("facts.rev > 500 && facts.brand == 'a'", "high"),
                ("facts.rev > 100 && facts.brand in ['a', 'b']", "middle"), (nil, "low"),
            ]))
        check(
            LintPack.rule([("facts.cost > 500", "low"), (nil, "high")])
                + "\n  cost: {event: cost.allocated, sum: event.amount_minor, missing: 0}")
        check(LintPack.rule([("facts.orders > 500", "low"), (nil, "high")]))
    }

    @Test func `what would take too many values to try is said to be left out`() {
        let names = (0..<20).map { "f\($0)" }
        let conditions = names.map { "facts.\($0)" }.joined(separator: " && ")
        let facts = names.map { "\n  \($0): {event: list.frozen, member: true}" }.joined()
        check(
            LintPack.rule([("facts.rev > 500 && \(conditions)", "high"), (nil, "low")]) + facts,
            finds: [
                "p:5:3: note: whether 'tier' falls when rev rises was not tried with all values: "
                    + "it would take too long"
            ])
    }

    @Test func `an expression that never has a value is named`() {
        check(
            LintPack.rule([("facts.orders > 1 / 0", "low"), (nil, "high")]),
            finds: [
                "p:9:40: warning: the expression never has a value: division by zero"
            ])
        check(
            LintPack.rule([("facts.vip || 1 / 0 > 0", "low"), (nil, "high")]))
    }

    @Test func `rules in rules are looked at with their own variables`() {
        let body = """
                rule:
                  match:
                    - rule:
                        variables:
                          - {name: big, expression: facts.orders > 5}
                          - {name: spare, expression: facts.orders > 6}
                        match:
                          - condition: variables.big
                            output: "'high'"
                          - condition: variables.big && facts.vip
                            output: "'middle'"
                    - condition: facts.vip
                      rule:
                        match:
                          - condition: facts.orders > 1
                            output: "'middle'"
                    - condition: facts.vip && facts.orders < 2
                      output: "'low'"
            """
        check(
            LintPack.text(body, naming: body),
            finds: [
                "p:12:43: warning: nothing uses the variable 'spare'",
                "p:16:28: warning: the choice is never reached: the one at line 14 applies "
                    + "wherever it does",
                "p:23:22: warning: the choice is never reached: the one at line 18 applies "
                    + "wherever it does",
            ])
    }

    @Test func `choices that are all collected cover none`() {
        let text = LintPack.rule([
            ("facts.orders > 1", "low"), ("facts.orders > 2", "high"), ("1 > 2", "low"),
        ]).replacing("match:", with: "aggregate:")
        check(text, finds: ["p:13:22: warning: the condition can never hold"])
    }

    private func machine(up: String, keep: String) -> String {
        """
        pack: p
        version: 1
        parameters:
          n: {unit: count, values: {2020-01-01: 3, 2021-01-01: 4}}
        facts:
          orders: {event: order.placed, count: true}
        machines:
          stage:
            states: [pre, early]
            up:
              early: {when: "\(up)"}
            keep:
              early: {when: "\(keep)"}
        """
    }

    @Test func `a state whose guard can't hold is never entered`() {
        check(
            machine(up: "facts.orders > params.n && facts.orders < 4", keep: "facts.orders > 0"),
            finds: [
                "p:11:21: warning: 'early' is never entered: its guard can never hold"
            ])
        check(
            machine(up: "facts.orders >= params.n", keep: "facts.orders < 3"),
            finds: [
                "p:13:21: warning: the guard that keeps 'early' fails wherever the one that leads "
                    + "into it holds"
            ])
        check(
            machine(up: "facts.orders >= params.n", keep: "facts.orders < 0"),
            finds: ["p:13:21: warning: the guard that keeps 'early' can never hold"])
        check(machine(up: "facts.orders >= params.n", keep: "facts.orders < 4"))
        check(machine(up: "facts.orders >= params.n", keep: "facts.orders >= 2"))
    }
}
