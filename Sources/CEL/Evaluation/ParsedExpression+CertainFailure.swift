extension ParsedExpression {
    /// Why the expression has no value whatever its variables are; nil where it may have one.
    ///
    /// Finds parts without variables that fail, such as `1 / 0` or `int('x')`, where what they
    /// stand in fails with them. Parts that loop aren't looked into.
    ///
    /// - Parameter bindings: the functions that the expression may call.
    package func certainFailure(_ bindings: Bindings) -> EvaluationError? {
        if let constant = constantResult(bindings) {
            guard case .failure(let error) = constant else { return nil }
            return error
        }
        switch kind {
        case .literal, .name, .comprehension: return nil
        case .logical(let connective, let operands):
            return failure(of: operands, in: connective, bindings)
        case .conditional(let condition, let yes, let no):
            if let error = condition.certainFailure(bindings) { return error }
            guard no.certainFailure(bindings) != nil else { return nil }
            return yes.certainFailure(bindings)
        case .optionalMap(let operand, _, _, _): return operand.certainFailure(bindings)
        default:
            for part in kind.parts {
                if let error = part.certainFailure(bindings) { return error }
            }
            return nil
        }
    }

    /// The value, or why there is none, of an expression that names no variable.
    private func constantResult(_ bindings: Bindings) -> Result<Value, EvaluationError>? {
        guard !loops, names.isEmpty else { return nil }
        var evaluator = Evaluator(bindings)
        do throws(EvaluationError) {
            return .success(try evaluator.evaluate(self))
        } catch {
            return .failure(error)
        }
    }

    /// A chain fails certainly where an operand does and no other may decide it.
    private func failure(
        of operands: [ParsedExpression], in connective: LogicalOperator, _ bindings: Bindings
    ) -> EvaluationError? {
        var first: EvaluationError?
        for operand in operands {
            if let error = operand.certainFailure(bindings) {
                first = first ?? error
            } else if case .success(.bool(let holds))? = operand.constantResult(bindings),
                holds != connective.deciding
            {
                continue
            } else {
                return nil
            }
        }
        return first
    }
}
