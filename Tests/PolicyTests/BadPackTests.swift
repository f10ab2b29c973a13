import CivilCalendar
import Policy
import Testing

/// The kinds of bad packs that people write, or send: each is refused with one sentence at its
/// place, and none takes long.
struct BadPackTests {
    private func check(
        _ text: String, at line: Int, _ column: Int, says sentence: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        do throws(PackRefusal) {
            _ = try PackReader.read(text) { _ in .utc }
            Issue.record("the pack is read", sourceLocation: sourceLocation)
        } catch {
            let problems = error.problems
            ChineseWords.expect(of: problems, sourceLocation: sourceLocation)
            #expect(problems.count == 1, "\(problems)", sourceLocation: sourceLocation)
            #expect(
                problems.first?.place == TextPlace(line: line, column: column), "\(problems)",
                sourceLocation: sourceLocation)
            #expect(
                problems.first?.sentence == sentence, "\(problems)", sourceLocation: sourceLocation)
        }
    }

    /// A pack whose facts begin in line 10.
    private func pack(fact: String) -> String {
        """
        pack: p
        version: 1
        decisions:
          tier:
            levels: [low, high]
            rule:
              match:
                - output: "'low'"
        facts:
        \(fact)
        """
    }

    private func table(_ hit: String, _ rows: [String]) -> String {
        LintPack.text(
            "    table:\n      hit: \(hit)\n      inputs: [facts.orders]\n      rows:\n"
                + rows.map { "        - [\($0)]" }.joined(separator: "\n"),
            naming: "facts.orders")
    }

    @Test func `a cycle, an unknown fact and a wrong type are named`() {
        check(
            pack(fact: "  a: {share: b, of: b}\n  b: {growth: a, over: 12 months}"), at: 10, 3,
            says: "facts go round in a circle: a → b → a")
        check(
            pack(fact: "  a: {event: order.placed, count: true}\n  c: {share: aa, of: a}"), at: 11,
            14, says: "there is no fact 'aa'; did you mean 'a'?")
        check(
            LintPack.rule([("facts.odrers > 5", "low")]) + "\n  orders: {event: order.placed, "
                + "count: true}", at: 9, 23,
            says: "there is no 'facts.odrers'; did you mean 'facts.orders'?")
        check(
            LintPack.rule([("facts.orders > 'a'", "low")]), at: 9, 36,
            says: "'>' takes no int and string")
        check(
            LintPack.rule([("facts.orders", "low")]), at: 9, 22,
            says: "a condition must be a bool, not a int")
    }

    @Test func `rows that overlap, and rules that are never reached, are named`() {
        check(
            table("U", ["\"< 5\", low", "\">= 4\", high"]), at: 12, 11,
            says: "the row overlaps the one at line 11, which the hit policy U doesn't allow")
        check(
            table("A", ["\"< 5\", low", "\">= 4\", high"]), at: 12, 11,
            says: "the row overlaps the one at line 11, which the hit policy A doesn't allow")
        check(
            LintPack.rule([("facts.orders > 5", "low"), (nil, "low"), ("facts.vip", "high")]),
            at: 12, 11,
            says: "this choice is never reached: the one at line 11 always applies")
        check(
            LintPack.rule([("facts.orders > 5", "low"), ("false", "high")]), at: 11, 22,
            says: "the condition is always false, so that the choice is never reached")
    }

    @Test func `amounts need a currency`() {
        check(
            pack(fact: "  rev: {event: order.placed, sum: event.amount_minor}"), at: 10, 8,
            says: "the fact 'rev' is about amounts, so the pack needs a 'currency' like CNY")
        check(
            "parameters:\n  p: {unit: money, value: 5 CNY}\n" + pack(fact: "  {}"), at: 2, 27,
            says: "amounts need the pack to have a 'currency' like CNY")
    }

    @Test func `ten thousand rules are refused whole`() {
        let rows = (0..<10_000).map { "\"\($0)\", low" }
        check(
            table("U", rows), at: 11, 9, says: "a table has 10000 rows; 1000 are the most")
        check(
            LintPack.rule(rows.indices.map { ("facts.orders == \($0)", "low") }), at: 9, 9,
            says: "a rule has 10000 choices; 1000 are the most")
        let facts = rows.indices.map { "  f\($0): {event: order.placed, count: true}" }
        check(
            pack(fact: facts.joined(separator: "\n")), at: 10, 3,
            says: "there are 10000 facts; 500 are the most")
    }

    @Test(arguments: [
        ("event.amount_minor > 1 / 0", 72, "division by zero"),
        ("event.order_id != '' && 1 % 0 == 0", 75, "division by zero"),
        ("true && 1 % 0 == 0", 59, "division by zero"),
        ("int('x') == event.amount_minor", 49, "'x' is no int"),
        ("event.x == 1 ? 1 / 0 > 1 : 1 / 0 < 1", 66, "division by zero"),
        ("dyn(1) > 'a'", 56, "> is not defined for (int, string)"),
        (
            "9223372036854775807 + 1 > event.amount_minor", 69,
            "9223372036854775807 + 1 is out of range"
        ),
        ("[1, 2][5] == event.amount_minor", 55, "the index 5 is out of range"),
        ("event.order_id == 'A' && (1 / 0 > 1 || 2 / 0 > 1)", 77, "division by zero"),
    ])
    func `a where that has a part without value is refused`(
        condition: String, column: Int, reason: String
    ) {
        check(
            pack(fact: "  n: {event: order.placed, count: true, where: \"\(condition)\"}"),
            at: 10, column, says: "where can never hold, so that no event counts: \(reason)")
    }

    @Test func `a where that is false is refused`() {
        check(
            pack(fact: "  n: {event: order.placed, count: true, where: \"false\"}"), at: 10, 49,
            says: "where can never hold, so that no event counts: it is false")
    }

    @Test func `a where that may hold is read`() throws {
        for condition in [
            "event.order_id == '' || 1 / 0 > 0", "event.x == 1 ? 1 / 0 > 1 : true",
            "event.amount_minor / event.x > 0", "true",
        ] {
            let text = pack(
                fact: "  n: {event: order.placed, count: true, where: \"\(condition)\"}")
            _ = try PackReader.read(text) { _ in .utc }
        }
    }

    @Test func `a document that unfolds without bound is refused`() {
        var lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
        for level in 1...9 {
            let aliases = Array(repeating: "*a\(level - 1)", count: 10).joined(separator: ", ")
            lines.append("a\(level): &a\(level) [\(aliases)]")
        }
        check(
            lines.joined(separator: "\n"), at: 1, 37,
            says: "with its aliases the document has more than 100000 parts")
        check(
            String(repeating: "[", count: 65) + String(repeating: "]", count: 65), at: 1, 65,
            says: "the document is nested deeper than 64")
    }

    @Test func `a fraction against a share is named`() {
        check(
            LintPack.rule([("facts.rank > 0.8", "low")]), at: 9, 34,
            says: "'facts.rank' is a share in parts per million, a whole number: compare it with "
                + "percent(80), not with a fraction")
    }
}
