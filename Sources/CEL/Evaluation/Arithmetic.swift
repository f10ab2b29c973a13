/// The operators `+ - * / %`. Integers never wrap; doubles follow IEEE 754.
enum Arithmetic {
    /// Nil where the operator isn't defined for the types.
    static func apply(
        _ sign: BinaryOperator, _ left: Value, _ right: Value
    ) throws(FunctionFailure) -> Value? {
        switch (left, right) {
        case (.int(let left), .int(let right)): .int(try whole(sign, left, right))
        case (.uint(let left), .uint(let right)): .uint(try whole(sign, left, right))
        case (.double(let left), .double(let right)): double(sign, left, right)
        case (.string(let left), .string(let right)) where sign == .add:
            .string(try joined(left, right, left.utf8.count + right.utf8.count))
        case (.bytes(let left), .bytes(let right)) where sign == .add:
            .bytes(try joined(left, right, left.count + right.count))
        case (.list(let left), .list(let right)) where sign == .add:
            .list(try joined(left, right, left.count + right.count))
        default: try time(sign, left, right)
        }
    }

    private static func whole<Number: FixedWidthInteger>(
        _ sign: BinaryOperator, _ left: Number, _ right: Number
    ) throws(FunctionFailure) -> Number {
        if sign == .divide || sign == .remainder, right == 0 {
            throw FunctionFailure(.divisionByZero)
        }
        let (result, overflows) =
            switch sign {
            case .add: left.addingReportingOverflow(right)
            case .subtract: left.subtractingReportingOverflow(right)
            case .multiply: left.multipliedReportingOverflow(by: right)
            case .divide: left.dividedReportingOverflow(by: right)
            default: left.remainderReportingOverflow(dividingBy: right)
            }
        guard !overflows else { throw .outOfRange("\(left) \(sign.rawValue) \(right)") }
        return result
    }

    private static func double(_ sign: BinaryOperator, _ left: Double, _ right: Double) -> Value? {
        switch sign {
        case .add: .double(left + right)
        case .subtract: .double(left - right)
        case .multiply: .double(left * right)
        case .divide: .double(left / right)
        default: nil
        }
    }

    private static func joined<Parts: RangeReplaceableCollection>(
        _ left: Parts, _ right: Parts, _ count: Int
    ) throws(FunctionFailure) -> Parts {
        guard count <= CELLimits.valueSize else {
            throw FunctionFailure(
                .tooExpensive("a value would be larger than \(CELLimits.valueSize)"))
        }
        return left + right
    }

    private static func time(
        _ sign: BinaryOperator, _ left: Value, _ right: Value
    ) throws(FunctionFailure) -> Value? {
        switch (sign, left, right) {
        case (.add, .timestamp(let instant), .duration(let span)),
            (.add, .duration(let span), .timestamp(let instant)):
            .timestamp(try moved(instant, by: Int128(span.nanoseconds)))
        case (.subtract, .timestamp(let instant), .duration(let span)):
            .timestamp(try moved(instant, by: -Int128(span.nanoseconds)))
        case (.subtract, .timestamp(let left), .timestamp(let right)):
            .duration(try span(left.nanoseconds - right.nanoseconds))
        case (.add, .duration(let left), .duration(let right)):
            .duration(try span(Int128(left.nanoseconds) + Int128(right.nanoseconds)))
        case (.subtract, .duration(let left), .duration(let right)):
            .duration(try span(Int128(left.nanoseconds) - Int128(right.nanoseconds)))
        default: nil
        }
    }

    private static func moved(
        _ instant: Timestamp, by nanoseconds: Int128
    ) throws(FunctionFailure) -> Timestamp {
        guard let moved = Timestamp(nanoseconds: instant.nanoseconds + nanoseconds) else {
            throw .outOfRange("a timestamp beyond the years 1 to 9999")
        }
        return moved
    }

    private static func span(_ nanoseconds: Int128) throws(FunctionFailure) -> TimeSpan {
        guard let span = TimeSpan(nanoseconds) else {
            throw .outOfRange("a duration beyond 292 years")
        }
        return span
    }
}
