import CEL

/// Reads conditions as alternatives of tests, each of one term: a fact or another expression whose
/// value is compared with constants, or a part that is simply true or false. What it finds of terms
/// holds whatever they mean, also where a missing fact absorbs.
struct ConditionReader {
    /// The terms found so far.
    private(set) var terms: [CoverGrid.Term] = []
    private var indexes: [String: Int] = [:]
    private var types: [String: StaticType]
    /// With the parameters at an instant.
    private let bindings: Bindings
    /// What facts may be, by their names in expressions.
    private let ranges: [String: ClosedRange<Int64>]

    /// - Parameter types: of what conditions may name.
    init(
        _ bindings: Bindings, types: [String: StaticType], ranges: [String: ClosedRange<Int64>]
    ) {
        self.bindings = bindings
        self.types = types
        self.ranges = ranges
    }

    /// Takes the variables of a rule, which the conditions behind them may name.
    mutating func declare(_ variables: [Rule.Variable]) {
        for variable in variables {
            types["variables.\(variable.name)"] = type(of: variable.formula.expression)
        }
    }

    /// What must be for a condition to hold: none where it can't, one without tests where it always
    /// does.
    mutating func alternatives(_ condition: ParsedExpression) -> [CoverGrid.Alternative] {
        alternatives(condition, isNegated: false)
    }

    private mutating func alternatives(
        _ condition: ParsedExpression, isNegated: Bool
    ) -> [CoverGrid.Alternative] {
        if case .bool(let holds)? = constant(condition) { return holds != isNegated ? [[:]] : [] }
        switch condition.shape {
        case .negation(let inner): return alternatives(inner, isNegated: !isNegated)
        case .all(let parts) where isNegated, .any(let parts) where !isNegated:
            let own = parts.flatMap { alternatives($0, isNegated: isNegated) }
            return own.count <= PackLimits.lintAlternatives ? own : opaque(condition, isNegated)
        case .all(let parts), .any(let parts):
            return product(of: parts, isNegated) ?? opaque(condition, isNegated)
        case .comparison(let left, let sign, let right):
            return comparison(left, isNegated ? sign.opposite : sign, right)
                ?? opaque(condition, isNegated)
        case .membership(let value, let elements):
            return membership(value, elements, isNegated) ?? opaque(condition, isNegated)
        case .other: return opaque(condition, isNegated)
        }
    }

    /// The alternatives of all parts put together; nil where they are too many.
    private mutating func product(
        of parts: [ParsedExpression], _ isNegated: Bool
    ) -> [CoverGrid.Alternative]? {
        var made: [CoverGrid.Alternative] = [[:]]
        for part in parts {
            let own = alternatives(part, isNegated: isNegated)
            guard made.count * own.count <= PackLimits.lintAlternatives else { return nil }
            made = made.flatMap { left in own.compactMap { Self.merged(left, $0) } }
        }
        return made
    }

    /// Both together; nil where that can't be.
    static func merged(
        _ left: CoverGrid.Alternative, _ right: CoverGrid.Alternative
    ) -> CoverGrid.Alternative? {
        let both = left.merging(right) { $0.intersection($1) }
        return both.values.contains(where: \.isEmpty) ? nil : both
    }

    private mutating func comparison(
        _ left: ParsedExpression, _ sign: ConditionShape.Comparison, _ right: ParsedExpression
    ) -> [CoverGrid.Alternative]? {
        if let value = constant(right) { return test(left, sign, value) }
        if let value = constant(left) { return test(right, sign.mirrored, value) }
        guard type(of: left) == .int, type(of: right) == .int else { return nil }
        // One term for both directions: the first side less the second, in the order of texts.
        let (first, second) = (left.text, right.text)
        return first <= second
            ? tests(of: "(\(first)) - (\(second))", ValueSet(sign, 0))
            : tests(of: "(\(second)) - (\(first))", ValueSet(sign.mirrored, 0))
    }

    private mutating func test(
        _ term: ParsedExpression, _ sign: ConditionShape.Comparison, _ value: Value
    ) -> [CoverGrid.Alternative]? {
        let isEqual = sign == .equal
        switch (type(of: term), value) {
        case (.int, .int(let number)): return tests(of: term.text, ValueSet(sign, number))
        case (.string, .string(let text)) where isEqual || sign == .notEqual:
            return tests(of: term.text, .texts([text], isExcluded: !isEqual))
        case (.bool, .bool(let truth)) where isEqual || sign == .notEqual:
            return alternatives(term, isNegated: truth != isEqual)
        default: return nil
        }
    }

    private mutating func membership(
        _ value: ParsedExpression, _ elements: [ParsedExpression], _ isNegated: Bool
    ) -> [CoverGrid.Alternative]? {
        var (numbers, texts) = ([ClosedRange<Int64>](), Set<String>())
        for element in elements {
            switch constant(element) {
            case .int(let number)?: numbers.append(number...number)
            case .string(let text)?: texts.insert(text)
            default: return nil
            }
        }
        let set: ValueSet
        switch type(of: value) {
        case .int where texts.isEmpty: set = .numbers(numbers.joined)
        case .string where numbers.isEmpty: set = .texts(texts, isExcluded: false)
        default: return nil
        }
        return tests(of: value.text, isNegated ? set.complement : set)
    }

    /// A part that nothing more is known of than that it holds or not.
    private mutating func opaque(
        _ condition: ParsedExpression, _ isNegated: Bool
    ) -> [CoverGrid.Alternative] {
        tests(of: condition.text, .truths([!isNegated]))
    }

    private mutating func tests(of term: String, _ set: ValueSet) -> [CoverGrid.Alternative] {
        guard !set.isEmpty else { return [] }
        let range = ranges[term] ?? .all
        if case .numbers = set, set.intersection(.numbers([range])).isEmpty { return [] }
        let index = indexes[term] ?? terms.count
        if index == terms.count {
            indexes[term] = index
            terms.append(CoverGrid.Term(text: term, range: range))
        }
        return [[index: set]]
    }

    private func type(of expression: ParsedExpression) -> StaticType {
        var checker = Checker(types, functions: PackFunctions.signatures)
        return checker.type(of: expression)
    }

    /// The value of what names nothing but parameters.
    private func constant(_ expression: ParsedExpression) -> Value? {
        guard !expression.loops else { return nil }
        var evaluator = Evaluator(bindings)
        return try? evaluator.evaluate(expression)
    }
}
