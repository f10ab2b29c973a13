import SeededRandom
import Testing

@testable import CEL

/// Whole columns give what account by account gives.
struct ColumnProgramTests {
    /// The facts of many accounts, once as columns and once as variables.
    private struct Accounts {
        var columns = [Column](repeating: Column(values: [], absences: []), count: 4)
        var variables: [[String: Value]] = []
        var texts = TextCodes()

        static let slots: [String: ColumnProgram.Slot] = [
            "facts.a": .init(index: 0, content: .int), "facts.b": .init(index: 1, content: .int),
            "facts.brand": .init(index: 2, content: .text),
            "facts.listed": .init(index: 3, content: .bool),
        ]

        static let bindings = Bindings(constants, zoneSeconds: { _, _ in nil })
        static let constants: [String: Value] = [
            "params.limit": .int(3), "params.best": .string("leading"), "params.on": .bool(true),
        ]

        init(count: Int, _ random: inout SeededGenerator) {
            let brands = ["leading", "middle", "other", "战略"]
            for _ in 0..<count {
                var own = Self.constants
                for (slot, name) in ["facts.a", "facts.b"].enumerated() {
                    let numbers: [Int64] = [-1, 0, 1, 2, 3, 4, .max, .min]
                    let number = numbers[random.below(numbers.count)]
                    add(number, .int(number), name, slot, &own, &random)
                }
                let brand = brands[random.below(brands.count)]
                add(texts.code(of: brand), .string(brand), "facts.brand", 2, &own, &random)
                let isListed = random.below(2) == 1
                add(isListed ? 1 : 0, .bool(isListed), "facts.listed", 3, &own, &random)
                variables.append(own)
            }
        }

        private mutating func add(
            _ number: Int64, _ value: Value, _ name: String, _ slot: Int,
            _ own: inout [String: Value], _ random: inout SeededGenerator
        ) {
            let isMissing = random.below(5) == 0
            columns[slot].values.append(isMissing ? .max : number)
            columns[slot].absences.append(isMissing ? 1 : 0)
            if !isMissing { own[name] = value }
        }
    }

    /// The truth of a condition for one account, by the evaluator; nil where it is no bool.
    private func truth(_ condition: ParsedExpression, _ variables: [String: Value]) -> UInt8? {
        var evaluator = Evaluator(Bindings(variables, zoneSeconds: zoneSeconds))
        guard let value = try? evaluator.evaluate(condition) else { return Truth.error }
        guard case .bool(let holds) = value else { return nil }
        return holds ? Truth.yes : Truth.no
    }

    private func check(
        _ text: String, _ accounts: Accounts, _ location: SourceLocation = #_sourceLocation
    ) throws {
        let condition = try Parser.parse(SourceText(text))
        var texts = accounts.texts
        let program = try #require(
            ColumnProgram(
                condition, slots: Accounts.slots, bindings: Accounts.bindings, texts: &texts),
            "\(text)", sourceLocation: location)
        let found = program.evaluate(
            accounts.columns, count: accounts.columns[0].values.count)
        let expected = accounts.variables.map { truth(condition, $0) }
        #expect(found.map { $0 } == expected, "\(text)", sourceLocation: location)
        var lane = ConditionLane(program)
        let single = accounts.variables.indices.map { account in
            let values = accounts.columns.map { $0.values[account] }
            let absences = accounts.columns.map { $0.absences[account] }
            return lane.evaluate(values.span, absences.span)
        }
        #expect(single == found, "\(text), one by one", sourceLocation: location)
    }

    @Test func `conditions of packs give the same over columns`() throws {
        var random = SeededGenerator(seed: 3)
        let accounts = Accounts(count: 3_000, &random)
        for text in [
            "facts.a >= params.limit && (facts.b < 2 || facts.listed) && !(facts.a > 3)",
            "facts.brand == 'leading'", "facts.brand != params.best",
            "facts.brand in ['leading', 'middle']", "facts.a in [1, 2, 'x']", "facts.a in []",
            "facts.listed ? facts.a > 1 : facts.b > 1", "facts.a + facts.b > 0",
            "facts.a * 2 - -facts.b >= 1 || facts.a / facts.b == 1 || facts.a % 2 == 0",
            "(facts.listed ? facts.a : facts.b) == facts.b", "facts.listed == params.on",
            "facts.listed != (facts.a > 1)", "true",
        ] {
            try check(text, accounts)
        }
    }

    @Test(arguments: 0..<40 as Range<UInt64>)
    func `random conditions give the same over columns`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let accounts = Accounts(count: 1_100, &random)
        for _ in 0..<5 { try check(condition(depth: 4, &random), accounts) }
    }

    @Test(arguments: 100..<120 as Range<UInt64>)
    func `conditions that are asked together say what each says alone`(seed: UInt64) throws {
        var random = SeededGenerator(seed: seed)
        let accounts = Accounts(count: 1_100, &random)
        var texts = accounts.texts
        // Few parts to choose from, so that conditions have some in common.
        let conditions = try (0..<6).map { _ in
            try Parser.parse(SourceText(condition(depth: 2, &random)))
        }
        let together = try #require(
            ColumnProgram(
                conditions, slots: Accounts.slots, bindings: Accounts.bindings, texts: &texts))
        var found = conditions.map { _ in [UInt8]() }
        var run = ColumnRun(together)
        run.evaluateEach(accounts.columns, count: 1_100) { condition, first, truths in
            #expect(first == found[condition].count)
            for lane in truths.indices { found[condition].append(truths[lane]) }
        }
        for (condition, own) in zip(conditions, found) {
            #expect(own == accounts.variables.map { truth(condition, $0) }, "seed \(seed)")
        }
    }

    @Test func `what conditions have in common is calculated once`() throws {
        var texts = TextCodes()
        let conditions = try ["100 * facts.a < 5", "100 * facts.a < 7 && facts.b > 0"].map {
            try Parser.parse(SourceText($0))
        }
        let together = try #require(
            ColumnProgram(
                conditions, slots: Accounts.slots, bindings: Accounts.bindings, texts: &texts))
        let products = together.instructions.count {
            if case .arithmetic = $0 { true } else { false }
        }
        #expect(products == 1)
    }

    private func condition(depth: Int, _ random: inout SeededGenerator) -> String {
        guard depth > 0 else {
            return ["facts.listed", "params.on", "true", "false"][random.below(4)]
        }
        func part() -> String { condition(depth: depth - 1, &random) }
        func number() -> String { self.number(depth: depth - 1, &random) }
        switch random.below(8) {
        case 0: return "(\(part()) && \(part()))"
        case 1: return "(\(part()) || \(part()) || \(part()))"
        case 2: return "!\(part())"
        case 3: return "(\(part()) ? \(part()) : \(part()))"
        case 4: return "(\(part()) == \(part()))"
        case 5: return "(facts.brand \(["==", "!="][random.below(2)]) 'middle')"
        default:
            let signs = ["<", "<=", ">", ">=", "==", "!="]
            return "(\(number()) \(signs[random.below(signs.count)]) \(number()))"
        }
    }

    private func number(depth: Int, _ random: inout SeededGenerator) -> String {
        guard depth > 0 else {
            return ["facts.a", "facts.b", "params.limit", "0", "2", "-1"][random.below(6)]
        }
        let signs = ["+", "-", "*", "/", "%"]
        let (left, right) = (number(depth: depth - 1, &random), number(depth: depth - 1, &random))
        return "(\(left) \(signs[random.below(signs.count)]) \(right))"
    }

    @Test func `what columns can't carry is left to the evaluator`() throws {
        var texts = TextCodes()
        for text in [
            "facts.a > 1.5", "facts.a", "facts.brand < 'm'", "facts.brand.startsWith('l')",
            "facts.a == 'x'", "facts.unknown > 1", "[1].exists(x, x == facts.a)",
            "facts.a in [facts.b]", "facts.listed == 1",
        ] {
            let condition = try Parser.parse(SourceText(text))
            let program = ColumnProgram(
                condition, slots: Accounts.slots, bindings: Accounts.bindings, texts: &texts)
            #expect(program == nil, "\(text)")
        }
    }
}
