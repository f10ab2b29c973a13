extension Evaluator {
    func apply(
        _ sign: UnaryOperator, to operand: Value, at offset: Int
    ) throws(EvaluationError) -> Value {
        switch (sign, operand) {
        case (.not, .bool(let value)): return .bool(!value)
        case (.negate, .double(let value)): return .double(-value)
        case (.negate, .int(let value)):
            guard value != .min else { throw failure(.outOfRange("-(\(value))"), at: offset) }
            return .int(-value)
        default:
            throw failure(.noOverload(function: sign.rawValue, [operand.type]), at: offset)
        }
    }

    mutating func apply(
        _ sign: BinaryOperator, _ left: Value, _ right: Value, at expression: ParsedExpression
    ) throws(EvaluationError) -> Value {
        switch sign {
        case .equal, .notEqual:
            try spend(left.weight, at: expression)
            return .bool(left.equals(right) == (sign == .equal))
        case .less, .lessOrEqual, .greater, .greaterOrEqual:
            guard let order = left.order(right) else { break }
            return .bool(sign.holds(for: order))
        case .isIn:
            if let found = try contains(right, left, at: expression) { return .bool(found) }
        case .add, .subtract, .multiply, .divide, .remainder:
            let result = try located(at: expression) { () throws(FunctionFailure) in
                try Arithmetic.apply(sign, left, right)
            }
            if let result {
                try spend(result.weight, at: expression)
                return result
            }
        }
        throw failure(
            .noOverload(function: sign.rawValue, [left.type, right.type]), at: expression.offset)
    }

    /// Whether a list has an element, or a map a key; nil for other containers.
    private mutating func contains(
        _ container: Value, _ value: Value, at expression: ParsedExpression
    ) throws(EvaluationError) -> Bool? {
        switch container {
        case .list(let elements):
            try spend(elements.count, at: expression)
            return elements.contains { $0.equals(value) }
        case .map(let map): return map[value] != nil
        default: return nil
        }
    }
}

extension BinaryOperator {
    fileprivate func holds(for order: Value.Order) -> Bool {
        switch self {
        case .less: order == .less
        case .lessOrEqual: order == .less || order == .equal
        case .greater: order == .greater
        default: order == .greater || order == .equal
        }
    }
}

extension Value {
    /// How many steps it takes to look at all of the value, nested values not counted.
    var weight: Int {
        switch self {
        case .string(let text): text.utf8.count / CELLimits.textBytesPerStep
        case .bytes(let bytes): bytes.count / CELLimits.textBytesPerStep
        case .list(let elements): elements.count
        case .map(let map): map.count
        default: 0
        }
    }

    /// The number as an index, also of a double without fraction.
    var wholeNumber: Int? {
        switch self {
        case .int(let value): Int(value)
        case .uint(let value): Int(exactly: value)
        case .double(let value): Int(exactly: value)
        default: nil
        }
    }
}
