import CivilCalendar
import Policy
import SeededRandom
import Testing

/// What is said of packs that can be read and still can't mean all that they say.
struct LintTests: LintChecking {
    // Line 11 has the first row.
    private func check(
        rows: [String], of inputs: String, _ hit: String = "F", finds expected: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let lines = rows.map { "        - [\($0)]" }
        let body = "    table:\n      hit: \(hit)\n      inputs: [\(inputs)]\n      rows:\n"
        check(
            LintPack.text(body + lines.joined(separator: "\n"), naming: inputs), finds: expected,
            sourceLocation: sourceLocation)
    }

    // Line 9 has the first choice, and each takes two.
    private func check(
        choices: [(String?, String)], variables: [(String, String)] = [],
        parameters: [String] = [], finds expected: [String] = [],
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        check(
            LintPack.rule(choices, variables: variables, parameters: parameters), finds: expected,
            sourceLocation: sourceLocation)
    }

    @Test func `a table without a row for some values names an example in their units`() {
        check(
            rows: ["\"< 5 CNY\", low", "\"> 5 CNY\", high"], of: "facts.rev",
            finds: ["p:8:7: warning: no row applies where facts.rev is 5.00 CNY"])
        check(
            rows: ["\"[10 CNY..20 CNY)\", low", "\">= 20 CNY\", high"], of: "facts.rev", "U",
            finds: ["p:8:7: warning: no row applies where facts.rev is 9.99 CNY"])
        check(
            rows: ["\"'a'\", \"-\", low", "\"not('a')\", \"true\", high"],
            of: "facts.brand, facts.vip", "A",
            finds: [
                "p:8:7: warning: no row applies where facts.brand is a text that no cell names "
                    + "and facts.vip is false"
            ])
        check(
            rows: ["\"-\", \"< 80 %\", low", "\"> 3\", \">= 80 %\", high"],
            of: "facts.orders, facts.part",
            finds: [
                "p:8:7: warning: no row applies where facts.orders is 0 and facts.part is 80 %"
            ])
    }

    @Test func `a table with a row for all values that there can be is complete`() {
        check(rows: ["\"< 5 CNY\", low", "\">= 5 CNY\", high"], of: "facts.rev", "U")
        check(rows: ["\"'a'\", low", "\"not('a')\", high"], of: "facts.brand")
        check(rows: ["\"[0..3)\", low", "\">= 3\", high"], of: "facts.orders", "U")
        check(rows: ["\"<= 100 %\", low"], of: "facts.rank")
        // Inputs that share a fact can't have all values together.
        check(
            rows: ["\"< 5 CNY\", \"-\", low", "\">= 5 CNY\", \"true\", high"],
            of: "facts.rev, facts.rev > 400")
    }

    @Test func `a row that others before it cover is never the answer`() {
        check(
            rows: ["\">= 5 CNY\", low", "\">= 9 CNY\", high", "\"-\", low"], of: "facts.rev",
            finds: [
                "p:12:11: warning: the row is never the answer: the one at line 11 applies "
                    + "wherever it does"
            ])
        check(
            rows: [
                "\"< 5 CNY\", \"true\", low", "\">= 5 CNY\", \"true\", high",
                "\"-\", \"true\", middle", "\"-\", \"-\", low",
            ], of: "facts.rev, facts.vip",
            finds: [
                "p:13:11: warning: the row is never the answer: wherever it applies, one of the "
                    + "rows before it does"
            ])
        check(
            rows: ["\"< 0\", low", "\"-\", high"], of: "facts.orders",
            finds: [
                "p:11:11: warning: no value that the inputs can have is in all cells of the row"
            ])
    }

    @Test func `of P the rows of higher levels cover`() {
        check(
            rows: ["\">= 9 CNY\", low", "\">= 5 CNY\", high", "\"-\", low"], of: "facts.rev", "P",
            finds: [
                "p:11:11: warning: the row is never the answer: the one at line 12, whose level is "
                    + "no lower, applies wherever it does"
            ])
        check(
            rows: ["\">= 5 CNY\", low", "\">= 9 CNY\", high", "\"-\", low"], of: "facts.rev", "P")
    }

    @Test func `a table of too many combinations says that it was not looked at`() {
        // Whether rows of three cells each cover another is as hard as such questions get.
        var random = SeededGenerator(seed: 1)
        let inputs = (0..<50).map { "facts.orders == \($0)" }
        var rows: [String] = []
        while rows.count < 300 {
            var cells = Array(repeating: "\"-\"", count: inputs.count)
            while cells.count(where: { $0 != "\"-\"" }) < 3 {
                cells[random.below(cells.count)] = "\"\(random.below(2) == 0)\""
            }
            let row = cells.joined(separator: ", ") + ", low"
            if !rows.contains(row) { rows.append(row) }
        }
        check(
            rows: rows, of: inputs.joined(separator: ", "),
            finds: [
                "p:5:3: note: not all gaps and rows that are never the answer were looked for: the "
                    + "table has too many combinations of values"
            ])
    }

    @Test func `a choice is never reached where conditions before it hold wherever its own does`() {
        let covered = { (line: Int, other: Int) in
            "p:\(line):22: warning: the choice is never reached: the one at line \(other) applies "
                + "wherever it does"
        }
        check(
            choices: [("facts.orders >= 100", "low"), ("facts.orders >= 500", "high")],
            finds: [covered(11, 9)])
        check(
            choices: [
                ("facts.orders > 5 || facts.vip", "low"), ("facts.vip && facts.orders < 3", "high"),
            ], finds: [covered(11, 9)])
        check(
            choices: [
                ("facts.brand.startsWith('x')", "low"),
                ("facts.vip && facts.brand.startsWith('x')", "high"),
            ], finds: [covered(11, 9)])
        check(
            choices: [("facts.rev > facts.part", "low"), ("facts.part < facts.rev", "high")],
            finds: [covered(11, 9)])
        check(
            choices: [("1 < 2", "low"), ("facts.vip", "high")], finds: [covered(11, 9)])
        check(
            choices: [("facts.vip", "low"), ("!facts.vip", "high"), (nil, "low")],
            finds: [
                "p:13:11: warning: the choice is never reached: wherever it applies, one before it "
                    + "does"
            ])
        check(
            choices: [("1 > 2", "low"), ("facts.vip && !facts.vip", "high"), (nil, "low")],
            finds: [
                "p:9:22: warning: the condition can never hold",
                "p:11:22: warning: the condition can never hold",
            ])
    }

    @Test func `a choice that may be reached is left alone`() {
        check(choices: [("facts.orders >= 500", "low"), ("facts.orders >= 100", "high")])
        check(
            choices: [
                ("facts.orders > 5 && facts.vip", "low"), ("facts.orders > 5", "high"),
                ("facts.vip", "high"), (nil, "low"),
            ])
        check(
            choices: [
                ("facts.brand in ['a', 'b']", "low"), ("facts.brand != 'c'", "high"),
                (nil, "low"),
            ])
        // What isn't rated at all is no matter of the choices behind.
        check(
            choices: [("variables.much", "low"), ("facts.rev > 6", "high")],
            variables: [("much", "facts.rev > 5")])
    }

    @Test func `parameters are compared by all values that they have together`() {
        let choices = [("facts.rev >= params.a", "high"), ("facts.rev >= params.b", "low")]
            .map { (Optional($0.0), $0.1) }
        check(
            choices: choices,
            parameters: [
                "a: {unit: money, values: {2020-01-01: 5 CNY, 2022-01-01: 9 CNY}}",
                "b: {unit: money, values: {2021-01-01: 7 CNY, 2022-01-01: 9 CNY}}",
            ],
            finds: [
                "p:11:22: warning: the choice is never reached: the one at line 9 applies "
                    + "wherever it does"
            ])
        check(
            choices: choices,
            parameters: [
                "a: {unit: money, values: {2020-01-01: 5 CNY, 2022-01-01: 9 CNY}}",
                "b: {unit: money, values: {2021-01-01: 7 CNY, 2022-01-01: 8 CNY}}",
            ])
        check(
            choices: [
                ("facts.rev >= params.a", "low"), ("facts.rev >= params.a && facts.vip", "high"),
            ], parameters: ["a: {unit: money, value: 5 CNY}"],
            finds: [
                "p:11:22: warning: the choice is never reached: the one at line 9 applies "
                    + "wherever it does"
            ])
        check(
            choices: [("params.a > 400", "low"), ("facts.vip", "high")],
            parameters: ["a: {unit: money, value: 5 CNY}"],
            finds: [
                "p:11:22: warning: the choice is never reached: the one at line 9 applies "
                    + "wherever it does"
            ])
    }

    @Test func `conditions of too many alternatives are taken as a whole`() {
        let any = { (count: Int) in
            (0..<count).map { "facts.orders == \($0)" }.joined(separator: " || ")
        }
        let limit = PackLimits.lintAlternatives
        check(
            choices: [(any(limit), "low"), ("facts.orders == 5", "high")],
            finds: [
                "p:11:22: warning: the choice is never reached: the one at line 9 applies "
                    + "wherever it does"
            ])
        check(choices: [(any(limit + 1), "low"), ("facts.orders == 5", "high")])
    }

    @Test func `parameters that change too often are said not to be looked at`() {
        let parameter = { (count: Int) in
            "n: {unit: count, values: {"
                + (0..<count).map { "\(1950 + $0)-01-01: \($0)" }.joined(separator: ", ") + "}}"
        }
        let choices = [("facts.orders >= params.n", "low")].map { (Optional($0.0), $0.1) }
        check(choices: choices, parameters: [parameter(PackLimits.lintInstants)])
        check(
            choices: choices, parameters: [parameter(PackLimits.lintInstants + 1)],
            finds: [
                "p:8:7: note: choices that are never reached were not looked for: the parameters "
                    + "change more than 50 times"
            ])
    }
}
