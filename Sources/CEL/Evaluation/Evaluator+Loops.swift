extension Evaluator {
    /// Runs a macro over the elements of a list or the keys of a map.
    mutating func run(
        _ loop: ParsedExpression.Comprehension, at expression: ParsedExpression
    ) throws(EvaluationError) -> Value {
        let elements: [Value]
        let range = try evaluate(loop.range)
        switch range {
        case .list(let values): elements = values
        case .map(let map): elements = map.keys
        default:
            throw failure(
                .noOverload(function: loop.kind.rawValue, [range.type]), at: expression.offset)
        }
        switch loop.kind {
        case .all: return try search(for: false, loop, elements, at: expression)
        case .exists: return try search(for: true, loop, elements, at: expression)
        case .existsOne:
            var count = 0
            for element in elements where try holds(loop, for: element, at: expression) {
                count += 1
            }
            return .bool(count == 1)
        case .filter:
            var kept: [Value] = []
            for element in elements where try holds(loop, for: element, at: expression) {
                kept.append(element)
            }
            return .list(kept)
        case .map:
            var made: [Value] = []
            for element in elements where try holds(loop, for: element, at: expression) {
                guard let transform = loop.transform else { continue }
                made.append(
                    try with(loop.variable, element) { (own) throws(EvaluationError) in
                        try own.evaluate(transform)
                    })
            }
            return .list(made)
        }
    }

    /// `all` and `exists`: an element that decides absorbs the errors of the others.
    private mutating func search(
        for deciding: Bool, _ loop: ParsedExpression.Comprehension, _ elements: [Value],
        at expression: ParsedExpression
    ) throws(EvaluationError) -> Value {
        var first: EvaluationError?
        for element in elements {
            do throws(EvaluationError) {
                if try holds(loop, for: element, at: expression) == deciding {
                    return .bool(deciding)
                }
            } catch {
                if case .tooExpensive = error.reason { throw error }
                first = first ?? error
            }
        }
        if let first { throw first }
        return .bool(!deciding)
    }

    private mutating func holds(
        _ loop: ParsedExpression.Comprehension, for element: Value, at expression: ParsedExpression
    ) throws(EvaluationError) -> Bool {
        try spend(1, at: expression)
        guard let condition = loop.condition else { return true }
        let value = try with(loop.variable, element) { (own) throws(EvaluationError) in
            try own.evaluate(condition)
        }
        guard case .bool(let holds) = value else {
            throw failure(
                .invalid("the condition of \(loop.kind.rawValue)() is no bool"),
                at: condition.offset)
        }
        return holds
    }
}
