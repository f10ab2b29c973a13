import CEL
import CivilCalendar
import Policy
import SeededRandom
import Testing

/// Random tables and rules: what the lint says of them, and what deciding with every combination of
/// values shows.
struct LintOracleTests {
    private static let inputs = ["facts.net", "facts.orders", "facts.brand", "facts.vip"]

    /// Nil for a fact that is missing.
    private static let values: [String: [Value?]] = [
        "facts.net": [nil] + (-1...5).map { .int($0) },
        "facts.orders": [nil] + (0...5).map { .int($0) },
        "facts.brand": [nil, .string("a"), .string("b"), .string("other")],
        "facts.vip": [nil, .bool(false), .bool(true)],
    ]

    @Test(arguments: 0..<4)
    func `rows that no values lead to, and values without a row, are found`(part: UInt64) throws {
        for seed in 1...150 where UInt64(seed) % 4 == part {
            var random = SeededGenerator(seed: UInt64(seed))
            let inputs = Self.inputs.filter { _ in random.below(3) > 0 }
            guard !inputs.isEmpty else { continue }
            let hit = ["F", "P"][random.below(2)]
            let rows = (0...random.below(7)).map { _ in
                let cells = inputs.map { "\"\(Self.cell(of: $0, &random))\"" }
                let level = ["low", "middle", "high"][random.below(3)]
                return "        - [" + (cells + [level]).joined(separator: ", ") + "]"
            }
            let text = LintPack.text(
                """
                    table:
                      hit: \(hit)
                      inputs: [\(inputs.joined(separator: ", "))]
                      rows:
                \(rows.joined(separator: "\n"))
                """, naming: inputs.joined(separator: " "))
            try compare(text, [[:]], "seed \(seed)", firstLine: 11, lines: 1, hasGaps: true)
        }
    }

    @Test(arguments: 0..<4)
    func `choices that no values lead to are found, with all values of parameters`(
        part: UInt64
    ) throws {
        for seed in 1...150 where UInt64(seed) % 4 == part {
            var random = SeededGenerator(seed: UInt64(seed))
            let choices = (0...random.below(6)).map { _ in
                (
                    Optional(Self.condition(depth: random.below(3), &random)),
                    ["low", "high"][random.below(2)]
                )
            }
            let (first, second) = (random.below(5), random.below(5))
            let text = LintPack.rule(
                choices,
                parameters: [
                    "n: {unit: count, values: {2020-01-01: \(first), 2021-01-01: \(second)}}"
                ])
            try compare(
                text, [first, second].map { ["params.n": .int(Int64($0))] }, "seed \(seed)",
                firstLine: 9, lines: 2, hasGaps: false)
        }
    }

    /// Compares the lines that the lint names with those that no combination leads to.
    private func compare(
        _ text: String, _ parameters: [[String: Value]], _ what: String, firstLine: Int, lines: Int,
        hasGaps: Bool
    ) throws {
        let pack: Pack
        do throws(PackRefusal) {
            pack = try PackReader.read(text) { _ in .utc }
        } catch {
            // What stands behind a row that always applies is an error already.
            #expect(error.problems.allSatisfy { $0.sentence.contains("is never reached") })
            return
        }
        let rule = try #require(pack.decisions.first).rule
        let findings = PackLint.findings(of: pack).filter {
            !$0.problem.sentence.hasPrefix("nothing uses")
        }
        #expect(findings.allSatisfy { $0.weight == .warning }, "\(what)\n\(text)")
        let isGap = { (finding: LintFinding) in
            finding.problem.sentence.hasPrefix("no row applies")
        }
        let said = findings.filter { !isGap($0) }.map(\.problem.place.line)
        var reached: Set<Int> = []
        var gapCount = 0
        for parameters in parameters {
            for variables in Self.combinations(naming: text) {
                var bindings = Bindings(parameters) { _, _ in nil }
                for (name, value) in variables { bindings.variables[name] = value }
                do throws(RuleFailure) {
                    let line = try rule.outcome(bindings)?.choice?.place.line
                    if let line { reached.insert(line) } else { gapCount += 1 }
                } catch {
                    // Of a missing fact a condition may have no value, which is no gap.
                    continue
                }
            }
        }
        let all = rule.choices.map(\.place.line)
        #expect(Set(said) == Set(all).subtracting(reached), "\(what)\n\(text)")
        if hasGaps {
            #expect(findings.contains(where: isGap) == (gapCount > 0), "\(what)\n\(text)")
        }
        #expect(said.allSatisfy { ($0 - firstLine) % lines == 0 }, "\(what)\n\(text)")
    }

    private static func combinations(naming text: String) -> [[String: Value]] {
        var combinations: [[String: Value]] = [[:]]
        for name in inputs where text.contains(name) {
            combinations = combinations.flatMap { own in
                (values[name] ?? []).map { value in
                    var own = own
                    own[name] = value
                    return own
                }
            }
        }
        return combinations
    }

    private static func cell(of input: String, _ random: inout SeededGenerator) -> String {
        if random.below(3) == 0 { return "-" }
        switch input {
        case "facts.vip": return random.below(2) == 0 ? "true" : "false"
        case "facts.brand": return ["'a'", "'b'", "'a','b'", "not('a')"][random.below(4)]
        default:
            let (low, high) = (random.below(5), 1 + random.below(4))
            switch random.below(5) {
            case 0: return "[\(min(low, high))..\(max(low, high))]"
            case 1: return "\(low);\(high)"
            case 2: return "< \(high)"
            default: return [">= \(low)", "> \(low)", "<= \(low)"][random.below(3)]
            }
        }
    }

    private static func condition(depth: Int, _ random: inout SeededGenerator) -> String {
        guard depth > 0 else {
            let number = random.below(4) == 0 ? "params.n" : "\(random.below(5))"
            switch random.below(5) {
            case 0: return "facts.vip"
            case 1: return "facts.brand == '\(["a", "b"][random.below(2)])'"
            case 2: return "facts.brand in ['a', 'b']"
            default:
                let sign = [">", ">=", "<", "<=", "==", "!="][random.below(6)]
                let fact = ["facts.net", "facts.orders"][random.below(2)]
                return random.below(3) == 0
                    ? "\(number) \(sign) \(fact)" : "\(fact) \(sign) \(number)"
            }
        }
        let left = condition(depth: depth - 1, &random)
        let right = condition(depth: depth - 1, &random)
        return [
            "(\(left) && \(right))", "(\(left) || \(right))", "!(\(left))",
        ][random.below(3)]
    }
}
