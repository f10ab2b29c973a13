/// Packs with one decision, the facts that it names, and the rest as little as can be.
enum LintPack {
    private static let facts: [(name: String, needs: [String], text: String)] = [
        (
            "rev", [],
            "{event: order.placed, sum: event.amount_minor, less: [order.returned], missing: 0}"
        ),
        ("orders", [], "{event: order.placed, count: true}"),
        ("net", [], "{event: order.placed, count: true, less: [order.returned]}"),
        ("brand", [], "{event: account.assessed, last: event.value, type: string, missing: none}"),
        ("vip", [], "{event: list.frozen, member: true}"),
        ("part", ["rev", "orders"], "{share: rev, of: orders}"),
        ("rank", ["rev"], "{population: rev, percentile: true}"),
    ]

    /// A pack whose decision stands in the lines from 4 on, its body from line 7 on, and behind it
    /// the facts that a text names.
    static func text(
        _ body: String, naming text: String, parameters: [String] = []
    ) -> String {
        let named = facts.filter { text.contains("facts.\($0.name)") }
        let needed = Set(named.map(\.name) + named.flatMap(\.needs))
        let lines = facts.filter { needed.contains($0.name) }.map { "  \($0.name): \($0.text)" }
        let own = parameters.isEmpty ? [] : ["parameters:"] + parameters.map { "  \($0)" }
        return
            ([
                "pack: p", "version: 1", "currency: CNY", "decisions:", "  tier:",
                "    levels: [low, middle, high]", body,
            ] + own + ["facts:"] + lines).joined(separator: "\n")
    }

    /// A pack whose decision is a rule: conditions with their levels.
    static func rule(
        _ choices: [(String?, String)], variables: [(String, String)] = [],
        parameters: [String] = []
    ) -> String {
        var lines = ["    rule:"]
        if !variables.isEmpty { lines.append("      variables:") }
        for (name, text) in variables {
            lines += ["        - name: \(name)", "          expression: \"\(text)\""]
        }
        lines.append("      match:")
        for (condition, level) in choices {
            let output = "output: \"'\(level)'\""
            guard let condition else {
                lines.append("        - \(output)")
                continue
            }
            lines += ["        - condition: \"\(condition)\"", "          \(output)"]
        }
        let body = lines.joined(separator: "\n")
        return text(body, naming: body, parameters: parameters)
    }
}
