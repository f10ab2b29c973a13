/// What a condition comes to, as a byte, so that whole columns are worked on at once: the logic of
/// three values in which an error is absorbed by the operand that decides
/// (https://github.com/google/cel-spec/blob/master/doc/langdef.md#logical-operators).
package enum Truth {
    /// The condition doesn't hold.
    @inline(__always) package static var no: UInt8 { 0 }
    /// The condition holds.
    @inline(__always) package static var yes: UInt8 { 1 }
    /// The condition has an error, as of a fact that is missing.
    @inline(__always) package static var error: UInt8 { 2 }

    @inline(__always)
    static func not(_ truth: UInt8) -> UInt8 { truth == error ? truth : truth ^ 1 }

    @inline(__always)
    static func and(_ left: UInt8, _ right: UInt8) -> UInt8 {
        left == no || right == no ? no : max(left, right)
    }

    @inline(__always)
    static func or(_ left: UInt8, _ right: UInt8) -> UInt8 {
        left == yes || right == yes ? yes : max(left, right)
    }

    @inline(__always)
    static func equal(_ left: UInt8, _ right: UInt8, _ isEqual: Bool) -> UInt8 {
        max(left, right) == error ? error : (left == right) == isEqual ? yes : no
    }

    @inline(__always)
    static func choose(_ condition: UInt8, _ yes: UInt8, _ no: UInt8) -> UInt8 {
        condition == error ? error : condition == Self.yes ? yes : no
    }

    @inline(__always)
    static func of(_ holds: Bool, hasError: Bool) -> UInt8 {
        hasError ? error : holds ? yes : no
    }

    /// The same without a branch; of `failed` 1 says that there is an error, 0 that there is none.
    @inline(__always)
    static func of(_ holds: Bool, error failed: UInt8) -> UInt8 {
        (failed << 1) | (holds ? 1 : 0) & (failed ^ 1)
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
