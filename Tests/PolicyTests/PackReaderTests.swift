import CivilCalendar
import Policy
import Testing

/// Documents that are no packs: each has one clear sentence at its place.
struct PackReaderTests {
    /// A sound pack with one part replaced.
    private static func pack(
        head: String = "pack: p\nversion: 1\ncurrency: CNY",
        parameters: String = "  limit: {unit: money, value: 100 CNY}",
        facts: String = "  rev: {event: order.placed, sum: event.amount_minor, missing: 0}",
        rule: String = """
                - condition: facts.rev >= params.limit
                  output: "'high'"
                - output: "'low'"
        """
    ) -> String {
        """
        \(head)
        parameters:
        \(parameters)
        facts:
        \(facts)
        decisions:
          tier:
            levels: [low, high]
            rule:
              match:
        \(rule)
        """
    }

    private func problems(of text: String) -> [PackProblem] {
        do throws(PackRefusal) {
            _ = try PackReader.read(text) { $0 == "UTC" ? .utc : nil }
            return []
        } catch {
            ChineseWords.expect(of: error.problems)
            return error.problems
        }
    }

    private func check(
        _ text: String, at line: Int, _ column: Int, says sentence: String,
        sourceLocation: SourceLocation = #_sourceLocation
    ) {
        let problems = problems(of: text)
        #expect(problems.count == 1, "\(problems)", sourceLocation: sourceLocation)
        guard let first = problems.first else { return }
        #expect(
            first.place == TextPlace(line: line, column: column), "\(first)",
            sourceLocation: sourceLocation)
        #expect(
            first.sentence.contains(sentence), "\(first.sentence)", sourceLocation: sourceLocation)
    }

    @Test func `a sound pack is read`() {
        #expect(problems(of: Self.pack()).isEmpty)
    }

    @Test func `what is no YAML, or none of ours, says where`() {
        check("pack: [", at: 2, 1, says: "this is not YAML")
        check("", at: 1, 1, says: "the document is empty")
        check("- a", at: 1, 1, says: "a pack must be an object")
        check(Self.pack(head: "pack: p\npack: q"), at: 1, 1, says: "a name stands twice: pack")
        check(
            Self.pack(head: "pack: p\nversion: 1\ncurrency: CNY\ntimezon: UTC"), at: 4, 1,
            says: "a pack has no 'timezon'; did you mean 'timezone'?")
        check(
            Self.pack(head: "pack: p\nversion: 1\ncurrency: CNY\ntimezone: Mars/Olympus"), at: 4,
            11, says: "there is no time zone 'Mars/Olympus'")
    }

    @Test func `a document that unfolds without bound is refused before it is read`() {
        var lines = ["l0: &l0 [x, x, x, x, x, x, x, x, x, x]"]
        for level in 1...9 {
            let aliases = Array(repeating: "*l\(level - 1)", count: 10).joined(separator: ", ")
            lines.append("l\(level): &l\(level) [\(aliases)]")
        }
        check(
            lines.joined(separator: "\n"), at: 1, 37,
            says: "with its aliases the document has more than 100000 parts")
    }

    @Test func `facts say what they lack`() {
        check(
            Self.pack(facts: "  rev: {event: order.placd, sum: event.amount_minor, type: int}"),
            at: 7, 16, says: "did you mean 'order.placed'?")
        check(
            Self.pack(facts: "  rev: {event: account.assessed, last: event.value}"), at: 7, 40,
            says: "event.value has no type of its own; add 'type: int', bool or string")
        check(
            Self.pack(facts: "  rev: {event: order.placed, sum: event.amount_minr, type: int}"),
            at: 7, 40, says: "did you mean 'amount_minor'?")
        check(
            Self.pack(
                facts: """
                      rev: {share: b, of: c}
                      b: {share: rev, of: c}
                      c: {event: order.placed, count: true}
                    """), at: 7, 3, says: "facts go round in a circle: rev → b → rev")
        check(
            Self.pack(
                head: "pack: p\nversion: 1", parameters: "  limit: {unit: count, value: 100}"),
            at: 6, 8, says: "needs a 'currency' like CNY")
        check(
            Self.pack(
                facts: """
                      rev: {event: order.placed, count: true, where: "event.order_id > 5"}
                    """), at: 7, 66, says: "'>' takes no string and int")
        check(
            Self.pack(facts: "  rev: {event: order.placed, count: true, window: 12 moons}"), at: 7,
            51, says: "a window must be a length like '12 months'")
    }

    @Test func `rules say what is wrong with their expressions and their order`() {
        check(
            Self.pack(rule: "        - condition: facts.revv >= 5\n          output: \"'high'\""),
            at: 13, 22, says: "there is no 'facts.revv'; did you mean 'facts.rev'?")
        check(
            Self.pack(rule: "        - condition: facts.rev > 'a'\n          output: \"'high'\""),
            at: 13, 32, says: "'>' takes no int and string")
        check(
            Self.pack(rule: "        - output: \"'low'\"\n        - output: \"'high'\""), at: 14,
            11,
            says: "this choice is never reached: the one at line 13 always applies")
        check(
            Self.pack(rule: "        - output: \"'hihg'\""), at: 13, 19,
            says: "there is no level 'hihg'; the levels are low, high")
        check(
            Self.pack(rule: "        - condition: \"false\"\n          output: \"'low'\""), at: 13,
            22,
            says: "the condition is always false")
        check(
            Self.pack(
                facts: """
                      rev: {event: order.placed, sum: event.amount_minor, missing: 0}
                      part: {share: rev, of: rev}
                    """,
                rule: "        - condition: facts.part < 0.8\n          output: \"'low'\""),
            at: 14, 33, says: "compare it with percent(80), not with a fraction")
    }

    @Test func `a rule of too many choices is refused whole`() {
        let choice = "        - condition: facts.rev == 1\n          output: \"'low'\""
        func rule(_ count: Int) -> String {
            Array(repeating: choice, count: count).joined(separator: "\n")
        }
        #expect(problems(of: Self.pack(rule: rule(PackLimits.choices))).isEmpty)
        check(
            Self.pack(rule: rule(PackLimits.choices + 1)), at: 13, 9,
            says: "a rule has 1001 choices; 1000 are the most")
        check(Self.pack(rule: rule(10_000)), at: 13, 9, says: "1000 are the most")
    }

    @Test func `parameters are in their unit and in the currency of the pack`() {
        check(
            Self.pack(parameters: "  limit: {unit: money, value: 100 USD}"), at: 5, 31,
            says: "the amount is not in CNY, the currency of the pack")
        check(
            Self.pack(parameters: "  limit: {unit: share, value: 100 CNY}"), at: 5, 31,
            says: "is not in the unit share: write 80 %")
        check(
            Self.pack(parameters: "  limit: {unit: money, values: {soon: 100 CNY}}"), at: 5, 33,
            says: "'soon' is no day like 2026-01-01")
    }

    @Test func `a coverage says what it expects of which period`() {
        let test = { (coverage: String) in
            Self.pack() + """

                tests:
                  - name: t
                    events: []
                    expect: [{as_of: 2025-04-01, coverage: \(coverage)}]
                """
        }
        #expect(problems(of: test("{period: 2025, visits: 1 of 2}")).isEmpty)
        check(
            test("{period: 2025-Q5, visits: 1 of 2}"), at: 19, 53,
            says: "a period must be like 2025, 2025-Q1 or 2025-02, not '2025-Q5'")
        check(
            test("{period: 2025-Q1, visits: 3 of 2}"), at: 19, 70,
            says: "visits and calls must be like '2 of 3', not '3 of 2'")
        check(
            test("{period: 2025-Q1}"), at: 19, 44,
            says: "a coverage names visits, calls or missing")
        check(test("{visits: 1 of 2}"), at: 19, 44, says: "a coverage needs 'period'")
    }

    @Test func `a pack reads the same from its canonical JSON`() throws {
        let text = Self.pack(rule: "        - output: \"'01'\"").replacing(
            "[low, high]", with: "[01, True, +5, ~, 9007199254740993, -0]")
        let written = try PackReader.read(text) { _ in .utc }
        let canonical = try DocumentNode.parse(text).canonicalJSON()
        let kept = try PackReader.read(String(decoding: canonical, as: UTF8.self)) { _ in .utc }
        #expect(kept.decisions.first?.levels == written.decisions.first?.levels)
        #expect(kept.decisions.first?.levels.map(\.name).first == "01")
    }

    @Test func `facts of facts of facts end at a limit`() {
        func chain(_ count: Int) -> String {
            (["  rev: {event: order.placed, sum: event.amount_minor, missing: 0}"]
                + (0..<count).map { index in
                    let base = index == 0 ? "rev" : "f\(index - 1)"
                    return "  f\(index): {share: \(base), of: \(base)}"
                }).joined(separator: "\n")
        }
        #expect(problems(of: Self.pack(facts: chain(PackLimits.derivedDepth))).isEmpty)
        #expect(
            problems(of: Self.pack(facts: chain(PackLimits.derivedDepth + 1))).contains {
                $0.sentence == "more than 8 facts are computed one of the other"
            })
    }
}
