/// How a condition is put together, for those who reason about it without evaluating it.
package enum ConditionShape: Sendable {
    /// Holds where all of them hold.
    case all([ParsedExpression])
    /// Holds where one of them holds.
    case any([ParsedExpression])
    /// Holds where the other doesn't.
    case negation(ParsedExpression)
    /// Compares two values.
    case comparison(ParsedExpression, Comparison, ParsedExpression)
    /// Holds where the value is one of some others: `a in [b, c]`.
    case membership(ParsedExpression, [ParsedExpression])
    /// Is put together of nothing that holds for itself.
    case other

    /// A sign between two values.
    package enum Comparison: Sendable {
        case equal
        case notEqual
        case less
        case lessOrEqual
        case greater
        case greaterOrEqual

        /// The sign with which the sides may change places.
        package var mirrored: Comparison {
            switch self {
            case .equal, .notEqual: self
            case .less: .greater
            case .lessOrEqual: .greaterOrEqual
            case .greater: .less
            case .greaterOrEqual: .lessOrEqual
            }
        }

        /// The sign that holds where this one doesn't, of values that have an order.
        package var opposite: Comparison {
            switch self {
            case .equal: .notEqual
            case .notEqual: .equal
            case .less: .greaterOrEqual
            case .lessOrEqual: .greater
            case .greater: .lessOrEqual
            case .greaterOrEqual: .less
            }
        }
    }
}

extension ParsedExpression {
    /// What the outermost operator makes of its parts.
    package var shape: ConditionShape {
        switch kind {
        case .logical(.and, let operands): .all(operands)
        case .logical(.or, let operands): .any(operands)
        case .unary(.not, let operand): .negation(operand)
        case .binary(.isIn, let value, let list):
            if case .list(let elements) = list.kind, !elements.contains(where: \.isOptional) {
                .membership(value, elements.map(\.value))
            } else {
                .other
            }
        case .binary(let sign, let left, let right):
            sign.comparison.map { .comparison(left, $0, right) } ?? .other
        default: .other
        }
    }

    /// The parts that must all hold for it to hold: itself where it is no chain of `&&`.
    package var conjuncts: [ParsedExpression] {
        if case .logical(.and, let operands) = kind {
            operands.flatMap(\.conjuncts)
        } else {
            [self]
        }
    }

    /// The literals in it, in the order of the text.
    package var literals: [Value] {
        if case .literal(let value) = kind { return [value] }
        return kind.parts.flatMap(\.literals)
    }

    /// Whether a macro in it loops, so that its cost is not that of its text.
    package var loops: Bool {
        if case .comprehension = kind { return true }
        return kind.parts.contains(where: \.loops)
    }
}

extension BinaryOperator {
    fileprivate var comparison: ConditionShape.Comparison? {
        switch self {
        case .equal: .equal
        case .notEqual: .notEqual
        case .less: .less
        case .lessOrEqual: .lessOrEqual
        case .greater: .greater
        case .greaterOrEqual: .greaterOrEqual
        case .isIn, .add, .subtract, .multiply, .divide, .remainder: nil
        }
    }
}
