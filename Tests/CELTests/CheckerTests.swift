import Testing

@testable import CEL

struct CheckerTests {
    private static let variables: [String: StaticType] = [
        "facts.revenue": .int, "facts.brand": .string, "facts.listed": .bool,
        "facts.last": .timestamp, "params.limit": .int, "x": .int, "text": .string,
        "list": .list(.dyn), "event": .map(key: .string, value: .dyn),
    ]

    /// Rows of `expression → type`, or `→ ! part of a sentence`.
    private func check(_ rows: String, _ location: SourceLocation = #_sourceLocation) throws {
        for row in rows.split(separator: "\n") {
            let parts = row.split(separator: " → ", maxSplits: 1).map(String.init)
            guard parts.count == 2 else {
                Issue.record("a row is 'expression → type': \(row)", sourceLocation: location)
                continue
            }
            var checker = Checker(Self.variables)
            let type = checker.type(of: try Parser.parse(SourceText(parts[0])))
            if parts[1].hasPrefix("! ") {
                let sentences = checker.errors.map(\.sentence)
                #expect(
                    sentences.count == 1 && sentences[0].contains(parts[1].dropFirst(2)),
                    "\(parts[0]): \(sentences)", sourceLocation: location)
            } else {
                #expect(checker.errors == [], "\(parts[0])", sourceLocation: location)
                #expect(type.name == parts[1], "\(parts[0])", sourceLocation: location)
            }
        }
    }

    @Test func `an expression has the type of its parts`() throws {
        try check(
            """
            facts.revenue >= params.limit → bool
            facts.revenue + 1 → int
            1.5 * 2.0 → double
            'a' + facts.brand → string
            facts.last + duration('1h') → timestamp
            facts.last - facts.last → duration
            facts.brand in ['a', 'b'] → bool
            [1, 2] → list of int
            [1, 'a'] → list of any type
            {'a': 1} → map of string to int
            [1, 2].map(e, string(e)) → list of string
            [1, 2].filter(e, e > 1)[0] → int
            event.amount_minor → any type
            event.amount_minor > 3 → bool
            has(event.a) → bool
            facts.listed ? 1 : 2 → int
            optional.of(1).orValue(2) → int
            event.?a.orValue('none') → string
            1 < 1.5 → bool
            dyn(1) == 'a' → bool
            size('a') → int
            facts.last.getMonth('Asia/Shanghai') → int
            type(1) == int → bool
            """)
    }

    @Test func `each mistake has its sentence`() throws {
        try check(
            """
            facts.revenu > 1 → ! there is no 'facts.revenu'; did you mean 'facts.revenue'?
            facts.revenue > 'a' → ! '>' takes no int and string
            facts.revenue == 'a' → ! '==' takes no int and string
            facts.brand + 1 → ! '+' takes no string and int
            1 + 1u → ! '+' takes no int and uint
            facts.revenue && true → ! '&&' takes a bool, not a int
            facts.revenue ? 1 : 2 → ! the condition before '?' takes a bool
            facts.listed ? 1 : 'a' → ! both sides of ':' must agree
            !facts.revenue → ! '!' takes no int
            -facts.brand → ! '-' takes no string
            nothing() → ! there is no function 'nothing'
            facts.brand.contains(1) → ! contains() takes no (string, int)
            facts.revenue.size() → ! size() takes no (int)
            facts.revenue.x → ! a int has no fields
            [1].exists(e, e) → ! exists() takes a bool
            facts.revenue.all(e, true) → ! all() takes a list or a map
            {1.5: 2} → ! a double can't be a key
            1 in ['a'] → ! 'in' takes no int and list of string
            [1]['a'] → ! has no element [string]
            """)
    }

    @Test func `all mistakes are found at once, each at its place`() throws {
        var checker = Checker(Self.variables)
        _ = checker.type(of: try Parser.parse(SourceText("facts.a > 1 && 'b' || nothing()")))
        #expect(checker.errors.map(\.offset) == [0, 15, 22])
    }

    @Test func `every function has a signature`() {
        #expect(Set(Signature.plain.keys) == Set(Functions.plain.keys))
        #expect(Set(Signature.methods.keys) == Set(Functions.methods.keys))
    }

    @Test func `a value is of the type that was found before`() throws {
        var texts = RandomExpressions(seed: 5)
        let variables: [String: Value] = [
            "x": .int(7), "text": .string("战略客户 key"), "list": .list([.int(1), .double(2.5)]),
        ]
        var count = 0
        for _ in 0..<20_000 {
            let text = texts.next()
            guard let expression = try? Parser.parse(SourceText(text)) else { continue }
            var checker = Checker(Self.variables)
            let type = checker.type(of: expression)
            var evaluator = Evaluator(Bindings(variables, zoneSeconds: zoneSeconds))
            guard checker.errors.isEmpty, let value = try? evaluator.evaluate(expression) else {
                continue
            }
            count += 1
            #expect(type.agrees(with: StaticType(of: value)), "\(text): \(type.name)")
        }
        #expect(count > 500)
    }
}
