extension Evaluator {
    /// Runs a macro over the elements of a list or the keys of a map.
    mutating func run(
        _ loop: ParsedExpression.Comprehension, at expression: ParsedExpression
    ) throws(EvaluationError) -> Value {
        let turns = try turns(of: loop, at: expression)
        switch loop.kind {
        case .all: return try search(for: false, loop, turns, at: expression)
        case .exists: return try search(for: true, loop, turns, at: expression)
        case .existsOne:
            var count = 0
            for turn in turns where try holds(loop, for: turn, at: expression) {
                count += 1
            }
            return .bool(count == 1)
        case .filter:
            var kept: [Value] = []
            for turn in turns where try holds(loop, for: turn, at: expression) {
                kept.append(turn.key)
            }
            return .list(kept)
        case .map, .transformList:
            var made: [Value] = []
            for turn in turns where try holds(loop, for: turn, at: expression) {
                guard let transform = loop.transform else { continue }
                made.append(try evaluate(transform, of: loop, for: turn))
            }
            return .list(made)
        case .transformMap:
            var made = ValueMap()
            for turn in turns where try holds(loop, for: turn, at: expression) {
                guard let transform = loop.transform else { continue }
                _ = made.insert(try evaluate(transform, of: loop, for: turn), for: turn.key)
            }
            return .map(made)
        }
    }

    /// What the variables of a loop are in one turn.
    private struct Turn {
        /// The element; in loops over two variables the index or key.
        let key: Value
        /// In loops over two variables the element or value.
        let value: Value?
    }

    private mutating func turns(
        of loop: ParsedExpression.Comprehension, at expression: ParsedExpression
    ) throws(EvaluationError) -> [Turn] {
        let range = try evaluate(loop.range)
        let isPair = loop.valueVariable != nil
        switch range {
        case .list(let values) where isPair:
            return values.enumerated().map { Turn(key: .int(Int64($0)), value: $1) }
        case .list(let values): return values.map { Turn(key: $0, value: nil) }
        case .map(let map): return map.keys.map { Turn(key: $0, value: isPair ? map[$0] : nil) }
        default:
            throw failure(
                .noOverload(function: loop.kind.rawValue, [range.type]), at: expression.offset)
        }
    }

    private mutating func evaluate(
        _ body: ParsedExpression, of loop: ParsedExpression.Comprehension, for turn: Turn
    ) throws(EvaluationError) -> Value {
        try with(loop.variable, turn.key) { (own) throws(EvaluationError) in
            guard let name = loop.valueVariable, let value = turn.value else {
                return try own.evaluate(body)
            }
            return try own.with(name, value) { (own) throws(EvaluationError) in
                try own.evaluate(body)
            }
        }
    }

    /// `all` and `exists`: an element that decides absorbs the errors of the others.
    private mutating func search(
        for deciding: Bool, _ loop: ParsedExpression.Comprehension, _ turns: [Turn],
        at expression: ParsedExpression
    ) throws(EvaluationError) -> Value {
        var first: EvaluationError?
        for turn in turns {
            do throws(EvaluationError) {
                if try holds(loop, for: turn, at: expression) == deciding {
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
        _ loop: ParsedExpression.Comprehension, for turn: Turn, at expression: ParsedExpression
    ) throws(EvaluationError) -> Bool {
        try spend(1, at: expression)
        guard let condition = loop.condition else { return true }
        let value = try evaluate(condition, of: loop, for: turn)
        guard case .bool(let holds) = value else {
            throw failure(
                .invalid("the condition of \(loop.kind.rawValue)() is no bool"),
                at: condition.offset)
        }
        return holds
    }
}
