/// What a condition comes to, as a byte, so that whole columns are worked on at once: the logic of
/// three values in which an error is absorbed by the operand that decides
/// (https://github.com/google/cel-spec/blob/master/doc/langdef.md#logical-operators).
package enum Truth {
    /// The condition doesn't hold.
    package static let no: UInt8 = 0
    /// The condition holds.
    package static let yes: UInt8 = 1
    /// The condition has an error, as of a fact that is missing.
    package static let error: UInt8 = 2

    static func not(_ truth: UInt8) -> UInt8 { truth == error ? truth : truth ^ 1 }

    static func and(_ left: UInt8, _ right: UInt8) -> UInt8 {
        left == no || right == no ? no : max(left, right)
    }

    static func or(_ left: UInt8, _ right: UInt8) -> UInt8 {
        left == yes || right == yes ? yes : max(left, right)
    }

    static func equal(_ left: UInt8, _ right: UInt8, _ isEqual: Bool) -> UInt8 {
        max(left, right) == error ? error : (left == right) == isEqual ? yes : no
    }

    static func choose(_ condition: UInt8, _ yes: UInt8, _ no: UInt8) -> UInt8 {
        condition == error ? error : condition == Self.yes ? yes : no
    }

    static func of(_ holds: Bool, hasError: Bool) -> UInt8 {
        hasError ? error : holds ? yes : no
    }
}

extension BinaryOperator {
    /// Whether a comparison of two numbers holds.
    func holds(_ left: Int64, _ right: Int64) -> Bool {
        switch self {
        case .equal: left == right
        case .notEqual: left != right
        case .less: left < right
        case .lessOrEqual: left <= right
        case .greater: left > right
        default: left >= right
        }
    }

    /// The result of arithmetic, and whether it overflows or divides by zero.
    func result(_ left: Int64, _ right: Int64) -> (Int64, Bool) {
        switch self {
        case .add: left.addingReportingOverflow(right)
        case .subtract: left.subtractingReportingOverflow(right)
        case .multiply: left.multipliedReportingOverflow(by: right)
        case .divide: left.dividedReportingOverflow(by: right)
        default: left.remainderReportingOverflow(dividingBy: right)
        }
    }
}
